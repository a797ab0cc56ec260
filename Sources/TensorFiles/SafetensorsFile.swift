public import Foundation

/// Named float32 tensors of a safetensors file: eight bytes of header length, a JSON header, the elements.
///
/// The format: https://github.com/huggingface/safetensors#format
public struct SafetensorsFile: Sendable {
    private struct Entry: Sendable {
        var type: String
        var shape: [Int]
        var bytes: Range<Int>
    }

    private let data: Data
    private let entries: [String: Entry]

    /// In alphabetical order.
    public var names: [String] { entries.keys.sorted() }

    /// Reads a file's bytes; every tensor's place is checked, no element read yet.
    public init(_ data: Data) throws(TensorFileError) {
        let data = data.startIndex == 0 ? data : Data(data)
        guard data.count >= 8 else { throw .notATensorFile("safetensors") }
        let length = data[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // The format's own limit of the header.
        guard length <= 100_000_000 else { throw .notATensorFile("safetensors") }
        let start = 8 + Int(length)
        guard data.count >= start else { throw .truncated(found: data.count, needed: start) }
        guard let header = (try? JSONSerialization.jsonObject(with: data[8..<start])) as? [String: Any] else {
            throw .header("no JSON object")
        }
        var entries: [String: Entry] = [:]
        for name in header.keys.sorted() where name != "__metadata__" {
            guard let fields = header[name] as? [String: Any], let type = fields["dtype"] as? String,
                let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int],
                offsets.count == 2, shape.allSatisfy({ $0 >= 0 }), offsets[0] >= 0, offsets[0] <= offsets[1]
            else { throw .header("the entry of \"\(name)\" has no dtype, shape and data_offsets") }
            guard offsets[1] <= data.count - start else {
                throw .truncated(found: data.count, needed: start + offsets[1])
            }
            var byteCount = 4
            for extent in shape {
                let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
                if overflow { throw .header("the shape of \"\(name)\" is too large") }
                byteCount = product
            }
            if type == "F32" && byteCount != offsets[1] - offsets[0] {
                throw .header("\"\(name)\" has \(offsets[1] - offsets[0]) bytes for the shape \(shape)")
            }
            entries[name] = Entry(type: type, shape: shape, bytes: start + offsets[0]..<start + offsets[1])
        }
        self.data = data
        self.entries = entries
    }

    /// Reads a file.
    public init(contentsOf url: URL) throws(TensorFileError) { try self.init(try Data(tensorFile: url)) }

    /// The elements of a tensor, the last axis running fastest.
    ///
    /// - Throws: `TensorFileError` when there is none of that name or it is not float32.
    public func tensor(named name: String) throws(TensorFileError) -> (shape: [Int], elements: [Float]) {
        guard let entry = entries[name] else { throw .missingTensor(name: name, present: names) }
        guard entry.type == "F32" else { throw .elementType(found: entry.type, allowed: "F32") }
        let elements = [Float](unsafeUninitializedCapacity: entry.bytes.count / 4) { target, count in
            data.withUnsafeBytes { raw in
                for index in 0..<entry.bytes.count / 4 {
                    let bits = raw.loadUnaligned(fromByteOffset: entry.bytes.lowerBound + 4 * index, as: UInt32.self)
                    target.initializeElement(at: index, to: Float(bitPattern: UInt32(littleEndian: bits)))
                }
            }
            count = entry.bytes.count / 4
        }
        return (entry.shape, elements)
    }
}
