import NeuralNetworks
import Testing

@Suite struct NumPyArrayTests {
    /// A file as NumPy writes it.
    private func file(_ header: String, data: [UInt8], version: UInt8 = 1) -> [UInt8] {
        let text = Array(header.utf8)
        let length: [UInt8] =
            version == 1
            ? [UInt8(text.count & 0xff), UInt8(text.count >> 8)]
            : [UInt8(text.count & 0xff), UInt8(text.count >> 8), 0, 0]
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + data
    }

    @Test(arguments: [
        NumPyArray(shape: [3], elements: .integers([1, -2, 1 << 40])),
        NumPyArray(shape: [2, 3], elements: .floats([0.5, -1, 3, 4, 5, 1e-30])),
        NumPyArray(shape: [1, 2], elements: .doubles([0.1, .infinity])), NumPyArray(shape: [0], elements: .floats([])),
        NumPyArray(shape: [], elements: .doubles([7])),
    ])
    func writtenArraysReadBack(array: NumPyArray) throws {
        let bytes = array.npy
        #expect(try NumPyArray(npy: bytes) == array)
        // The data start at a multiple of 64 (NEP 1 asks for 16 at least).
        let width = if case .floats = array.elements { 4 } else { 8 }
        #expect((bytes.count - array.elements.count * width) % 64 == 0)
    }

    @Test func integersOfAllWidthsAreRead() throws {
        for (type, data) in [("<i4", [254, 255, 255, 255]), ("<i2", [254, 255]), ("|i1", [254])] as [(String, [UInt8])]
        {
            let bytes = file("{'descr': '\(type)', 'fortran_order': False, 'shape': (1,), }\n", data: data)
            #expect(try NumPyArray(npy: bytes).elements == .integers([-2]))
        }
        for (type, data) in [("<u4", [254, 0, 0, 0]), ("<u2", [254, 0]), ("|u1", [254])] as [(String, [UInt8])] {
            let bytes = file("{'descr': '\(type)', 'fortran_order': False, 'shape': (1,), }\n", data: data, version: 2)
            #expect(try NumPyArray(npy: bytes).elements == .integers([254]))
        }
    }

    @Test func fortranOrderIsTurned() throws {
        // The columns (1, 2) and (3, 4) of [[1, 3], [2, 4]].
        let bytes = file("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2), }\n", data: [1, 2, 3, 4])
        #expect(try NumPyArray(npy: bytes).elements == .integers([1, 3, 2, 4]))
    }

    @Test(arguments: [
        ("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "elements of type \">f4\" are not supported"),
        ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "is no simple type"),
        ("{'descr': '<f4', 'fortran_order': False, }", "the header has no \"shape\""),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "4 bytes of data instead of 8"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "the shape is malformed"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999), }", "is too large"),
    ])
    func malformedHeadersAreExplained(header: String, part: String) {
        let error = #expect(throws: NumPyError.self) { try NumPyArray(npy: file(header, data: [0, 0, 0, 0])) }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }

    @Test func otherBytesAreNoArray() {
        for bytes in [[], Array("%%MatrixMarket matrix".utf8), Array([0x93] + Array("NUMPY".utf8) + [9, 0, 0, 0])] {
            #expect(throws: NumPyError.self) { try NumPyArray(npy: bytes) }
        }
    }
}
