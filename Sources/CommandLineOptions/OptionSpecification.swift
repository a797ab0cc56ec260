/// An option of a command: a flag, or a name with a value.
package struct OptionSpecification: Hashable, Sendable {
    /// The value of an option, for help and completion.
    package struct Value: Hashable, Sendable {
        /// What stands for the value in the help, in capitals, such as `FOLDER`.
        package var placeholder: String
        /// What it can be.
        package var kind: ValueKind
    }

    /// The long name without dashes.
    package var name: String
    /// The letter of the short form.
    package var shortName: Character?
    /// The value; `nil` for a flag.
    package var value: Value?
    /// What it does; a sentence or two.
    package var help: String
    /// The default as users would type it, for the help only.
    package var defaultText: String?
    /// Whether it may appear more than once.
    package var isRepeatable: Bool

    /// Creates an option that is there or not.
    package static func flag(_ name: String, short: Character? = nil, help: String) -> OptionSpecification {
        OptionSpecification(name: name, shortName: short, value: nil, help: help, defaultText: nil, isRepeatable: false)
    }

    /// Creates an option with a value.
    package static func value(
        _ name: String,
        short: Character? = nil,
        _ placeholder: String,
        _ kind: ValueKind = .text,
        help: String,
        defaultText: String? = nil,
        isRepeatable: Bool = false
    ) -> OptionSpecification {
        OptionSpecification(
            name: name,
            shortName: short,
            value: Value(placeholder: placeholder, kind: kind),
            help: help,
            defaultText: defaultText,
            isRepeatable: isRepeatable
        )
    }

    /// The long form with its dashes.
    var spelling: String { "--" + name }
}

/// Options that every command has.
enum BuiltInOptions {
    /// Prints the help of the command.
    static let help = OptionSpecification.flag("help", short: "h", help: "Show this help.")
    /// Prints the version of the program.
    static let version = OptionSpecification.flag("version", help: "Show the version.")
    /// Their names, which no other option may have.
    static let names = [help.name, version.name]
}
