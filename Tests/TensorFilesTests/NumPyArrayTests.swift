import Foundation
import Testing

@testable import TensorFiles

@Suite struct NumPyArrayTests {
    /// A file as NumPy writes it.
    private func file(_ header: String, data: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
        let text = Array(header.utf8)
        let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + data
    }

    private func header(_ type: String, fortran: Bool = false, _ shape: String) -> String {
        "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }\n"
    }

    private func error(_ bytes: [UInt8]) -> TensorFileError? {
        do {
            _ = try NumPyArray(npy: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        NumPyArray(shape: [3], elements: .integers([1, -2, 1 << 40])),
        NumPyArray(shape: [2, 3], elements: .floats([0.5, -1, 3, 4, 5, 1e-30])),
        NumPyArray(shape: [1, 2], elements: .doubles([0.1, .infinity])), NumPyArray(shape: [0], elements: .floats([])),
        NumPyArray(shape: [], elements: .doubles([7])),
        NumPyArray(shape: [4, 1, 2, 3], elements: .floats((0..<24).map { Float($0) })),
    ])
    func writtenArraysReadBack(array: NumPyArray) throws {
        let bytes = array.npy
        #expect(try NumPyArray(npy: bytes) == array)
        // The data start at a multiple of 64 (NEP 1 asks for 16 at least).
        let width = if case .floats = array.elements { 4 } else { 8 }
        #expect((bytes.count - array.elements.count * width) % 64 == 0)
    }

    @Test func everyBitIsKept() throws {
        let values: [Float] = [.infinity, -.infinity, -0.0, .leastNonzeroMagnitude, Float(bitPattern: 0x7FC0_1234)]
        guard
            case .floats(let read) = try NumPyArray(npy: NumPyArray(shape: [5], elements: .floats(values)).npy).elements
        else {
            Issue.record("not float32")
            return
        }
        #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
    }

    @Test func integersOfAllWidthsAreRead() throws {
        for (type, data) in [("<i4", [254, 255, 255, 255]), ("<i2", [254, 255]), ("|i1", [254])] as [(String, [UInt8])]
        {
            #expect(try NumPyArray(npy: file(header(type, "(1,)"), data: data)).elements == .integers([-2]))
        }
        for (type, data) in [("<u4", [254, 0, 0, 0]), ("<u2", [254, 0]), ("|u1", [254])] as [(String, [UInt8])] {
            for version in [2, 3] as [UInt8] {
                let bytes = file(header(type, "(1,)"), data: data, version: version)
                #expect(try NumPyArray(npy: bytes).elements == .integers([254]))
            }
        }
    }

    @Test func fortranOrderIsTurned() throws {
        // The columns (1, 2) and (3, 4) of [[1, 3], [2, 4]].
        let matrix = file(header("|u1", fortran: true, "(2, 2)"), data: [1, 2, 3, 4])
        #expect(try NumPyArray(npy: matrix).elements == .integers([1, 3, 2, 4]))
        // Element [i, j, k] of 2 x 3 x 2 lies at i + 2 j + 6 k in the file.
        let cube = file(header("|u1", fortran: true, "(2, 3, 2)"), data: Array(0..<12))
        let expected = (0..<2).flatMap { i in (0..<3).flatMap { j in (0..<2).map { k in i + 2 * j + 6 * k } } }
        #expect(try NumPyArray(npy: cube).elements == .integers(expected))
        let empty = file(header("|u1", fortran: true, "(0, 3)"))
        #expect(try NumPyArray(npy: empty).elements == .integers([]))
    }

    @Test func everyTruncationIsAnError() {
        let bytes = NumPyArray(shape: [3], elements: .floats([1, 2, 3])).npy
        for count in 0..<bytes.count { #expect(error(Array(bytes.prefix(count))) != nil) }
        #expect(error(bytes + [0]) == .trailingBytes(1))
        #expect(error(bytes.dropLast()) == .truncated(found: bytes.count - 1, needed: bytes.count))
    }

    @Test func corruptionNeverTraps() {
        let bytes = NumPyArray(shape: [3, 2], elements: .integers([1, 2, 3, 4, 5, 6])).npy
        for place in 0..<bytes.count {
            for value in [0, 0x27, 0x28, 0x39, 0xFF] as [UInt8] {
                var corrupt = bytes
                corrupt[place] = value
                _ = try? NumPyArray(npy: corrupt)
            }
        }
    }

    @Test func malformedHeadersAreExplained() {
        let four: [UInt8] = [0, 0, 0, 0]
        let types = "little-endian float32, float64 or integers"
        #expect(error(file(header(">f4", "(1,)"), data: four)) == .elementType(found: ">f4", allowed: types))
        #expect(error(file(header("<f2", "(2,)"), data: four)) == .elementType(found: "<f2", allowed: types))
        #expect(
            error(file(header("<f4", "(9223372036854775807, 8)"), data: four))
                == .header("the shape [9223372036854775807, 8] is too large"))
        #expect(error(file(header("<f4", "(2,)"), data: four))?.description.hasPrefix("truncated: ") == true)
        for text in [
            "{'descr': '<f4', 'shape': (1,)}", header("<f4", "(-1,)"), header("<f4", "1"), "",
            "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}",
            "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
        ] {
            guard case .header = error(file(text, data: four)) else {
                Issue.record("\(text): \(String(describing: error(file(text, data: four))))")
                continue
            }
        }
    }

    @Test func otherBytesAreNoArray() {
        #expect(error([]) == .notATensorFile("NPY"))
        #expect(error(Array("%%MatrixMarket matrix".utf8)) == .notATensorFile("NPY"))
        #expect(error([0x93] + Array("NUMPY".utf8) + [9, 0, 0, 0]) == .version(major: 9, minor: 0))
    }

    @Test func missingFilesAreToldFromWrongOnes() {
        let url = URL(fileURLWithPath: "/nonexistent/array.npy")
        let error = #expect(throws: TensorFileError.self) { try NumPyArray(contentsOf: url) }
        guard case .unreadable(let path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == url.path)
    }
}
