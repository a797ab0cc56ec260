/// Walks over the words of a command line.
struct CommandLineParser {
    /// The words that are not read yet.
    private var words: ArraySlice<String>
    private var context: CommandContext
    private var operands: [String] = []
    private var values: [String: [String]] = [:]

    /// Prepares reading the words after the name of the program.
    init(root: CommandSpecification, arguments: [String]) {
        words = arguments[...]
        context = CommandContext(root: root)
    }

    private var options: [OptionSpecification] { context.inheritedOptions + context.command.options }

    /// Reads all words; throws at the first one that does not fit.
    mutating func parse() throws(UsageError) -> ParsedCommand {
        while let word = words.popFirst() {
            if word == "--" {
                for operand in words { try readOperand(operand) }
                words = []
            } else if word.hasPrefix("--") {
                try readLongOption(word)
            } else if word.hasPrefix("-"), word.count > 1, !Self.isNumber(word) {
                try readShortOption(word)
            } else if !operands.isEmpty || !context.enter(word) {
                try readOperand(word)
            }
        }
        try checkOperandCount()
        return ParsedCommand(
            path: context.path,
            specification: context.command,
            operands: operands,
            acceptedOptions: options,
            values: values
        )
    }

    private mutating func readOperand(_ word: String) throws(UsageError) {
        let arguments = context.command.arguments
        guard let last = arguments.last else {
            if !context.command.subcommands.isEmpty { throw context.unknownCommand(word) }
            throw context.error("unexpected argument '\(word)': this command takes none")
        }
        guard operands.count < arguments.count || last.isVariadic else {
            let count = arguments.count == 1 ? "one argument" : "\(arguments.count) arguments"
            throw context.error("unexpected argument '\(word)': this command takes \(count)")
        }
        let argument = arguments[min(operands.count, arguments.count - 1)]
        try check(word, argument.kind, for: argument.name)
        operands.append(word)
    }

    private mutating func readLongOption(_ word: String) throws(UsageError) {
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = options.first(where: { $0.name == name }) else {
            throw unknownLongOption(name)
        }
        try read(option, spelling: "--\(name)", attached: parts.count == 2 ? String(parts[1]) : nil)
    }

    private func unknownLongOption(_ name: String) -> UsageError {
        let message = "unknown option '--\(name)'"
        if let owner = context.command.subcommands.first(where: { $0.options.contains { $0.name == name } }) {
            let call = (context.path + [owner.name, "--\(name)"]).joined(separator: " ")
            return context.error("\(message) before the command: write '\(call)'")
        }
        let names = options.map(\.name) + BuiltInOptions.names
        return context.error(message + CommandContext.suggestion(for: name, among: names, prefix: "--"))
    }

    private mutating func readShortOption(_ word: String) throws(UsageError) {
        // A long name after a single dash is a frequent slip, and '-output' must not mean '-o utput'.
        let name = String(word.dropFirst().prefix { $0 != "=" })
        if name.count > 1, options.contains(where: { $0.name == name }) || BuiltInOptions.names.contains(name) {
            throw context.error("unknown option '-\(name)'; did you mean '--\(name)'?")
        }
        let letter = word[word.index(after: word.startIndex)]
        guard let option = options.first(where: { $0.shortName == letter }) else {
            throw context.error("unknown option '-\(letter)'")
        }
        var attached: String?
        if word.count > 2 {
            let rest = word.dropFirst(2)
            attached = String(rest.first == "=" ? rest.dropFirst() : rest)
        }
        try read(option, spelling: "-\(letter)", attached: attached)
    }

    private mutating func read(
        _ option: OptionSpecification,
        spelling: String,
        attached: String?
    ) throws(UsageError) {
        if values[option.name] != nil, !option.isRepeatable {
            throw context.error("option '\(option.spelling)' is given twice")
        }
        guard let value = option.value else {
            guard attached == nil else { throw context.error("option '\(spelling)' takes no value") }
            values[option.name] = [""]
            return
        }
        let text: String
        if let attached {
            text = attached
        } else if let next = words.first, !next.hasPrefix("-") || next == "-" || Self.isNumber(next) {
            text = next
            words.removeFirst()
        } else {
            let example = "\(option.spelling)=\(value.placeholder)"
            throw context.error("option '\(spelling)' needs a value: write '\(example)'")
        }
        try check(text, value.kind, for: option.spelling)
        values[option.name, default: []].append(text)
    }

    private func check(_ text: String, _ kind: ValueKind, for name: String) throws(UsageError) {
        let parts: [String]
        let allowed: [String]
        switch kind {
        case .text, .file, .folder: return
        case .oneOf(let names): (parts, allowed) = ([text], names)
        case .listOf(let names):
            parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            allowed = names
        }
        guard let wrong = parts.first(where: { !allowed.contains($0) }) else { return }
        let message = "invalid value '\(wrong)' for '\(name)': expected \(allowed.joined(separator: ", "))"
        throw context.error(message + CommandContext.suggestion(for: wrong, among: allowed))
    }

    private func checkOperandCount() throws(UsageError) {
        let command = context.command
        if operands.isEmpty, command.arguments.isEmpty, !command.subcommands.isEmpty {
            throw context.error("missing command: one of " + command.subcommands.map(\.name).joined(separator: ", "))
        }
        var remaining = operands.count
        for argument in command.arguments {
            if remaining < argument.minimumCount {
                let count = argument.minimumCount
                let need = count > 1 ? " (at least \(count) are needed)" : ""
                throw context.error("missing argument \(argument.name)" + need)
            }
            remaining -= min(remaining, 1)
        }
    }

    /// Whether a word is a negative number, which is a value although it begins with a dash.
    private static func isNumber(_ word: String) -> Bool {
        word.dropFirst().first?.isNumber == true && Double(word) != nil
    }
}
