public import Foundation

/// An array of NumPy's NPY format, versions 1.0 and 2.0: little-endian float32, int32 or int64 in C order.
///
/// The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
public struct NumPyArray: Sendable, Equatable {
    public enum Elements: Sendable, Equatable {
        case float32([Float])
        case int32([Int32])
        case int64([Int64])
    }

    public let extents: [Int]
    public let elements: Elements

    private static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
    private static let types = "<f4, <i4 and <i8"

    /// - Precondition: as many elements as the extents' product.
    public init(extents: [Int], elements: Elements) {
        let count =
            switch elements {
            case .float32(let values): values.count
            case .int32(let values): values.count
            case .int64(let values): values.count
            }
        precondition(count == extents.reduce(1, *), "\(count) elements for extents \(extents)")
        self.extents = extents
        self.elements = elements
    }

    /// Reads a file's bytes.
    public init(npy data: Data) throws(TensorFileError) {
        let bytes = [UInt8](data)
        guard bytes.count >= 10, Array(bytes[..<6]) == Self.magic else { throw .notATensorFile("NPY") }
        let (major, minor) = (Int(bytes[6]), Int(bytes[7]))
        guard major == 1 || major == 2, minor == 0 else { throw .version(major: major, minor: minor) }
        let lengthBytes = major == 1 ? 2 : 4
        let start = 8 + lengthBytes
        guard bytes.count >= start else { throw .truncated(found: bytes.count, needed: start) }
        let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count - start >= length else { throw .truncated(found: bytes.count, needed: start + length) }
        let header = try NumPyHeader(String(decoding: bytes[start..<start + length], as: UTF8.self))
        if header.isFortranOrder && header.extents.count > 1 { throw .fortranOrder }

        let elementSize: Int
        switch header.elementType {
        case "<f4", "<i4": elementSize = 4
        case "<i8": elementSize = 8
        default: throw .elementType(found: header.elementType, allowed: Self.types)
        }
        var byteCount = elementSize
        for extent in header.extents {
            let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
            if overflow { throw .header("the shape \(header.extents) is too large") }
            byteCount = product
        }
        let available = bytes.count - start - length
        if available < byteCount { throw .truncated(found: bytes.count, needed: start + length + byteCount) }
        if available > byteCount { throw .trailingBytes(available - byteCount) }
        extents = header.extents
        elements = bytes.withUnsafeBytes { raw in
            let base = UnsafeRawBufferPointer(rebasing: raw[(start + length)...])
            func values<T: FixedWidthInteger>(_ type: T.Type) -> [T] {
                (0..<byteCount / MemoryLayout<T>.size).map {
                    T(littleEndian: base.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.size, as: T.self))
                }
            }
            switch header.elementType {
            case "<f4": return .float32(values(UInt32.self).map(Float.init(bitPattern:)))
            case "<i4": return .int32(values(Int32.self))
            default: return .int64(values(Int64.self))
            }
        }
    }

    /// Reads a file.
    public init(contentsOf url: URL) throws(TensorFileError) {
        try self.init(npy: try Data(tensorFile: url))
    }

    /// The bytes of a file, version 1.0 or, with a very long header, 2.0.
    public var npy: Data {
        var payload: [UInt8] = []
        let type: String
        func append<T: FixedWidthInteger>(_ values: some Sequence<T>) {
            for value in values { withUnsafeBytes(of: value.littleEndian) { payload.append(contentsOf: $0) } }
        }
        switch elements {
        case .float32(let values):
            type = "<f4"
            append(values.lazy.map(\.bitPattern))
        case .int32(let values):
            type = "<i4"
            append(values)
        case .int64(let values):
            type = "<i8"
            append(values)
        }
        let shape = extents.map { "\($0)" }.joined(separator: ", ") + (extents.count == 1 ? "," : "")
        var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }"
        // The elements start at a multiple of 64 bytes; the header ends with a line feed.
        let lengthBytes = header.utf8.count + 74 < 1 << 16 ? 2 : 4
        let used = 8 + lengthBytes + header.utf8.count + 1
        header += String(repeating: " ", count: (64 - used % 64) % 64) + "\n"
        var bytes = Self.magic + [lengthBytes == 2 ? 1 : 2, 0]
        for index in 0..<lengthBytes { bytes.append(UInt8(truncatingIfNeeded: header.utf8.count >> (8 * index))) }
        return Data(bytes + Array(header.utf8) + payload)
    }
}

extension Tensor {
    /// Reads an NPY file of float32 elements.
    public init(npy url: URL) throws(TensorFileError) {
        let array = try NumPyArray(contentsOf: url)
        guard case .float32(let values) = array.elements else {
            throw .elementType(found: "integer", allowed: "<f4")
        }
        self.init(extents: array.extents, values: values)
    }

    /// As an NPY file.
    public var npy: Data { NumPyArray(extents: extents, elements: .float32(values)).npy }
}

extension Data {
    init(tensorFile url: URL) throws(TensorFileError) {
        do {
            self = try Data(contentsOf: url)
        } catch {
            throw .unreadable(path: url.path, reason: error.localizedDescription)
        }
    }
}
