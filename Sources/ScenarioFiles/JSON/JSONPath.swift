/// The way to a value inside a JSON document, such as `cluster.workers[2].device`: keys separated by dots, indices
/// from 0 in brackets.
struct JSONPath {
    /// The steps from the root; at least one.
    var steps: [Step]

    /// One step down.
    enum Step {
        /// To the value under a key of an object.
        case key(String)
        /// To an element of an array, from 0.
        case index(Int)
    }

    /// Parses a path; nil if it is empty, has an empty key, or has brackets around anything but digits.
    init?(_ text: String) {
        steps = []
        var rest = text[...]
        while let first = rest.first {
            if first == "[" {
                rest.removeFirst()
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                rest = rest.dropFirst(digits.count)
                guard let index = Int(digits), rest.first == "]" else { return nil }
                rest.removeFirst()
                steps.append(.index(index))
            } else {
                if !steps.isEmpty {
                    guard first == "." else { return nil }
                    rest.removeFirst()
                }
                let key = rest.prefix { !".[]".contains($0) }
                rest = rest.dropFirst(key.count)
                if key.isEmpty { return nil }
                steps.append(.key(String(key)))
            }
        }
        // No document is deeper, and a path without bounds could make one too deep to walk.
        guard (1...JSONParser.nestingLimit).contains(steps.count) else { return nil }
    }

    /// The path one step further, as text. The path of the root is the empty text.
    ///
    /// A key that would be misread as several steps is written in brackets: `sweep["cluster.devices"]`.
    static func appending(_ step: Step, to path: String) -> String {
        switch step {
        case .index(let index):
            return "\(path)[\(index)]"
        case .key(let key):
            let isPlain = !key.isEmpty && key.allSatisfy { $0.isLetter || $0.isNumber || "_-$".contains($0) }
            if !isPlain { return "\(path)[\(quoted(key))]" }
            return path.isEmpty ? key : "\(path).\(key)"
        }
    }
}
