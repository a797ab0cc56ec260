/// An operand of a command.
package struct ArgumentSpecification: Hashable, Sendable {
    /// How often the argument may appear.
    package enum Arity: Hashable, Sendable {
        /// Once.
        case required
        /// Once or not at all.
        case optional
        /// Any number, from the given one.
        case variadic(minimum: Int)
    }

    /// The placeholder in capitals, such as `SCENARIO`.
    package var name: String
    /// What it is; a sentence or two.
    package var help: String
    /// How often it may appear.
    package var arity: Arity
    /// What it can be.
    package var kind: ValueKind

    /// Creates an argument.
    package init(_ name: String, help: String, arity: Arity = .required, kind: ValueKind = .text) {
        self.name = name
        self.help = help
        self.arity = arity
        self.kind = kind
    }

    /// Whether it may appear more than once.
    var isVariadic: Bool {
        if case .variadic = arity { true } else { false }
    }

    /// Whether it may not be left out.
    var isRequired: Bool { minimumCount > 0 }

    /// How often it appears at least.
    var minimumCount: Int {
        switch arity {
        case .required: 1
        case .optional: 0
        case .variadic(let minimum): minimum
        }
    }
}
