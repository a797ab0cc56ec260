import Reporting
import Testing

@Suite struct CSVTableTests {
    @Test func writesHeaderAndTypedCells() {
        var table = CSVTable(columns: ["name", "workers", "latency_s", "fits", "energy_j"])
        table.append([.string("BODP"), .int(4), .double(0.1), .bool(true), .missing])
        table.append([.string("a,b"), .int(-1), .double(1e-05), .bool(false), .double(3)])
        table.append([.string("say \"hi\"\r\n"), .int(0), .double(1e20), .bool(true), .optional(nil as Double?)])
        table.append([.string(""), .optional(7), .optional(0.5), .bool(true), .missing])
        let expected =
            "name,workers,latency_s,fits,energy_j\n"
            + "BODP,4,0.1,true,\n"
            + "\"a,b\",-1,1e-05,false,3.0\n"
            + "\"say \"\"hi\"\"\r\n\",0,1e+20,true,\n"
            + "\"\",7,0.5,true,\n"
        #expect(table.text == expected)
    }

    @Test func linesAddUpToTheText() {
        var table = CSVTable(columns: ["a", "b"])
        let row: [CSVCell] = [.int(1), .missing]
        table.append(row)
        #expect(table.text == table.headerLine + table.line(row))
    }

    @Test func aRowWithNothingInItIsNotAnEmptyLine() {
        #expect(CSVTable(columns: ["a"]).line([.missing]) == "\"\"\n")
    }

    @Test func rowsOfTheWrongLengthAreATrap() async {
        await #expect(processExitsWith: .failure) {
            var table = CSVTable(columns: ["a", "b"])
            table.append([.int(1)])
        }
    }

    @Test func numbersWithoutDigitsAreATrap() async {
        await #expect(processExitsWith: .failure) {
            _ = CSVTable(columns: ["a"]).line([.double(.nan)])
        }
    }
}
