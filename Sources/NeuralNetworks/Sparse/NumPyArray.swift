/// An array in NumPy's `.npy` format (NEP 1): little-endian numbers of 8 to 64 bits, in C or Fortran order.
public struct NumPyArray: Sendable, Hashable {
    public enum Elements: Sendable, Hashable {
        case integers([Int])
        case floats([Float])
        case doubles([Double])

        public var count: Int {
            switch self {
            case .integers(let elements): elements.count
            case .floats(let elements): elements.count
            case .doubles(let elements): elements.count
            }
        }
    }

    /// Length of every axis; empty for a single number.
    public var shape: [Int]
    /// The last axis runs fastest.
    public var elements: Elements

    /// - Precondition: as many elements as the shape has.
    public init(shape: [Int], elements: Elements) {
        precondition(shape.reduce(1, *) == elements.count, "as many elements as the shape has")
        self.shape = shape
        self.elements = elements
    }
}

/// What is wrong with a `.npy` file.
public struct NumPyError: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    init(_ description: String) { self.description = description }
}

// MARK: - Reading

extension NumPyArray {
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// Reads the bytes of a file.
    public init(npy bytes: [UInt8]) throws(NumPyError) {
        guard bytes.count >= 10, Array(bytes[..<6]) == Self.magic else {
            throw NumPyError("no .npy file: it does not begin with \\x93NUMPY")
        }
        let isLong = bytes[6] >= 2
        guard 1...3 ~= bytes[6], bytes.count >= (isLong ? 12 : 10) else {
            throw NumPyError("version \(bytes[6]) of the .npy format is not known")
        }
        let lengthBytes = bytes[8..<(isLong ? 12 : 10)]
        let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        let start = lengthBytes.endIndex + length
        guard start <= bytes.count else { throw NumPyError("the file ends in its header") }
        let header = String(decoding: bytes[lengthBytes.endIndex..<start], as: UTF8.self)
        let type = try Self.quoted("descr", in: header)
        let isFortran = try Self.text(after: "fortran_order", in: header).hasPrefix("True")
        let shape = try Self.shape(in: header)
        var count = 1
        for length in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            guard !overflow, product <= 1 << 40 else { throw NumPyError("the shape \(shape) is too large") }
            count = product
        }
        var elements = try Self.elements(bytes[start...], type: type, count: count)
        if isFortran, shape.count == 2 { elements = elements.transposed(rows: shape[0], columns: shape[1]) }
        guard !isFortran || shape.count <= 2 else {
            throw NumPyError("an array of \(shape.count) axes in Fortran order is not supported")
        }
        self.init(shape: shape, elements: elements)
    }

    private static func text(after key: String, in header: String) throws(NumPyError) -> Substring {
        for quote in ["'", "\""] {
            if let range = header.firstRange(of: quote + key + quote) {
                return header[range.upperBound...].drop { $0 == ":" || $0 == " " }
            }
        }
        throw NumPyError("the header has no \"\(key)\"")
    }

    private static func quoted(_ key: String, in header: String) throws(NumPyError) -> String {
        let text = try text(after: key, in: header)
        guard let quote = text.first, quote == "'" || quote == "\"" else {
            throw NumPyError("\"\(key)\" of the header is no simple type")
        }
        return String(text.dropFirst().prefix { $0 != quote })
    }

    private static func shape(in header: String) throws(NumPyError) -> [Int] {
        let text = try text(after: "shape", in: header)
        guard text.first == "(", let end = text.firstIndex(of: ")") else { throw NumPyError("the shape is malformed") }
        let parts = text[text.index(after: text.startIndex)..<end].split(separator: ",")
            .map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
        let shape = parts.compactMap { Int($0) }
        guard shape.count == parts.count, shape.allSatisfy({ $0 >= 0 }) else {
            throw NumPyError("the shape is malformed")
        }
        return shape
    }

    private static func elements(
        _ bytes: ArraySlice<UInt8>, type: String, count: Int
    ) throws(NumPyError) -> Elements {
        let widths = [
            "<f4": 4, "<f8": 8, "<i8": 8, "<i4": 4, "<i2": 2, "|i1": 1, "<u8": 8, "<u4": 4, "<u2": 2, "|u1": 1,
            "|b1": 1,
        ]
        guard let width = widths[type] else {
            throw NumPyError("elements of type \"\(type)\" are not supported; use float32, float64 or integers")
        }
        guard bytes.count == count * width else {
            throw NumPyError("\(bytes.count) bytes of data instead of \(count * width)")
        }
        func numbers<Number: BitwiseCopyable, Result>(_ type: Number.Type, _ convert: (Number) -> Result) -> [Result] {
            bytes.withUnsafeBytes { raw in
                (0..<count).map { convert(raw.loadUnaligned(fromByteOffset: $0 * width, as: type)) }
            }
        }
        return switch type {
        case "<f4": .floats(numbers(UInt32.self) { Float(bitPattern: UInt32(littleEndian: $0)) })
        case "<f8": .doubles(numbers(UInt64.self) { Double(bitPattern: UInt64(littleEndian: $0)) })
        case "<i8": .integers(numbers(Int64.self) { Int(Int64(littleEndian: $0)) })
        case "<i4": .integers(numbers(Int32.self) { Int(Int32(littleEndian: $0)) })
        case "<i2": .integers(numbers(Int16.self) { Int(Int16(littleEndian: $0)) })
        case "|i1": .integers(numbers(Int8.self) { Int($0) })
        case "<u8": .integers(numbers(UInt64.self) { Int(clamping: UInt64(littleEndian: $0)) })
        case "<u4": .integers(numbers(UInt32.self) { Int(UInt32(littleEndian: $0)) })
        case "<u2": .integers(numbers(UInt16.self) { Int(UInt16(littleEndian: $0)) })
        default: .integers(numbers(UInt8.self) { Int($0) })
        }
    }
}

extension NumPyArray.Elements {
    /// From columns one after the other to rows one after the other.
    fileprivate func transposed(rows: Int, columns: Int) -> Self {
        func transpose<Number>(_ elements: [Number]) -> [Number] {
            (0..<rows * columns).map { elements[$0 % columns * rows + $0 / columns] }
        }
        return switch self {
        case .integers(let elements): .integers(transpose(elements))
        case .floats(let elements): .floats(transpose(elements))
        case .doubles(let elements): .doubles(transpose(elements))
        }
    }
}

// MARK: - Writing

extension NumPyArray {
    /// The bytes of a file of version 1.0, in C order: `<i8`, `<f4` or `<f8`.
    public var npy: [UInt8] {
        let type =
            switch elements {
            case .integers: "<i8"
            case .floats: "<f4"
            case .doubles: "<f8"
            }
        let lengths = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var header = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': (\(lengths)), }".utf8)
        // The data begin at a multiple of 64.
        while (Self.magic.count + 4 + header.count + 1) % 64 != 0 { header.append(UInt8(ascii: " ")) }
        header.append(UInt8(ascii: "\n"))
        var bytes = Self.magic + [1, 0, UInt8(header.count & 0xff), UInt8(header.count >> 8)] + header
        switch elements {
        case .integers(let elements):
            for element in elements { Self.append(UInt64(bitPattern: Int64(element)), to: &bytes) }
        case .floats(let elements): for element in elements { Self.append(element.bitPattern, to: &bytes) }
        case .doubles(let elements): for element in elements { Self.append(element.bitPattern, to: &bytes) }
        }
        return bytes
    }

    private static func append(_ bits: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
