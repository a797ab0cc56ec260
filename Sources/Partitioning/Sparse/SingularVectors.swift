import NeuralNetworks

/// Leading singular vectors of the normalised pattern D₁^(-1/2) A D₂^(-1/2), apart from those of singular value 1.
///
/// Lanczos iteration on AₙᵀAₙ with full reorthogonalisation (Golub and Van Loan, Matrix Computations, 10.3); the
/// vectors of singular value 1, one for every connected component, are known and kept out of the iteration.
/// Additions, products, quotients and square roots in a fixed order: the same bits on every machine.
struct SingularVectors {
    /// Rows, then columns, of every vector, divided by the square root of the degree as in Dhillon's embedding; 0 for
    /// empty lines.
    var embeddings: [[Double]]
    /// In decreasing order.
    var values: [Double]

    /// - Parameters:
    ///   - count: how many vectors are wanted; fewer come if the matrix has no more.
    ///   - steps: length of the Lanczos iteration.
    init(
        _ matrix: SparseMatrix, components: BipartiteComponents, count: Int, steps: Int = 40,
        generator: inout SplitMix64
    ) {
        let rows = matrix.rowCount
        let columns = matrix.columnCount
        let rowScale = matrix.rowDegrees().map { $0 == 0 ? 0 : 1 / Double($0).squareRoot() }
        let columnDegrees = matrix.columnDegrees()
        let columnScale = columnDegrees.map { $0 == 0 ? 0 : 1 / Double($0).squareRoot() }

        /// Aₙ v.
        func multiply(_ vector: [Double]) -> [Double] {
            let scaled = vector.indices.map { vector[$0] * columnScale[$0] }
            return (0..<rows).map { row in
                var sum = 0.0
                for entry in matrix.entries(ofRow: row) { sum += scaled[Int(matrix.columnIndices[entry])] }
                return sum * rowScale[row]
            }
        }
        /// Aₙᵀ u.
        func multiplyTransposed(_ vector: [Double]) -> [Double] {
            var result = [Double](repeating: 0, count: columns)
            for row in 0..<rows {
                let value = vector[row] * rowScale[row]
                for entry in matrix.entries(ofRow: row) { result[Int(matrix.columnIndices[entry])] += value }
            }
            for column in 0..<columns { result[column] *= columnScale[column] }
            return result
        }
        /// Takes out the vectors of singular value 1: on each component the square roots of the degrees.
        func deflate(_ vector: inout [Double]) {
            var products = [Double](repeating: 0, count: components.weights.count)
            for column in 0..<columns where columnDegrees[column] > 0 {
                products[components.componentOfLine[rows + column]] += vector[column] / columnScale[column]
            }
            for column in 0..<columns {
                if columnDegrees[column] == 0 {
                    vector[column] = 0
                } else {
                    let component = components.componentOfLine[rows + column]
                    vector[column] -= products[component] / Double(components.weights[component]) / columnScale[column]
                }
            }
        }

        var basis: [[Double]] = []
        var diagonal: [Double] = []
        var offDiagonal: [Double] = []
        var next = (0..<columns).map { _ in generator.nextUnit() - 0.5 }
        deflate(&next)
        while basis.count < steps {
            for _ in 0..<2 {
                for vector in basis { Self.subtract(Self.dot(next, vector), vector, from: &next) }
            }
            let norm = Self.dot(next, next).squareRoot()
            if norm < 1e-9 { break }
            if !basis.isEmpty { offDiagonal.append(norm) }
            basis.append(next.map { $0 / norm })
            next = multiplyTransposed(multiply(basis[basis.count - 1]))
            deflate(&next)
            diagonal.append(Self.dot(next, basis[basis.count - 1]))
        }
        let (eigenvalues, eigenvectors) = SymmetricEigen.tridiagonal(diagonal, offDiagonal)
        embeddings = []
        values = []
        for index in eigenvalues.indices.prefix(count) where eigenvalues[index] > 1e-12 {
            var right = [Double](repeating: 0, count: columns)
            for (step, vector) in basis.enumerated() { Self.subtract(-eigenvectors[index][step], vector, from: &right) }
            let value = eigenvalues[index].squareRoot()
            let left = multiply(right).map { $0 / value }
            embeddings.append(
                left.indices.map { left[$0] * rowScale[$0] } + right.indices.map { right[$0] * columnScale[$0] })
            values.append(value)
        }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
    }

    private static func subtract(_ factor: Double, _ vector: [Double], from target: inout [Double]) {
        for index in target.indices { target[index] -= factor * vector[index] }
    }
}

/// Eigenvalues of small symmetric matrices.
enum SymmetricEigen {
    /// Of a tridiagonal matrix, in decreasing order, each with its unit eigenvector (cyclic Jacobi rotations).
    static func tridiagonal(_ diagonal: [Double], _ offDiagonal: [Double]) -> (values: [Double], vectors: [[Double]]) {
        let size = diagonal.count
        var matrix = [[Double]](repeating: Array(repeating: 0, count: size), count: size)
        var vectors = matrix
        for index in 0..<size {
            matrix[index][index] = diagonal[index]
            vectors[index][index] = 1
            if index + 1 < size {
                matrix[index][index + 1] = offDiagonal[index]
                matrix[index + 1][index] = offDiagonal[index]
            }
        }
        for _ in 0..<60 {
            var rotated = false
            for p in 0..<size {
                for q in p + 1..<max(p + 1, size) where matrix[p][q].magnitude > 1e-15 {
                    rotated = true
                    let ratio = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
                    let root = (ratio * ratio + 1).squareRoot()
                    let tangent = ratio >= 0 ? 1 / (ratio + root) : 1 / (ratio - root)
                    let cosine = 1 / (tangent * tangent + 1).squareRoot()
                    let sine = tangent * cosine
                    for index in 0..<size {
                        let a = matrix[index][p]
                        let b = matrix[index][q]
                        matrix[index][p] = cosine * a - sine * b
                        matrix[index][q] = sine * a + cosine * b
                    }
                    for index in 0..<size {
                        let a = matrix[p][index]
                        let b = matrix[q][index]
                        matrix[p][index] = cosine * a - sine * b
                        matrix[q][index] = sine * a + cosine * b
                        let c = vectors[p][index]
                        let d = vectors[q][index]
                        vectors[p][index] = cosine * c - sine * d
                        vectors[q][index] = sine * c + cosine * d
                    }
                }
            }
            if !rotated { break }
        }
        let order = (0..<size).sorted { (-matrix[$0][$0], $0) < (-matrix[$1][$1], $1) }
        return (order.map { matrix[$0][$0] }, order.map { vectors[$0] })
    }
}
