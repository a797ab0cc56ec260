import Testing

@testable import Reporting

@Suite struct TextMetricsTests {
    @Test func linesKeepToTheLimit() {
        let text = "one two three four five six"
        let lines = TextMetrics.lines(text, fontSize: 10, maximumWidth: 60)
        #expect(lines.joined(separator: " ") == text)
        for line in lines { #expect(TextMetrics.width(line, fontSize: 10) <= 60) }
    }

    @Test func truncatesOnlyWhatIsTooLong() {
        #expect(TextMetrics.truncated("short", fontSize: 10, maximumWidth: 100) == "short")
        let truncated = TextMetrics.truncated("much too long for this", fontSize: 10, maximumWidth: 60)
        #expect(truncated.hasPrefix("much") && truncated.hasSuffix("…"))
    }
}
