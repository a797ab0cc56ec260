extension CommandSpecification {
    /// The help of this command as the outermost one.
    package func helpText() -> String {
        HelpText(CommandContext(root: self)).render()
    }
}

/// Writes the help of a command: examples and how to call it first, then the details, in 80 columns.
struct HelpText {
    private let context: CommandContext
    private var command: CommandSpecification { context.command }

    private static let width = 80
    private static let indentation = "  "
    /// Terms up to this width share a line with their explanation.
    private static let widestTerm = 26

    /// Prepares the help of the selected command.
    init(_ context: CommandContext) {
        self.context = context
    }

    /// The text, with a line feed after each line.
    func render() -> String {
        var sections = [heading(), section("Examples", exampleLines()), section("Usage", usageLines())]
        sections.append(section("Commands", list(command.subcommands.map { ($0.name, $0.summary) })))
        sections.append(section("Arguments", list(command.arguments.map { ($0.name, explanation(of: $0)) })))
        if context.commands.count == 1 {
            let options = command.options + [BuiltInOptions.help, BuiltInOptions.version]
            sections.append(section(command.subcommands.isEmpty ? "Options" : "General options", entries(options)))
        } else {
            sections.append(section("Options", entries(command.options)))
            sections.append(section("General options", entries(context.inheritedOptions + [BuiltInOptions.help])))
        }
        sections.append(TextWrapping.paragraphs(command.discussion, width: Self.width))
        let codes = context.commands.last { !$0.exitCodes.isEmpty }?.exitCodes ?? []
        sections.append(section("Exit codes", list(codes.map { (String($0.code), $0.meaning) })))
        if !command.subcommands.isEmpty {
            let call = (context.path[...0] + ["help"] + context.path[1...] + ["COMMAND"]).joined(separator: " ")
            sections.append(["'\(call)' tells more about a command."])
        }
        let text = sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
        return text + "\n"
    }

    private func heading() -> [String] {
        TextWrapping.lines("\(context.path.joined(separator: " ")): \(command.summary)", width: Self.width)
    }

    private func usageLines() -> [String] {
        let program = context.path.joined(separator: " ")
        var calls: [String] = []
        if !command.arguments.isEmpty || command.subcommands.isEmpty {
            let operands = command.arguments.map { argument in
                switch argument.arity {
                case .required: argument.name
                case .optional: "[\(argument.name)]"
                case .variadic(let minimum): minimum > 0 ? "\(argument.name)..." : "[\(argument.name)...]"
                }
            }
            calls.append(([program] + operands + ["[options]"]).joined(separator: " "))
        }
        if !command.subcommands.isEmpty { calls.append("\(program) COMMAND [options]") }
        return calls.map { Self.indentation + $0 }
    }

    private func exampleLines() -> [String] {
        command.examples.flatMap { example in
            let explanation = TextWrapping.lines(example.explanation, width: Self.width - 6)
            // An example stays on one line whatever its length, as it is there to be copied.
            return [Self.indentation + example.commandLine] + explanation.map { "      " + $0 }
        }
    }

    private func entries(_ options: [OptionSpecification]) -> [String] {
        list(options.map(entry))
    }

    private func entry(_ option: OptionSpecification) -> (term: String, explanation: String) {
        let short = option.shortName.map { "-\($0), " } ?? "    "
        let value = option.value.map { "=\($0.placeholder)" } ?? ""
        var explanation = option.help
        if let words = option.value.flatMap({ allowedWords($0.kind) }) { explanation += " " + words }
        var remarks: [String] = []
        if option.isRepeatable { remarks.append("repeatable") }
        if let text = option.defaultText { remarks.append("default: \(text)") }
        if !remarks.isEmpty { explanation += " (\(remarks.joined(separator: "; ")))" }
        return (short + option.spelling + value, explanation)
    }

    private func explanation(of argument: ArgumentSpecification) -> String {
        argument.help + (allowedWords(argument.kind).map { " " + $0 } ?? "")
    }

    private func allowedWords(_ kind: ValueKind) -> String? {
        switch kind {
        case .text, .file, .folder: nil
        case .oneOf(let names): "One of: \(names.joined(separator: ", "))."
        case .listOf(let names): "Any of, separated by commas: \(names.joined(separator: ", "))."
        }
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["\(title):"] + lines
    }

    /// Two columns; a term that is too wide for the first gets a line of its own.
    private func list(_ entries: [(term: String, explanation: String)]) -> [String] {
        let fitting = entries.map(\.term.count).filter { $0 <= Self.widestTerm }
        let termWidth = fitting.max() ?? Self.widestTerm
        let hanging = Self.indentation.count + termWidth + 2
        return entries.flatMap { term, explanation in
            let explanation = TextWrapping.lines(explanation, width: Self.width - hanging)
            let space = String(repeating: " ", count: hanging)
            let padding = String(repeating: " ", count: max(0, termWidth - term.count))
            guard term.count <= termWidth, let first = explanation.first else {
                return [Self.indentation + term] + explanation.map { space + $0 }
            }
            return ["\(Self.indentation)\(term)\(padding)  \(first)"] + explanation.dropFirst().map { space + $0 }
        }
    }
}
