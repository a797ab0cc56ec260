// The words in which errors speak of values, names and ranges.

/// A text as it is shown in an error: in double quotes, escaped, and cut if it is long.
func quoted(_ text: String) -> String {
    let limit = 40
    var shown = ""
    shown.appendJSONString(text.count > limit ? text.prefix(limit - 1) + "…" : text)
    return shown
}

/// The names to choose from: "one of relay, direct"; the name alone if there is only one.
func oneOf(_ names: [String]) -> String {
    switch names.count {
    case 0: "nothing"
    case 1: names[0]
    default: "one of " + names.joined(separator: ", ")
    }
}

/// "an integer from 1 to 64"; a bound at the end of `Int` is no bound.
func integer(in range: ClosedRange<Int>) -> String {
    bounded(
        "an integer",
        from: range.lowerBound == .min ? nil : "\(range.lowerBound)",
        to: range.upperBound == .max ? nil : "\(range.upperBound)"
    )
}

/// "a number from 0 to 1"; an infinite or greatest finite bound is no bound, and the least number above 0 stands for
/// everything above 0.
func number(in range: ClosedRange<Double>) -> String {
    let upper = range.upperBound < .greatestFiniteMagnitude ? JSONNumber(range.upperBound).canonicalText : nil
    if range.lowerBound == .leastNonzeroMagnitude {
        return bounded("a number above 0", from: nil, to: upper, and: " and ")
    }
    let lower = range.lowerBound > -.greatestFiniteMagnitude ? JSONNumber(range.lowerBound).canonicalText : nil
    return bounded("a number", from: lower, to: upper)
}

private func bounded(_ noun: String, from lower: String?, to upper: String?, and conjunction: String = " of ") -> String
{
    switch (lower, upper) {
    case (let lower?, let upper?): "\(noun) from \(lower) to \(upper)"
    case (let lower?, nil): "\(noun)\(conjunction)at least \(lower)"
    case (nil, let upper?): "\(noun)\(conjunction)at most \(upper)"
    case (nil, nil): noun
    }
}

extension JSONNode {
    /// The kind of the value and, if it is short, the value: "the number 3", "an array of 2 elements".
    var briefDescription: String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): "the number \(number.text.prefix(40))"
        case .string(let string): "the string \(quoted(string))"
        case .array(let elements) where elements.isEmpty: "an empty array"
        case .array(let elements): "an array of \(elements.count) element\(elements.count == 1 ? "" : "s")"
        case .object(let members): members.isEmpty ? "an empty object" : "an object"
        }
    }
}
