/// How a length is cut into consecutive parts in proportion to weights.
public enum CutRule: String, Sendable, Hashable, CaseIterable {
    /// Boundary p = floor((2 N (c_0 + ... + c_(p-1)) + S) / (2 S)): the proportional cut, rounded half up.
    case rounded
    /// Every part floor(N c_p / S) long, the last takes the remainder (MoDNN as re-implemented by DeepThings).
    case floor

    /// Boundaries of the parts: one more than there are weights, from 0 to `length`, never decreasing.
    ///
    /// - Precondition: weights are not negative and not all zero.
    public func boundaries(length: Int, weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        precondition(sum > 0 && weights.allSatisfy { $0 >= 0 }, "weights must not be negative nor all zero")
        var boundaries = [0]
        boundaries.reserveCapacity(weights.count + 1)
        var before = 0
        for weight in weights.dropLast() {
            before += weight
            switch self {
            case .rounded:
                let (whole, rest) = sum.dividingFullWidth(length.multipliedFullWidth(by: before))
                boundaries.append(2 * rest >= sum ? whole + 1 : whole)
            case .floor:
                let (whole, _) = sum.dividingFullWidth(length.multipliedFullWidth(by: weight))
                boundaries.append(boundaries.last! + whole)
            }
        }
        boundaries.append(length)
        return boundaries
    }
}
