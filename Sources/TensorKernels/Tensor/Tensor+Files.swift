public import Foundation
public import TensorFiles

extension Tensor {
    /// Reads an NPY file of float32 elements.
    public init(npy url: URL) throws(TensorFileError) {
        let array = try NumPyArray(contentsOf: url)
        guard case .floats(let values) = array.elements else {
            let found = if case .integers = array.elements { "integer" } else { "<f8" }
            throw .elementType(found: found, allowed: "<f4")
        }
        self.init(extents: array.shape, values: values)
    }

    /// As an NPY file's bytes.
    public var npy: [UInt8] { NumPyArray(shape: extents, elements: .floats(values)).npy }
}
