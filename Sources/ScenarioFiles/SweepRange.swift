import Foundation

/// Values of an axis in short: `1..8`, `0..0.5+0.1`, `1..64*2`, `5..40*2 Mbit/s`.
///
/// Both ends belong to the range; a step that does not hit the upper one stops below it. Computed in decimal, so that
/// 0 to 0.5 by 0.1 has 0.3 and not 0.30000000000000004.
enum SweepRange {
    /// What a range looks like, for JSON Schema.
    static let pattern = #"-?[0-9]+(\.[0-9]+)?\.\.-?[0-9]+(\.[0-9]+)?([+*][0-9]+(\.[0-9]+)?)?( ?[A-Za-z\u00B5/]+)?"#

    /// The values are held in memory.
    static let countLimit = 1_000_000

    /// The values; `nil` if the text is no range, an error in words if it is one without sense.
    static func values(_ text: String) -> Result<[JSONNode], SweepRangeError>? {
        guard let parts = parts(of: text) else { return nil }
        guard parts.first <= parts.last else {
            return .failure(.init("a range upwards, such as 1..8"))
        }
        var values: [JSONNode] = []
        var current = parts.first
        switch parts.step {
        case .addition(let step):
            guard step > 0 else { return .failure(.init("a step above 0")) }
            while current <= parts.last, values.count <= countLimit {
                values.append(node(current, unit: parts.unit))
                current += step
            }
        case .multiplication(let factor):
            guard factor > 1, parts.first > 0 else {
                return .failure(.init("a start above 0 and a factor above 1, such as 1..64*2"))
            }
            while current <= parts.last, values.count <= countLimit {
                values.append(node(current, unit: parts.unit))
                current *= factor
            }
        }
        guard values.count <= countLimit else { return .failure(.init("at most \(countLimit) values")) }
        return .success(values)
    }

    private enum Step {
        case addition(Decimal)
        case multiplication(Decimal)
    }

    private static func parts(of text: String) -> (first: Decimal, last: Decimal, step: Step, unit: String)? {
        guard let dots = text.range(of: "..") else { return nil }
        guard let first = decimal(text[..<dots.lowerBound]) else { return nil }
        let rest = text[dots.upperBound...]
        // The unit is what follows the last digit.
        guard let digit = rest.lastIndex(where: { $0.isASCII && $0.isNumber }) else { return nil }
        let unit = rest[rest.index(after: digit)...]
        let bare = unit.first == " " ? unit.dropFirst() : unit
        guard unit.isEmpty || !bare.isEmpty && bare.allSatisfy({ $0.isLetter || $0 == "/" }) else { return nil }
        let numbers = rest[...digit]
        guard let sign = numbers.firstIndex(where: { $0 == "+" || $0 == "*" }) else {
            guard let last = decimal(numbers) else { return nil }
            return (first, last, .addition(1), String(unit))
        }
        guard let last = decimal(numbers[..<sign]), let step = decimal(numbers[numbers.index(after: sign)...]),
            step.sign == .plus
        else { return nil }
        return (first, last, numbers[sign] == "+" ? .addition(step) : .multiplication(step), String(unit))
    }

    /// A plain decimal number: no exponent, digits on both sides of a point, 18 characters at most.
    private static func decimal(_ text: Substring) -> Decimal? {
        let digits = text.first == "-" ? text.dropFirst() : text
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard text.count <= 18, parts.count <= 2,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else { return nil }
        return Decimal(string: String(text), locale: Locale(identifier: "en_US_POSIX"))
    }

    private static func node(_ value: Decimal, unit: String) -> JSONNode {
        let text = value.description
        return unit.isEmpty ? JSONNode(.number(JSONNumber(text: text)!)) : JSONNode(.string(text + unit))
    }
}

/// What a range should have been.
struct SweepRangeError: Error {
    var expected: String
    init(_ expected: String) { self.expected = expected }
}

/// The values of an axis as they are typed on a command line: `1..8`, `bodp,grid-2d`, `1..4,8,16`, `["a, b", "c"]`.
enum SweepValues {
    static func values(_ text: String) -> Result<[JSONNode], SweepRangeError> {
        if let node = try? JSONReader.parse(text, file: "command line"), case .array(let elements) = node.value {
            return .success(elements.map(\.withoutLocations))
        }
        var values: [JSONNode] = []
        for item in items(text) {
            guard let range = SweepRange.values(item) else {
                values.append(JSONNode(commandLine: item))
                continue
            }
            switch range {
            case .success(let more): values += more
            case .failure(let error): return .failure(error)
            }
        }
        return .success(values)
    }

    /// Parts between commas that stand in no brackets, braces or quotes.
    private static func items(_ text: String) -> [String] {
        var items = [""]
        var depth = 0
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == ",", depth == 0, !isQuoted {
                items.append("")
                continue
            }
            items[items.count - 1].append(character)
            if isQuoted {
                if character == "\"" && !isEscaped { isQuoted = false }
                isEscaped = character == "\\" && !isEscaped
            } else {
                switch character {
                case "\"": isQuoted = true
                case "[", "{": depth += 1
                case "]", "}": depth -= 1
                default: break
                }
            }
        }
        return items
    }
}
