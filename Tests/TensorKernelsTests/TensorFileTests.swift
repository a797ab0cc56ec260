import Foundation
import Testing

@testable import TensorKernels

@Suite struct NumPyArrayTests {
    private func array(header: String, version: UInt8 = 1, payload: [UInt8] = []) -> Data {
        let length = header.utf8.count
        let lengthBytes = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + lengthBytes + Array(header.utf8) + payload)
    }

    @Test(arguments: [[], [0], [1], [7], [2, 3], [4, 1, 2, 3]])
    func roundTrip(extents: [Int]) throws {
        let count = extents.reduce(1, *)
        let floats = (0..<count).map { Float($0) - 0.5 }
        let all: [NumPyArray.Elements] = [
            .float32(floats), .int32(floats.map { Int32($0 * 1e6) }), .int64(floats.map { Int64($0 * 1e12) }),
        ]
        for elements in all {
            let array = NumPyArray(extents: extents, elements: elements)
            #expect(array.npy.count % 64 == (count * (array.npy.count > 0 ? 1 : 1) * size(elements)) % 64)
            #expect(try NumPyArray(npy: array.npy) == array)
        }
    }

    private func size(_ elements: NumPyArray.Elements) -> Int {
        if case .int64 = elements { 8 } else { 4 }
    }

    @Test func keepsEveryBit() throws {
        let values: [Float] = [.infinity, -.infinity, -0.0, .leastNonzeroMagnitude, Float(bitPattern: 0x7FC0_1234)]
        let tensor = Tensor(extents: [5], values: values)
        guard case .float32(let read) = try NumPyArray(npy: tensor.npy).elements else {
            Issue.record("not float32")
            return
        }
        #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
    }

    @Test func everyTruncationIsAnError() {
        let data = NumPyArray(extents: [3], elements: .float32([1, 2, 3])).npy
        for count in 0..<data.count {
            #expect(throws: TensorFileError.self) { try NumPyArray(npy: data.prefix(count)) }
        }
        #expect(throws: TensorFileError.trailingBytes(1)) { try NumPyArray(npy: data + [0]) }
    }

    @Test func corruptionNeverTraps() {
        let data = NumPyArray(extents: [3, 2], elements: .int32([1, 2, 3, 4, 5, 6])).npy
        for place in 0..<data.count {
            for value in [0, 0x27, 0x28, 0x39, 0xFF] as [UInt8] {
                var corrupt = data
                corrupt[place] = value
                _ = try? NumPyArray(npy: corrupt)
            }
        }
    }

    @Test func version2() throws {
        let data = array(
            header: "{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }\n", version: 2, payload: [5, 0, 0, 0])
        #expect(try NumPyArray(npy: data) == NumPyArray(extents: [1], elements: .int32([5])))
        #expect(throws: TensorFileError.version(major: 3, minor: 0)) {
            try NumPyArray(npy: array(header: "", version: 3))
        }
    }

    @Test func refusals() {
        func error(_ header: String, _ payload: [UInt8] = []) -> TensorFileError? {
            do {
                _ = try NumPyArray(npy: array(header: header, payload: payload))
                return nil
            } catch {
                return error
            }
        }
        #expect(
            error("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}")
                == .elementType(found: "<f8", allowed: "<f4, <i4 and <i8"))
        #expect(
            error("{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}")
                == .elementType(found: ">f4", allowed: "<f4, <i4 and <i8"))
        #expect(error("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3)}") == .fortranOrder)
        #expect(
            error("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 8)}")
                == .header("the shape [9223372036854775807, 8] is too large"))
        #expect(error("{'descr': '<f4', 'shape': (1,)}") != nil)
        #expect(error("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}") != nil)
        #expect(error("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}") != nil)
        #expect(error("") != nil)
    }
}

@Suite struct SafetensorsFileTests {
    private func file(_ header: String, _ payload: [UInt8]) -> Data {
        let length = UInt64(header.utf8.count)
        return Data((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + payload)
    }

    @Test func readsFloats() throws {
        let payload = [Float(1.5), -2].flatMap { value in withUnsafeBytes(of: value.bitPattern) { Array($0) } }
        let header = """
            {"__metadata__": {"a": "b"}, "w": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]}, \
            "h": {"dtype": "F16", "shape": [2], "data_offsets": [8, 12]}}
            """
        let tensors = try SafetensorsFile(file(header, payload + [0, 0, 0, 0]))
        #expect(tensors.names == ["h", "w"])
        let weight = try tensors.tensor(named: "w")
        #expect(weight.extents == [1, 2])
        #expect(weight.values == [1.5, -2])
        #expect(throws: TensorFileError.elementType(found: "F16", allowed: "F32")) { try tensors.tensor(named: "h") }
        #expect(throws: TensorFileError.missingTensor(name: "x", nearest: ["h", "w"])) {
            try tensors.tensor(named: "x")
        }
    }

    @Test func refusals() {
        let good = #"{"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}"#
        #expect(throws: TensorFileError.self) { try SafetensorsFile(Data([1, 2])) }
        #expect(throws: TensorFileError.self) { try SafetensorsFile(file(good, [0])) }
        #expect(throws: TensorFileError.self) { try SafetensorsFile(Data(repeating: 0xFF, count: 20)) }
        #expect(throws: TensorFileError.self) { try SafetensorsFile(file("[1]", [])) }
        #expect(throws: TensorFileError.self) {
            try SafetensorsFile(
                file(#"{"w": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}}"#, [UInt8](repeating: 0, count: 8))
            )
        }
        #expect(throws: TensorFileError.self) {
            try SafetensorsFile(file(#"{"w": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}}"#, []))
        }
    }
}
