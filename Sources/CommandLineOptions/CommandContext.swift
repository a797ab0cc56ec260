import Suggestions

/// The commands from the program to the selected one.
struct CommandContext {
    /// The commands, outermost first.
    private(set) var commands: [CommandSpecification]

    /// Selects the program itself.
    init(root: CommandSpecification) {
        commands = [root]
    }

    /// The selected command.
    var command: CommandSpecification { commands[commands.count - 1] }

    /// The words that select the command, beginning with the program.
    var path: [String] { commands.map(\.name) }

    /// The options of the commands above the selected one.
    var inheritedOptions: [OptionSpecification] { commands.dropLast().flatMap(\.options) }

    /// Selects a subcommand, if there is one of that name.
    mutating func enter(_ name: String) -> Bool {
        guard let subcommand = command.subcommands.first(where: { $0.name == name }) else { return false }
        commands.append(subcommand)
        return true
    }

    /// An error about the selected command.
    func error(_ message: String) -> UsageError {
        UsageError(message, commandPath: path)
    }

    /// An error about a word that names no subcommand.
    func unknownCommand(_ word: String) -> UsageError {
        error("unknown command '\(word)'" + Self.suggestion(for: word, among: command.subcommands.map(\.name)))
    }

    /// The end of a message with the name that was probably meant.
    static func suggestion(for word: String, among names: [String], prefix: String = "") -> String {
        nearestName(to: word, in: names).map { "; did you mean '\(prefix)\($0)'?" } ?? ""
    }
}
