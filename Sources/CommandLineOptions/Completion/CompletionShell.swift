/// Shells for which completion scripts are written from a specification.
package enum CompletionShell: String, Sendable, CaseIterable {
    case bash, zsh, fish

    /// The script for a program.
    package func script(for program: CommandSpecification) -> String {
        let commands = CompletionCommand.all(of: program)
        return switch self {
        case .bash: BashCompletion(program: program.name, commands: commands).script
        case .zsh: ZshCompletion(program: program.name, commands: commands).script
        case .fish: FishCompletion(program: program.name, commands: commands).script
        }
    }
}

/// A command as completion sees it: everything that may stand behind it.
struct CompletionCommand {
    /// The words behind the program, such as `validate conv`; empty for the program itself.
    let path: [String]
    let specification: CommandSpecification
    /// Its own options, those of the commands above and the built-in ones.
    let options: [OptionSpecification]

    static func all(of program: CommandSpecification) -> [CompletionCommand] {
        collect(program, path: [], inherited: [])
    }

    private static func collect(
        _ command: CommandSpecification, path: [String], inherited: [OptionSpecification]
    ) -> [CompletionCommand] {
        let options = command.options + inherited
        let builtIn = path.isEmpty ? [BuiltInOptions.help, BuiltInOptions.version] : [BuiltInOptions.help]
        let this = CompletionCommand(path: path, specification: command, options: options + builtIn)
        return [this]
            + command.subcommands.flatMap { collect($0, path: path + [$0.name], inherited: options) }
    }

    /// What stands where the command takes operands.
    var operandKind: ValueKind? { specification.arguments.last?.kind }
}

extension ValueKind {
    /// The words among which a shell may choose.
    var words: [String]? {
        switch self {
        case .oneOf(let names), .listOf(let names): names
        case .text, .file, .folder: nil
        }
    }
}
