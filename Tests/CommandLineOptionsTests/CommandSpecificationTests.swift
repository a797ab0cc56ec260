import CommandLineOptions
import Testing

@Suite struct CommandSpecificationTests {
    @Test func anOptionThatHidesAnotherIsATrap() async {
        await #expect(processExitsWith: .failure) {
            let inner = CommandSpecification(name: "b", summary: "", options: [.flag("quiet", help: "")])
            _ = CommandSpecification(
                name: "a",
                summary: "",
                options: [.flag("quiet", help: "")],
                subcommands: [inner]
            )
        }
    }

    @Test func requiredArgumentsAfterOptionalOnesAreATrap() async {
        await #expect(processExitsWith: .failure) {
            let arguments = [
                ArgumentSpecification("A", help: "", arity: .optional), ArgumentSpecification("B", help: ""),
            ]
            _ = CommandSpecification(name: "a", summary: "", arguments: arguments)
        }
    }
}
