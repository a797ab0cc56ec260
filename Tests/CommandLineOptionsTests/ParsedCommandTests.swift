import CommandLineOptions
import Testing

@Suite struct ParsedCommandTests {
    private func command(seed: String) throws -> ParsedCommand {
        let words = ["run", "S.json", "--seed=\(seed)"]
        guard case .run(let command) = try CommandSpecification.example.parse(words) else {
            throw UsageError("no command", commandPath: words)
        }
        return command
    }

    @Test func readsWholeNumbers() throws {
        #expect(try command(seed: "7").int("seed") == 7)
        #expect(try command(seed: "-7").int("seed", in: -7 ... -7) == -7)
        #expect(try command(seed: "7").int("jobs") == nil)
    }

    @Test func readsListsOfWholeNumbers() throws {
        #expect(try command(seed: "4,3,2,1").ints("seed", in: 1...4) == [4, 3, 2, 1])
        #expect(try command(seed: "4").ints("jobs") == nil)
    }

    @Test(arguments: [
        ("x", Int.min...Int.max, "a whole number"), ("", .min ... .max, "a whole number"),
        ("1.5", 1...Int.max, "a whole number of at least 1"), ("0", 1...Int.max, "a whole number of at least 1"),
        ("9", 1...8, "a whole number from 1 to 8"), ("9", Int.min...8, "a whole number of at most 8"),
        ("99999999999999999999", .min ... .max, "a whole number"),
    ])
    func saysWhichNumberIsExpected(text: String, range: ClosedRange<Int>, expected: String) throws {
        let command = try command(seed: text)
        let error = try #require(throws: UsageError.self) { try command.int("seed", in: range) }
        #expect(error.message == "invalid value '\(text)' for '--seed': expected \(expected)")
        #expect(error.hint == "See 'modnn-sim run --help'.")
    }

    @Test(arguments: ["", "4,,3", "4,x", "4,0", "4, 3"])
    func saysWhichListIsExpected(text: String) throws {
        let command = try command(seed: text)
        let error = try #require(throws: UsageError.self) { try command.ints("seed", in: 1...9) }
        let expected = "whole numbers from 1 to 9 separated by commas, such as 4,3,2,1"
        #expect(error.message == "invalid value '\(text)' for '--seed': expected \(expected)")
    }

    @Test func undeclaredNamesAreATrap() async {
        await #expect(processExitsWith: .failure) {
            guard case .run(let command) = try CommandSpecification.example.parse(["run", "S"]) else { return }
            _ = command.string("nothing")
        }
    }
}
