/// The kernels of Winograd's F(4x4, 3x3), transformed: G g G^T, in Double, rounded once.
enum WinogradWeights {
    /// Outputs of a tile along a direction.
    static let outputs = 4
    /// Inputs of a tile along a direction, and products of its transform.
    static let inputs = 6
    static let products = inputs * inputs

    /// Calls a body with the 36 products of a kernel `[3, 3]`.
    static func transform(_ g: UnsafePointer<Float>, _ body: (_ product: Int, _ value: Float) -> Void) {
        let left = column(Double(g[0]), Double(g[3]), Double(g[6]))
        let middle = column(Double(g[1]), Double(g[4]), Double(g[7]))
        let right = column(Double(g[2]), Double(g[5]), Double(g[8]))
        for row in 0..<inputs {
            let values = column(left[row], middle[row], right[row])
            for index in 0..<inputs { body(row * inputs + index, Float(values[index])) }
        }
    }

    /// G along one direction: at a point p, (a + b p + c p^2) over the product of the differences from the other points
    /// 0, +-1/sqrt(2), +-sqrt(2); at infinity c.
    private static func column(_ a: Double, _ b: Double, _ c: Double) -> SIMD8<Double> {
        let near = 0.5.squareRoot()
        let far = 2.0.squareRoot()
        // 2 p^2 (p^2 - q^2) for the points p and the others q.
        let (nearScale, farScale) = (1 / (2 * 0.5 * (0.5 - 2)), 1 / (2 * 2 * (2 - 0.5)))
        return SIMD8(
            a, (a + b * near + c / 2) * nearScale, (a - b * near + c / 2) * nearScale,
            (a + b * far + c * 2) * farScale, (a - b * far + c * 2) * farScale, c, 0, 0)
    }
}
