import ScenarioFiles

/// The fields of a journal line in the making: a JSON array.
struct JournalFieldWriter {
    private(set) var text = "["

    mutating func add(_ string: String?) {
        separate()
        if let string { text.appendJSONString(string) } else { text += "null" }
    }

    mutating func add(_ number: Int) {
        separate()
        text += String(number)
    }

    mutating func add(_ number: Double?) {
        separate()
        // The fewest digits that read back as the same number.
        text += number.map(\.description) ?? "null"
    }

    /// An array in the array, or nothing.
    mutating func add(_ fields: JournalFieldWriter?) {
        separate()
        text += fields?.closed ?? "null"
    }

    /// The whole array.
    var closed: String { text + "]" }

    private mutating func separate() {
        if text.utf8.count > 1 { text += "," }
    }
}

/// Takes one field of a journal line after the other.
///
/// Reads only what `JournalFieldWriter` writes, at a fraction of the cost of any JSON: results are made of hundreds of
/// thousands of lines. Whatever else it meets breaks it; fields are then empty.
struct JournalFieldReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var isFirst = true
    private var isBroken = false

    /// - Parameter bytes: from the opening bracket to the closing one.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
        open()
    }

    /// Whether nothing is left and all fields were as expected.
    mutating func isComplete() -> Bool {
        take("]")
        return !isBroken && position == bytes.endIndex
    }

    mutating func text() -> String { optionalText() ?? broken("") }

    /// `nil` for null.
    mutating func optionalText() -> String? {
        next()
        if takeNull() { return nil }
        let start = position
        take("\"")
        var hasEscapes = false
        while let byte, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                position += 1
            }
            position += 1
        }
        position = min(position, bytes.endIndex)
        take("\"")
        guard !isBroken else { return "" }
        if !hasEscapes { return String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self) }
        let source = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let node = try? JSONReader.parse(source, file: "journal"), case .string(let text) = node.value else {
            return broken("")
        }
        return text
    }

    mutating func int() -> Int {
        next()
        return Int(numeral()) ?? broken(0)
    }

    /// `nil` for null.
    mutating func number() -> Double? {
        next()
        if takeNull() { return nil }
        guard let number = Double(numeral()), number.isFinite else { return broken(0) }
        return number
    }

    /// The fields of an array in the array; `nil` for null.
    mutating func fields<Value>(_ read: (inout JournalFieldReader) -> Value) -> Value? {
        next()
        if takeNull() { return nil }
        open()
        let value = read(&self)
        take("]")
        return value
    }

    private var byte: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func open() {
        take("[")
        isFirst = true
    }

    private mutating func next() {
        if !isFirst { take(",") }
        isFirst = false
    }

    private mutating func take(_ character: Unicode.Scalar) {
        if byte == UInt8(ascii: character) { position += 1 } else { isBroken = true }
    }

    private mutating func takeNull() -> Bool {
        guard bytes[position...].starts(with: "null".utf8) else { return false }
        position += 4
        return true
    }

    /// Up to the next comma or bracket.
    private mutating func numeral() -> String {
        let start = position
        while let byte, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]") { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func broken<Value>(_ value: Value) -> Value {
        isBroken = true
        return value
    }
}
