import Testing

@testable import Reporting

@Suite struct TextMetricsTests {
    @Test func linesKeepToTheLimit() {
        let text = "one two three four five six"
        let lines = TextMetrics.lines(text, fontSize: 10, maximumWidth: 60)
        #expect(lines.joined(separator: " ") == text)
        for line in lines { #expect(TextMetrics.width(line, fontSize: 10) <= 60) }
    }

    @Test func labelsBreakBehindPunctuation() {
        let label = "ftp(grid=3x3;work-stealing;dataReuse)"
        let width = TextMetrics.width("ftp(grid=3x3;work-stealing;", fontSize: 13)
        func lines(_ limit: Double, _ lineLimit: Int = 2) -> [String] {
            TextMetrics.label(label, fontSize: 13, maximumWidth: limit, lineLimit: lineLimit)
        }
        #expect(lines(1000) == [label])
        #expect(lines(width + 1) == ["ftp(grid=3x3;work-stealing;", "dataReuse)"])
        #expect(lines(width - 1)[0] == "ftp(grid=3x3;")
        #expect(lines(width + 1, 1)[0].contains("…") && lines(width + 1, 1)[0].hasSuffix("euse)"))
        #expect(TextMetrics.label("one two", fontSize: 10, maximumWidth: 30, lineLimit: 2) == ["one", "two"])
    }

    @Test func namesThatDifferAtTheirEndsStayDifferent() {
        let names = (0..<14).map { "a-rather-long-scheme-name-with-options(grid=3x3;work-stealing)-\($0)" }
        let shown = names.map { TextMetrics.truncated($0, fontSize: 12, maximumWidth: 150) }
        #expect(Set(shown).count == names.count)
        #expect(shown.allSatisfy { $0.hasPrefix("a-rather") && TextMetrics.width($0, fontSize: 12) <= 150 })
    }

    @Test func truncatesOnlyWhatIsTooLong() {
        #expect(TextMetrics.truncated("short", fontSize: 10, maximumWidth: 100) == "short")
        let truncated = TextMetrics.truncated("much too long for this", fontSize: 10, maximumWidth: 60)
        #expect(truncated.hasPrefix("much") && truncated.contains("…") && truncated.hasSuffix("s"))
    }
}
