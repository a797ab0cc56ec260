import Testing

@testable import CommandLineOptions

@Suite struct TextWrappingTests {
    @Test func breaksAtSpacesAndKeepsLongWords() {
        #expect(TextWrapping.lines("aa bb  cc dddddddd e", width: 5) == ["aa bb", "cc", "dddddddd", "e"])
        #expect(TextWrapping.lines("", width: 5) == [])
    }

    @Test func joinsLinesOfAParagraph() {
        #expect(TextWrapping.paragraphs("a\nb\n\n  code  x\nc", width: 9) == ["a b", "", "  code  x", "c"])
        #expect(TextWrapping.paragraphs("", width: 9) == [])
    }
}
