/// What a command accepts and what its help says: the one table that parsing, help and shell completion read.
package struct CommandSpecification: Hashable, Sendable {
    /// The word that selects the command; for the outermost one, the name of the program.
    package var name: String
    /// One line without a full stop, for lists of commands.
    package var summary: String
    /// Paragraphs at the end of the help, separated by empty lines; lines that begin with a space stay as they are.
    package var discussion: String
    /// The operands in order. Required ones come first, and only the last may be variadic.
    package var arguments: [ArgumentSpecification]
    /// The options of this command, which all its subcommands accept as well.
    package var options: [OptionSpecification]
    /// What users type most, at the top of the help.
    package var examples: [CommandExample]
    /// The commands below this one.
    package var subcommands: [CommandSpecification]
    /// The exit codes that the help lists; a command without its own shows those of the command above.
    package var exitCodes: [ExitCodeDescription]

    /// Creates a specification; contradictions in it are errors of the programmer and stop the program.
    package init(
        name: String,
        summary: String,
        discussion: String = "",
        arguments: [ArgumentSpecification] = [],
        options: [OptionSpecification] = [],
        examples: [CommandExample] = [],
        subcommands: [CommandSpecification] = [],
        exitCodes: [ExitCodeDescription] = []
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.examples = examples
        self.subcommands = subcommands
        self.exitCodes = exitCodes
        checkConsistency(inherited: [])
    }

    private func checkConsistency(inherited: [OptionSpecification]) {
        let all = inherited + options
        let names = all.map(\.name) + BuiltInOptions.names
        precondition(Set(names).count == names.count, "'\(name)' has two options of the same name: \(names)")
        let shortNames = all.compactMap(\.shortName) + ["h"]
        precondition(Set(shortNames).count == shortNames.count, "'\(name)' has two short options of the same name")
        precondition(Set(arguments.map(\.name)).count == arguments.count, "'\(name)' has two arguments of one name")
        precondition(Set(subcommands.map(\.name)).count == subcommands.count, "'\(name)' has two equal subcommands")
        precondition(arguments.dropLast().allSatisfy { !$0.isVariadic }, "only the last argument may be variadic")
        let requirements = arguments.map(\.isRequired)
        precondition(requirements == requirements.filter(\.self) + requirements.filter { !$0 }, "required ones first")
        for subcommand in subcommands { subcommand.checkConsistency(inherited: all) }
    }
}
