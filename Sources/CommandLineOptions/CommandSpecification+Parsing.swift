extension CommandSpecification {
    /// Reads a command line without the name of the program.
    ///
    /// Options may stand before and after operands, as `--name value`, `--name=value`, `-n value`, `-n=value` or
    /// `-nvalue`. After `--` everything is an operand. `--help`, `-h` and `--version` win over any mistake beside them;
    /// `help COMMAND` is the same as `COMMAND --help`, and an empty command line asks for help, if there are commands.
    package func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
        if !subcommands.isEmpty {
            if arguments.isEmpty { return .help(helpText()) }
            if arguments[0] == "help", !subcommands.contains(where: { $0.name == "help" }) {
                return .help(try helpText(for: Array(arguments.dropFirst())))
            }
        }
        let beforeTerminator = arguments.prefix { $0 != "--" }
        if beforeTerminator.contains(where: { $0 == "--help" || $0 == "-h" }) {
            return .help(helpText(forWordsIn: Array(beforeTerminator)))
        }
        if beforeTerminator.contains("--version") { return .version }

        var parser = CommandLineParser(root: self, arguments: arguments)
        return .run(try parser.parse())
    }

    private func helpText(for words: [String]) throws(UsageError) -> String {
        var context = CommandContext(root: self)
        for word in words where !word.hasPrefix("-") {
            guard context.enter(word) else { throw context.unknownCommand(word) }
        }
        return HelpText(context).render()
    }

    /// The help of the command that the words seem to mean; other words are options and operands.
    private func helpText(forWordsIn words: [String]) -> String {
        var context = CommandContext(root: self)
        for word in words { _ = context.enter(word) }
        return HelpText(context).render()
    }
}
