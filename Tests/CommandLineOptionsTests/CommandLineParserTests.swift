import CommandLineOptions
import Testing

@Suite struct CommandLineParserTests {
    private func parse(_ words: String...) throws -> ParsedCommand {
        guard case .run(let command) = try CommandSpecification.example.parse(words) else {
            throw UsageError("no command", commandPath: words)
        }
        return command
    }

    @Test func readsEverySpellingOfAnOption() throws {
        for words in [["--output", "x"], ["--output=x"], ["-o", "x"], ["-o=x"], ["-ox"]] {
            guard case .run(let command) = try CommandSpecification.example.parse(["run", "S.json"] + words) else {
                Issue.record("\(words)")
                continue
            }
            #expect(command.string("output") == "x", "\(words)")
            #expect(command.argument("SCENARIO") == "S.json")
        }
    }

    @Test func optionsOfTheProgramStandAnywhere() throws {
        let command = try parse("-q", "run", "--jobs=3", "S.json")
        #expect(command.path == ["modnn-sim", "run"])
        #expect(command.name == "run")
        #expect(command.flag("quiet"))
        #expect(!command.flag("json"))
        #expect(try command.int("jobs") == 3)
        #expect(try parse("run", "S.json", "--quiet").flag("quiet"))
    }

    @Test func keepsRepeatedValuesInOrder() throws {
        let command = try parse("run", "--set=a=1", "S.json", "--set", "b=2=3")
        #expect(command.strings("set") == ["a=1", "b=2=3"])
        #expect(command.string("set") == "b=2=3")
        #expect(command.strings("output") == [])
    }

    @Test func everythingAfterTheTerminatorIsAnOperand() throws {
        #expect(try parse("validate", "--", "--help", "conv", "--").arguments("FILE") == ["--help", "conv", "--"])
    }

    @Test func aDashAndNegativeNumbersAreNoOptions() throws {
        #expect(try parse("validate", "-", "-5").arguments("FILE") == ["-", "-5"])
        #expect(try parse("run", "S", "--seed", "-5").string("seed") == "-5")
        #expect(try parse("run", "S", "--output=").string("output") == "")
    }

    @Test func selectsNestedCommands() throws {
        let command = try parse("validate", "conv", "vectors", "conv1")
        #expect(command.path == ["modnn-sim", "validate", "conv"])
        #expect(command.argument("DIR") == "vectors")
        #expect(command.argument("LAYER") == "conv1")
        #expect(try parse("validate", "conv", "vectors").argument("LAYER") == nil)
        #expect(try parse("validate", "a.json", "conv").arguments("FILE") == ["a.json", "conv"])
    }

    @Test func checksListedWords() throws {
        #expect(try parse("run", "S", "--detail=layers,devices").string("detail") == "layers,devices")
        #expect(try parse("run", "S", "--format", "json").string("format") == "json")
    }

    @Test(arguments: [
        (["rnu"], "unknown command 'rnu'; did you mean 'run'?", "modnn-sim"),
        (["plot"], "unknown command 'plot'", "modnn-sim"),
        (["--quiet"], "missing command: one of run, validate", "modnn-sim"),
        (["run", "S", "--ouput=x"], "unknown option '--ouput'; did you mean '--output'?", "modnn-sim run"),
        (["run", "S", "--xyz"], "unknown option '--xyz'", "modnn-sim run"),
        (["run", "S", "-x"], "unknown option '-x'", "modnn-sim run"),
        (["run", "S", "-output=x"], "unknown option '-output'; did you mean '--output'?", "modnn-sim run"),
        (["run", "S", "-json"], "unknown option '-json'; did you mean '--json'?", "modnn-sim run"),
        (
            ["--json", "run", "S"], "unknown option '--json' before the command: write 'modnn-sim run --json'",
            "modnn-sim"
        ),
        (["run", "S", "--output"], "option '--output' needs a value: write '--output=FOLDER'", "modnn-sim run"),
        (["run", "S", "-o", "--json"], "option '-o' needs a value: write '--output=FOLDER'", "modnn-sim run"),
        (["run", "S", "--json=yes"], "option '--json' takes no value", "modnn-sim run"),
        (["run", "S", "--seed=1", "--seed=2"], "option '--seed' is given twice", "modnn-sim run"),
        (["-q", "run", "S", "-q"], "option '--quiet' is given twice", "modnn-sim run"),
        (["run"], "missing argument SCENARIO", "modnn-sim run"),
        (["validate"], "missing argument FILE", "modnn-sim validate"),
        (["run", "S", "T"], "unexpected argument 'T': this command takes one argument", "modnn-sim run"),
        (
            ["validate", "conv", "a", "b", "c"], "unexpected argument 'c': this command takes 2 arguments",
            "modnn-sim validate conv"
        ),
        (
            ["run", "S", "--format=jsn"],
            "invalid value 'jsn' for '--format': expected text, json; did you mean 'json'?", "modnn-sim run"
        ),
        (
            ["run", "S", "--detail=layers,x"],
            "invalid value 'x' for '--detail': expected layers, devices, operations", "modnn-sim run"
        ),
        (["help", "rnu"], "unknown command 'rnu'; did you mean 'run'?", "modnn-sim"),
    ])
    func saysWhatIsWrongAndWhereToRead(words: [String], message: String, program: String) throws {
        let error = try #require(throws: UsageError.self) { try CommandSpecification.example.parse(words) }
        #expect(error.description == "\(message)\nSee '\(program) --help'.")
        #expect(UsageError.exitCode == 64)
    }

    @Test(arguments: [
        ["--version"], ["run", "--version"], ["--xyz", "--version"],
    ])
    func versionWinsOverMistakes(words: [String]) throws {
        #expect(try CommandSpecification.example.parse(words) == .version)
    }
}
