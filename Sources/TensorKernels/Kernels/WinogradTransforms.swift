/// The transforms of Winograd's F(4x4, 3x3): Lavin and Gray, Fast algorithms for convolutional neural networks, CVPR
/// 2016, doi:10.1109/CVPR.2016.435, section 4.3.
enum WinogradTransforms {
    /// Outputs of a tile along a direction.
    static let outputs = 4
    /// Inputs of a tile along a direction.
    static let inputs = 6
    static let products = inputs * inputs

    /// G g G^T of a kernel `[3, 3]`, in Double: the weights are transformed once.
    static func kernel(_ g: UnsafePointer<Float>) -> [Double] {
        func column(_ a: Double, _ b: Double, _ c: Double) -> [Double] {
            [
                a / 4, -(a + b + c) / 6, -(a - b + c) / 6, (a + 2 * b + 4 * c) / 24, (a - 2 * b + 4 * c) / 24, c,
            ]
        }
        // Rows first: `[6, 3]`, then columns.
        let columns = (0..<3).map { column(Double(g[$0]), Double(g[3 + $0]), Double(g[6 + $0])) }
        return (0..<inputs).flatMap { column(columns[0][$0], columns[1][$0], columns[2][$0]) }
    }

    /// B^T d along one direction.
    @inline(__always)
    static func input<Vector: SIMD<Float>>(
        _ d0: Vector, _ d1: Vector, _ d2: Vector, _ d3: Vector, _ d4: Vector, _ d5: Vector
    ) -> (Vector, Vector, Vector, Vector, Vector, Vector) {
        let a = d4 - 4 * d2
        let b = d3 - 4 * d1
        let c = d4 - d2
        let d = 2 * (d3 - d1)
        return (4 * d0 - 5 * d2 + d4, a + b, a - b, c + d, c - d, 4 * d1 - 5 * d3 + d5)
    }

    /// A^T m along one direction.
    @inline(__always)
    static func output<Vector: SIMD<Float>>(
        _ m0: Vector, _ m1: Vector, _ m2: Vector, _ m3: Vector, _ m4: Vector, _ m5: Vector
    ) -> (Vector, Vector, Vector, Vector) {
        let a = m1 + m2
        let b = m1 - m2
        let c = m3 + m4
        let d = m3 - m4
        return (m0 + a + c, b + 2 * d, a + 4 * c, b + 8 * d + m5)
    }
}
