public import Foundation

/// An array in NumPy's NPY format, versions 1.0 to 3.0: little-endian numbers of 8 to 64 bits, in C or Fortran order.
///
/// The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
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
    public let shape: [Int]
    /// The last axis runs fastest.
    public let elements: Elements

    /// - Precondition: as many elements as the shape has.
    public init(shape: [Int], elements: Elements) {
        precondition(shape.reduce(1, *) == elements.count, "\(elements.count) elements for the shape \(shape)")
        self.shape = shape
        self.elements = elements
    }

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
}

// MARK: - Reading

extension NumPyArray {
    /// Types of elements by their names in the header, with their sizes in bytes.
    private static let sizes = [
        "<f4": 4, "<f8": 8, "<i8": 8, "<i4": 4, "<i2": 2, "|i1": 1, "<u8": 8, "<u4": 4, "<u2": 2, "|u1": 1, "|b1": 1,
    ]

    /// Reads a file's bytes.
    public init(npy bytes: [UInt8]) throws(TensorFileError) {
        guard bytes.count >= 10, Array(bytes[..<6]) == Self.magic else { throw .notATensorFile("NPY") }
        let (major, minor) = (Int(bytes[6]), Int(bytes[7]))
        guard 1...3 ~= major, minor == 0 else { throw .version(major: major, minor: minor) }
        let lengthEnd = major == 1 ? 10 : 12
        guard bytes.count >= lengthEnd else { throw .truncated(found: bytes.count, needed: lengthEnd) }
        let start = lengthEnd + bytes[8..<lengthEnd].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= start else { throw .truncated(found: bytes.count, needed: start) }
        let header = try NumPyHeader(String(decoding: bytes[lengthEnd..<start], as: UTF8.self))
        guard let size = Self.sizes[header.elementType] else {
            throw .elementType(found: header.elementType, allowed: "little-endian float32, float64 or integers")
        }
        var byteCount = size
        for length in header.shape {
            let (product, overflow) = byteCount.multipliedReportingOverflow(by: length)
            guard !overflow, product <= 1 << 43 else { throw .header("the shape \(header.shape) is too large") }
            byteCount = product
        }
        let found = bytes.count - start
        guard found >= byteCount else { throw .truncated(found: bytes.count, needed: start + byteCount) }
        guard found == byteCount else { throw .trailingBytes(found - byteCount) }
        var elements = Self.elements(bytes[start...], type: header.elementType, count: byteCount / size)
        if header.isFortranOrder && header.shape.count > 1 { elements = elements.inCOrder(header.shape) }
        self.init(shape: header.shape, elements: elements)
    }

    /// Reads a file.
    public init(contentsOf url: URL) throws(TensorFileError) {
        try self.init(npy: [UInt8](try Data(tensorFile: url)))
    }

    private static func elements(_ bytes: ArraySlice<UInt8>, type: String, count: Int) -> Elements {
        func numbers<Number: FixedWidthInteger & BitwiseCopyable, Result>(
            _ type: Number.Type, _ convert: (Number) -> Result
        ) -> [Result] {
            bytes.withUnsafeBytes { raw in
                (0..<count).map { index in
                    let bits = raw.loadUnaligned(fromByteOffset: index * MemoryLayout<Number>.size, as: type)
                    return convert(Number(littleEndian: bits))
                }
            }
        }
        return switch type {
        case "<f4": .floats(numbers(UInt32.self, Float.init(bitPattern:)))
        case "<f8": .doubles(numbers(UInt64.self, Double.init(bitPattern:)))
        case "<i8": .integers(numbers(Int64.self) { Int($0) })
        case "<i4": .integers(numbers(Int32.self) { Int($0) })
        case "<i2": .integers(numbers(Int16.self) { Int($0) })
        case "|i1": .integers(numbers(Int8.self) { Int($0) })
        case "<u8": .integers(numbers(UInt64.self) { Int(clamping: $0) })
        case "<u4": .integers(numbers(UInt32.self) { Int($0) })
        case "<u2": .integers(numbers(UInt16.self) { Int($0) })
        default: .integers(numbers(UInt8.self) { Int($0) })
        }
    }
}

extension NumPyArray.Elements {
    /// From the order in which the first axis runs fastest to the one in which the last does.
    fileprivate func inCOrder(_ shape: [Int]) -> Self {
        // In C order, the distance between neighbours of an axis as they lie in the file.
        let strides = shape.indices.map { shape[..<$0].reduce(1, *) }
        var place = 0
        var index = [Int](repeating: 0, count: shape.count)
        var places: [Int] = []
        places.reserveCapacity(count)
        for _ in 0..<count {
            places.append(place)
            for axis in shape.indices.reversed() {
                index[axis] += 1
                place += strides[axis]
                if index[axis] < shape[axis] { break }
                place -= strides[axis] * shape[axis]
                index[axis] = 0
            }
        }
        return switch self {
        case .integers(let elements): .integers(places.map { elements[$0] })
        case .floats(let elements): .floats(places.map { elements[$0] })
        case .doubles(let elements): .doubles(places.map { elements[$0] })
        }
    }
}

// MARK: - Writing

extension NumPyArray {
    /// The bytes of a file in C order, `<i8`, `<f4` or `<f8`; version 1.0 or, with a very long header, 2.0.
    public var npy: [UInt8] {
        let type =
            switch elements {
            case .integers: "<i8"
            case .floats: "<f4"
            case .doubles: "<f8"
            }
        let lengths = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(lengths)), }"
        // The elements start at a multiple of 64 bytes; the header ends with a line feed.
        let lengthBytes = header.utf8.count + 74 < 1 << 16 ? 2 : 4
        let used = 8 + lengthBytes + header.utf8.count + 1
        header += String(repeating: " ", count: (64 - used % 64) % 64) + "\n"
        var bytes = Self.magic + [lengthBytes == 2 ? 1 : 2, 0]
        for index in 0..<lengthBytes { bytes.append(UInt8(truncatingIfNeeded: header.utf8.count >> (8 * index))) }
        bytes += Array(header.utf8)
        switch elements {
        case .integers(let elements): for element in elements { Self.append(Int64(element), to: &bytes) }
        case .floats(let elements): for element in elements { Self.append(element.bitPattern, to: &bytes) }
        case .doubles(let elements): for element in elements { Self.append(element.bitPattern, to: &bytes) }
        }
        return bytes
    }

    private static func append(_ bits: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

extension Data {
    /// - Throws: `TensorFileError.unreadable` when there is no such file or it cannot be read.
    init(tensorFile url: URL) throws(TensorFileError) {
        do {
            self = try Data(contentsOf: url, options: .mappedIfSafe)
        } catch {
            throw .unreadable(path: url.path, reason: error.localizedDescription)
        }
    }
}
