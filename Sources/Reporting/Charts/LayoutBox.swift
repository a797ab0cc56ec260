/// A rectangle in an image, with y growing downwards.
struct LayoutBox: Hashable, Sendable {
    /// The edges.
    var left, top, right, bottom: Double

    /// Whether the inner parts of two rectangles have a point in common.
    func overlaps(_ other: LayoutBox) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// Whether a rectangle lies in this one; edges may touch.
    func contains(_ other: LayoutBox) -> Bool {
        left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }

    /// Whether a line segment has a point in this rectangle.
    ///
    /// Liang and Barsky 1984, doi:10.1145/357332.357333: each edge cuts the range of the segment's parameter.
    func meetsSegment(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) -> Bool {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        var (entry, exit) = (0.0, 1.0)
        let cuts = [(-dx, start.x - left), (dx, right - start.x), (-dy, start.y - top), (dy, bottom - start.y)]
        for (direction, distance) in cuts {
            if direction == 0 {
                if distance < 0 { return false }
            } else if direction < 0 {
                entry = max(entry, distance / direction)
            } else {
                exit = min(exit, distance / direction)
            }
        }
        return entry <= exit
    }
}
