/// A command that was selected, with its arguments and options.
///
/// Asking for an argument or option that the command does not declare is an error of the programmer.
package struct ParsedCommand: Hashable, Sendable {
    /// The words that select the command, beginning with the program.
    package let path: [String]
    /// The specification of the command.
    package let specification: CommandSpecification
    /// The operands in the order of the command line.
    package let operands: [String]
    /// The options that the command accepts, its own and those of the commands above.
    let acceptedOptions: [OptionSpecification]
    /// The values of each option in the order of the command line, by its long name; flags have empty values.
    let values: [String: [String]]

    /// The words after the program, such as `validate conv`.
    package var name: String { path.dropFirst().joined(separator: " ") }

    /// The operands that belong to an argument: one at most, unless it is variadic.
    package func arguments(_ name: String) -> [String] {
        guard let index = specification.arguments.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("'\(self.name)' declares no argument '\(name)'")
        }
        let rest = operands.dropFirst(index)
        return specification.arguments[index].isVariadic ? Array(rest) : Array(rest.prefix(1))
    }

    /// The operand that belongs to an argument, or `nil` if it is left out.
    package func argument(_ name: String) -> String? {
        arguments(name).first
    }

    /// Whether a flag is given.
    package func flag(_ name: String) -> Bool {
        precondition(option(name).value == nil, "'--\(name)' is no flag")
        return values[name] != nil
    }

    /// The values of an option in the order of the command line.
    package func strings(_ name: String) -> [String] {
        precondition(option(name).value != nil, "'--\(name)' is a flag")
        return values[name] ?? []
    }

    /// The last value of an option, or `nil` if it is not given.
    package func string(_ name: String) -> String? {
        strings(name).last
    }

    /// The value of an option as a whole number, or `nil` if it is not given.
    package func int(_ name: String, in range: ClosedRange<Int> = .min ... .max) throws(UsageError) -> Int? {
        guard let text = string(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw invalidValue(of: name, expected: "a whole number" + Self.words(for: range))
        }
        return number
    }

    /// The value of an option as whole numbers separated by commas, such as `4,3,2,1`, or `nil` if it is not given.
    package func ints(_ name: String, in range: ClosedRange<Int> = .min ... .max) throws(UsageError) -> [Int]? {
        guard let text = string(name) else { return nil }
        var numbers: [Int] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = Int(part), range.contains(number) else {
                let expected = "whole numbers" + Self.words(for: range) + " separated by commas, such as 4,3,2,1"
                throw invalidValue(of: name, expected: expected)
            }
            numbers.append(number)
        }
        return numbers
    }

    /// An error about the last value of an option, for checks that only its reader can do.
    package func invalidValue(of name: String, expected: String) -> UsageError {
        error("invalid value '\(string(name) ?? "")' for '--\(name)': expected \(expected)")
    }

    /// An error about this command, with the hint to its help.
    package func error(_ message: String) -> UsageError {
        UsageError(message, commandPath: path)
    }

    private func option(_ name: String) -> OptionSpecification {
        guard let option = acceptedOptions.first(where: { $0.name == name }) else {
            preconditionFailure("'\(self.name)' declares no option '--\(name)'")
        }
        return option
    }

    private static func words(for range: ClosedRange<Int>) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (.min, .max): ""
        case (let least, .max): " of at least \(least)"
        case (.min, let greatest): " of at most \(greatest)"
        case (let least, let greatest): " from \(least) to \(greatest)"
        }
    }
}

extension ParsedCommand {
    /// Whether the command declares an option.
    package func accepts(_ name: String) -> Bool { acceptedOptions.contains { $0.name == name } }
}

extension ParsedCommand {
    /// The end of a message with the name that was probably meant; empty if none is near.
    package func suggestion(for word: String, among names: [String]) -> String {
        CommandContext.suggestion(for: word, among: names)
    }
}
