import Testing

@testable import Reporting

@Suite struct XMLTextTests {
    @Test func escapesMarkupAndDropsControlCharacters() {
        #expect(XMLText.escaped("<a b=\"c\">&'\u{1}\nµ") == "&lt;a b=&quot;c&quot;&gt;&amp;&#39; µ")
    }
}
