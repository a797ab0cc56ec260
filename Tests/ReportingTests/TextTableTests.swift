import Reporting
import Testing

@Suite struct TextTableTests {
    private func layers() -> TextTable {
        var table = TextTable(title: "Layers", columns: [.init("Layer"), .init("Time", .right), .init("Note")])
        table.append(["conv1_1", "12.3 µs", ""])
        table.append(["fc", "1.234 s", "a|b"])
        table.appendFooter(["sum", "1.234 s", ""])
        return table
    }

    @Test func alignsColumnsWithoutTrailingSpaces() {
        let expected = """
            Layers

            Layer       Time  Note
            ──────────────────────
            conv1_1  12.3 µs
            fc       1.234 s  a|b
            ──────────────────────
            sum      1.234 s

            """
        #expect(layers().render() == expected)
    }

    @Test func rendersMarkdownWithEscapesAndABoldFooter() {
        let expected = #"""
            **Layers**

            | Layer    |        Time | Note |
            | -------- | ----------: | ---- |
            | conv1\_1 |     12.3 µs |      |
            | fc       |     1.234 s | a\|b |
            | **sum**  | **1.234 s** |      |

            """#
        #expect(layers().renderMarkdown() == expected)
    }

    @Test func aTableWithoutRowsHasItsHeader() {
        #expect(TextTable(columns: [.init("A"), .init("B")]).render() == "A  B\n────\n")
    }

    @Test func aRowOfTheWrongLengthIsATrap() async {
        await #expect(processExitsWith: .failure) {
            var table = TextTable(columns: [.init("A")])
            table.append(["1", "2"])
        }
    }
}
