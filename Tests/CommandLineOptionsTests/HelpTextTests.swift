import CommandLineOptions
import Testing

@Suite struct HelpTextTests {
    private func help(_ words: String...) throws -> String {
        guard case .help(let text) = try CommandSpecification.example.parse(words) else { return "no help" }
        return text
    }

    @Test func theProgramListsItsCommands() throws {
        let expected = """
            modnn-sim: simulates neural networks that run on several mobile devices at once

            Examples:
              modnn-sim run Scenarios/quickstart.json
                  Print a summary.
              modnn-sim validate Scenarios/*.json
                  Check all scenarios.

            Usage:
              modnn-sim COMMAND [options]

            Commands:
              run       simulate one scenario
              validate  check scenarios

            General options:
              -q, --quiet       Print errors only.
              -j, --jobs=COUNT  Threads to use. (default: the number of cores)
              -h, --help        Show this help.
                  --version     Show the version.

            Results go to standard output, everything else to standard error. Colours are
            off when NO_COLOR is set.

              modnn-sim schema > scenario.schema.json

            Exit codes:
              0   done
              64  wrong usage

            'modnn-sim help COMMAND' tells more about a command.

            """
        #expect(try help("--help") == expected)
        #expect(try help("help") == expected)
        #expect(try help() == expected)
        #expect(CommandSpecification.example.helpText() == expected)
    }

    @Test func aCommandShowsExamplesThenDetails() throws {
        let expected = """
            modnn-sim run: simulate one scenario

            Examples:
              modnn-sim run S.json --set=cluster.workers=4
                  Four workers instead of two.
              modnn-sim run S.json --output=results/
                  Write CSV files as well.

            Usage:
              modnn-sim run SCENARIO [options]

            Arguments:
              SCENARIO  The scenario to simulate.

            Options:
              -o, --output=FOLDER   Write tables into this folder, which is created together
                                    with the folders above it.
                  --seed=NUMBER     Where random numbers start. (default: 0)
                  --set=PATH=VALUE  Override a field. (repeatable)
                  --detail=TABLES   Extra tables. Any of, separated by commas: layers,
                                    devices, operations.
                  --format=FORMAT   How to print. One of: text, json. (default: text)
                  --maximum-simulated-time=DURATION
                                    Stop there.
                  --json            Print one JSON document.

            General options:
              -q, --quiet       Print errors only.
              -j, --jobs=COUNT  Threads to use. (default: the number of cores)
              -h, --help        Show this help.

            Exit codes:
              0   done
              64  wrong usage

            """
        #expect(try help("run", "--help") == expected)
        #expect(try help("--xyz", "run", "a", "b", "-h") == expected)
        #expect(try help("help", "run") == expected)
    }

    @Test func nestedCommandsShowTheirOwnExitCodes() throws {
        let text = try help("help", "validate", "conv")
        #expect(text.hasPrefix("modnn-sim validate conv: check convolutions against vectors\n"))
        #expect(text.contains("  modnn-sim validate conv DIR [LAYER] [options]\n"))
        #expect(text.contains("Exit codes:\n  1  a value differs\n"))
    }

    @Test func commandsWithOperandsAndSubcommandsShowBothCalls() throws {
        let text = try help("validate", "--help")
        #expect(text.contains("  modnn-sim validate FILE... [options]\n  modnn-sim validate COMMAND [options]\n"))
        #expect(text.contains("'modnn-sim help validate COMMAND' tells more about a command."))
    }

    @Test func noLineExceedsEightyColumns() throws {
        for text in [try help("--help"), try help("help", "run"), try help("help", "validate", "conv")] {
            for line in text.split(separator: "\n") {
                #expect(line.count <= 80 && line.last != " ", "\(line)")
            }
        }
    }
}
