import Foundation
package import NeuralNetworks
import TensorFiles

/// Sparse matrices in files: MatrixMarket (`.mtx`), or triples as NumPy arrays.
///
/// Triples are either a folder with `rows.npy`, `cols.npy` and, unless only the pattern is known, `values.npy`, all
/// one-dimensional and of one length, and perhaps `shape.npy` with the numbers of rows and columns; or one `.npy` file
/// with an array of N x 3: row, column, value. Indices count from 0. Without a shape the matrix is as large as its
/// largest indices ask for.
package enum SparseMatrixFile {
    package static func read(_ path: String) throws(InputError) -> SparseMatrix {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw InputError(kind: .missing, file: path, problem: "no such file")
        }
        if isFolder.boolValue { return try readFolder(path) }
        if path.hasSuffix(".npy") {
            let array = try readArray(path)
            do { return try SparseMatrix(triples: array) } catch {
                throw InputError(file: path, problem: error.description)
            }
        }
        do { return try SparseMatrix(matrixMarket: try bytes(of: path)) } catch let error as MatrixMarketError {
            throw InputError(file: path, location: SourceLocation(line: error.line, column: 1), problem: error.text)
        } catch let error as InputError { throw error } catch { throw InputError(file: path, problem: "\(error)") }
    }

    private static func readFolder(_ path: String) throws(InputError) -> SparseMatrix {
        func array(_ name: String) throws(InputError) -> NumPyArray { try readArray("\(path)/\(name).npy") }
        func optionalArray(_ name: String) throws(InputError) -> NumPyArray? {
            FileManager.default.fileExists(atPath: "\(path)/\(name).npy") ? try array(name) : nil
        }
        let rows = try array("rows")
        let columns = try array("cols")
        let values = try optionalArray("values")
        let shape = try optionalArray("shape")
        do { return try SparseMatrix(rows: rows, columns: columns, values: values, shape: shape) } catch {
            throw InputError(file: path, problem: error.description)
        }
    }

    /// Reads dense weights, a `.npy` array of two axes, inputs x outputs.
    package static func readDense(_ path: String) throws(InputError) -> (rows: Int, columns: Int, weights: [Float]) {
        let array = try readArray(path)
        guard array.shape.count == 2 else {
            throw InputError(
                file: path, found: "an array of \(array.shape.count) axes", expected: "weights of inputs x outputs")
        }
        let weights: [Float] =
            switch array.elements {
            case .floats(let elements): elements
            case .doubles(let elements): elements.map { Float($0) }
            case .integers(let elements): elements.map { Float($0) }
            }
        guard !weights.contains(where: \.isNaN) else {
            throw InputError(file: path, problem: "a weight is not a number")
        }
        return (array.shape[0], array.shape[1], weights)
    }

    private static func readArray(_ path: String) throws(InputError) -> NumPyArray {
        let bytes = try bytes(of: path)
        do { return try NumPyArray(npy: bytes) } catch { throw InputError(file: path, problem: error.description) }
    }

    private static func bytes(of path: String) throws(InputError) -> [UInt8] {
        guard FileManager.default.fileExists(atPath: path) else {
            throw InputError(kind: .missing, file: path, problem: "no such file")
        }
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.readToEnd() ?? Data() else {
            throw InputError(kind: .missing, file: path, problem: "cannot read the file")
        }
        return Array(data)
    }
}
