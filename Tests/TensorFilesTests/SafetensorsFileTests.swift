import Foundation
import Testing

@testable import TensorFiles

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
        #expect(weight.shape == [1, 2])
        #expect(weight.elements == [1.5, -2])
        #expect(throws: TensorFileError.elementType(found: "F16", allowed: "F32")) { try tensors.tensor(named: "h") }
        #expect(throws: TensorFileError.missingTensor(name: "x", present: ["h", "w"])) {
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
