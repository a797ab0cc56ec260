import Reporting
import TestSupport
import Testing

@Suite struct CSVReaderTests {
    @Test func readsQuotesAndBothLineEnds() throws {
        let reader = try CSVReader("\u{FEFF}a,b\r\n1,\"x,\"\"y\"\"\r\nz\"\n,\"\"")
        #expect(reader.header == ["a", "b"])
        #expect(reader.rows == [["1", "x,\"y\"\r\nz"], ["", ""]])
        #expect(reader.columnIndex("b") == 1)
        #expect(reader.columnIndex("c") == nil)
    }

    @Test func aHeaderAloneHasNoRows() throws {
        #expect(try CSVReader("a,b\n").rows == [])
        #expect(try CSVReader("a,b").rows == [])
    }

    @Test(arguments: [
        ("", "line 1, column 1: the header with the column names is missing"),
        ("a,a\n", "line 1, column 1: the column 'a' appears twice"),
        ("a,b\n1,2\n1\n", "line 3, column 1: found 1 fields, the header has 2"),
        ("a,b\n1,2\n\n", "line 3, column 1: found 1 fields, the header has 2"),
        (
            "a,b\nµ,x\"\n",
            "line 2, column 4: a quote inside a field that is not quoted; quote the field and double the quote"
        ),
        ("a,b\n1,\"x\ny", "line 2, column 3: the quoted field that begins here does not end"),
        ("a,b\n\"1\n\" ,2", "line 3, column 2: a comma or a line end must follow a closing quote"),
    ])
    func namesThePlaceOfAnError(text: String, message: String) throws {
        let error = try #require(throws: CSVError.self) { try CSVReader(text) }
        #expect(error.description == message)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func readsBackWhatTheTableWrites(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = ["", "a", ",", "\"", "\n", "\r", "\r\n", " ", "µ", "e\u{301}", "\u{1F600}", "0", ";"]
        func text() -> String {
            (0..<Int.random(in: 0...6, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }
                .joined()
        }
        let columns = (0..<Int.random(in: 1...4, using: &generator)).map { "\($0)" + text() }
        var table = CSVTable(columns: columns)
        var rows: [[String]] = []
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            let row = columns.map { _ in text() }
            rows.append(row)
            table.append(row.map { .string($0) })
        }
        let reader = try CSVReader(table.text)
        // Scalars, because `==` on strings takes "e\u{301}" and "\u{E9}" for the same.
        func scalars(_ rows: [[String]]) -> [[[Unicode.Scalar]]] { rows.map { $0.map { Array($0.unicodeScalars) } } }
        #expect(scalars([reader.header]) == scalars([columns]), "seed \(seed)")
        #expect(scalars(reader.rows) == scalars(rows), "seed \(seed)")
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func numbersSurviveTheRoundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bits = Double(bitPattern: generator.next())
        let value = bits.isFinite ? bits : 0.1
        let field = try CSVReader("x\n" + CSVTable(columns: ["x"]).line([.double(value)])).rows[0][0]
        #expect(Double(field) == value, "seed \(seed)")
    }
}
