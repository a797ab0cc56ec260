/// What is wrong with something the user gave us, where it stands, and what to write instead.
package struct InputError: Error, Sendable, Equatable {
    /// What went wrong, as far as a calling script cares.
    package enum Kind: Sendable {
        /// The input is not there or cannot be read.
        case missing
        /// The input is there and wrong.
        case invalid

        /// The exit code of the command line, after BSD's `sysexits.h`: `EX_NOINPUT` or `EX_DATAERR`.
        package var exitCode: Int32 {
            switch self {
            case .missing: 66
            case .invalid: 65
            }
        }
    }

    /// Whether the input is missing or invalid.
    package var kind: Kind

    /// The file, as the user named it; nil if the value came from elsewhere, such as the command line.
    package var file: String?

    /// The place in the file.
    package var location: SourceLocation?

    /// The key path of the value inside the document, such as `cluster.workers[2].device`.
    package var keyPath: String?

    /// What is wrong, where "found this, expected that" does not say it: "unknown key".
    package var problem: String?

    /// What stands there, in words, with quotes around literal text.
    package var found: String?

    /// What may stand there, in words.
    package var expected: String?

    /// The name that was probably meant, without quotes.
    package var suggestion: String?

    /// An error with what is known about it.
    package init(
        kind: Kind = .invalid,
        file: String? = nil,
        location: SourceLocation? = nil,
        keyPath: String? = nil,
        problem: String? = nil,
        found: String? = nil,
        expected: String? = nil,
        suggestion: String? = nil
    ) {
        self.kind = kind
        self.file = file
        self.location = location
        self.keyPath = keyPath
        self.problem = problem
        self.found = found
        self.expected = expected
        self.suggestion = suggestion
    }

    /// What is wrong and what to do about it, without the place:
    /// `found "reley", expected one of direct, relay; did you mean "relay"?`
    package var message: String {
        let comparison = [found.map { "found \($0)" }, expected.map { "expected \($0)" }]
            .compactMap(\.self).joined(separator: ", ")
        let separator = found == nil ? ", " : ": "
        let statement = [problem ?? "", comparison].filter { !$0.isEmpty }.joined(separator: separator)
        let clauses = [statement, suggestion.map { "did you mean \(quoted($0))?" } ?? ""]
        return clauses.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// The error as a JSON text of one line, `{"error":{"code":65,...}}`: keys sorted, null for what is not known.
    package var json: String {
        func node(_ text: String?) -> JSONNode { JSONNode(text.map { .string($0) } ?? .null) }
        func node(_ number: Int?) -> JSONNode { JSONNode(number.map { .number(JSONNumber($0)) } ?? .null) }
        let members = [
            JSONNode.Member(key: "code", value: node(Int(kind.exitCode))),
            JSONNode.Member(key: "file", value: node(file)),
            JSONNode.Member(key: "line", value: node(location?.line)),
            JSONNode.Member(key: "column", value: node(location?.column)),
            JSONNode.Member(key: "path", value: node(keyPath)),
            JSONNode.Member(key: "message", value: node(message)),
        ]
        return JSONNode(.object([.init(key: "error", value: JSONNode(.object(members)))])).canonicalText
    }
}

extension InputError: CustomStringConvertible {
    /// Place, key path and message in one line, the place in the form that editors and terminals turn into a link:
    /// `Scenarios/x.json:12:15: cluster.wireless.delivery: found ...`
    package var description: String {
        var place = file
        if let location {
            place = [file, "\(location.line)", "\(location.column)"].compactMap(\.self).joined(separator: ":")
        }
        return [place, keyPath, message].compactMap(\.self).joined(separator: ": ")
    }
}

extension InputError {
    /// Whether a value is wrong whatever stands beside it, such as a name that does not exist; else it does not go with
    /// other values, such as more devices than there are.
    package var isAboutOneValue: Bool {
        guard let problem, kind == .invalid else { return true }
        let words = ["unknown key", "missing key", "malformed path", "cannot set"]
        return words.contains { problem.hasPrefix($0) }
    }

    /// Key path and message without the place, for texts that are the same wherever the file lies.
    package var placeless: String { [keyPath, message].compactMap(\.self).joined(separator: ": ") }
}
