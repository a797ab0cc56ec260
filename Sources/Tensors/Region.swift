/// A half-open integer box of a feature map: which channels, rows and columns.
///
/// All empty boxes are equal to `Region.empty`, so that equality means "the same elements".
public struct Region: Sendable, Hashable, BitwiseCopyable {
    @usableFromInline var channelBounds: Bounds
    @usableFromInline var rowBounds: Bounds
    @usableFromInline var columnBounds: Bounds

    /// 32-bit bounds keep the regions of a plan small.
    @usableFromInline
    struct Bounds: Sendable, Hashable, BitwiseCopyable {
        @usableFromInline var lower: Int32
        @usableFromInline var upper: Int32

        @inlinable var range: Range<Int> { Range(uncheckedBounds: (Int(lower), Int(upper))) }

        @inlinable
        func overlaps(_ other: Bounds) -> Bool { lower < other.upper && other.lower < upper }

        @inlinable
        init(_ range: Range<Int>) {
            lower = Int32(range.lowerBound)
            upper = Int32(range.upperBound)
        }
    }

    @inlinable
    public init(channels: Range<Int>, rows: Range<Int>, columns: Range<Int>) {
        let isEmpty = channels.isEmpty || rows.isEmpty || columns.isEmpty
        channelBounds = Bounds(isEmpty ? 0..<0 : channels)
        rowBounds = Bounds(isEmpty ? 0..<0 : rows)
        columnBounds = Bounds(isEmpty ? 0..<0 : columns)
    }

    /// The whole of a feature map.
    public init(_ shape: TensorShape) {
        self.init(channels: 0..<shape.channels, rows: 0..<shape.height, columns: 0..<shape.width)
    }

    @inlinable
    public static var empty: Region { Region(channels: 0..<0, rows: 0..<0, columns: 0..<0) }

    @inlinable
    public var channels: Range<Int> { channelBounds.range }
    @inlinable
    public var rows: Range<Int> { rowBounds.range }
    @inlinable
    public var columns: Range<Int> { columnBounds.range }

    @inlinable
    public var isEmpty: Bool { channelBounds.lower == channelBounds.upper }
    @inlinable
    public var elementCount: Int { channels.count * rows.count * columns.count }
    public var shape: TensorShape { TensorShape(channels: channels.count, height: rows.count, width: columns.count) }

    /// The elements in both.
    @inlinable
    public func intersection(_ other: Region) -> Region {
        Region(
            channels: channels.clamped(to: other.channels), rows: rows.clamped(to: other.rows),
            columns: columns.clamped(to: other.columns))
    }

    @inlinable
    public func overlaps(_ other: Region) -> Bool {
        // An empty box has the bounds 0 ..< 0, and no lower bound is below 0.
        channelBounds.overlaps(other.channelBounds) && rowBounds.overlaps(other.rowBounds)
            && columnBounds.overlaps(other.columnBounds)
    }

    @inlinable
    public func contains(_ other: Region) -> Bool { other.isEmpty || intersection(other) == other }

    /// The smallest box that holds both.
    public func hull(_ other: Region) -> Region {
        if isEmpty { return other }
        if other.isEmpty { return self }
        return Region(
            channels: channels.hull(other.channels), rows: rows.hull(other.rows), columns: columns.hull(other.columns))
    }

    /// The elements of this box that are not in `other`, as at most six disjoint boxes in a fixed order.
    public func subtracting(_ other: Region) -> [Region] {
        let common = intersection(other)
        if common.isEmpty { return isEmpty ? [] : [self] }
        if common == self { return [] }
        var rest: [Region] = []
        func keep(_ channels: Range<Int>, _ rows: Range<Int>, _ columns: Range<Int>) {
            let region = Region(channels: channels, rows: rows, columns: columns)
            if !region.isEmpty { rest.append(region) }
        }
        keep(channels.lowerBound..<common.channels.lowerBound, rows, columns)
        keep(common.channels, rows.lowerBound..<common.rows.lowerBound, columns)
        keep(common.channels, common.rows, columns.lowerBound..<common.columns.lowerBound)
        keep(common.channels, common.rows, common.columns.upperBound..<columns.upperBound)
        keep(common.channels, common.rows.upperBound..<rows.upperBound, columns)
        keep(common.channels.upperBound..<channels.upperBound, rows, columns)
        return rest
    }

    /// The elements of this box that are in none of `others`, as disjoint boxes.
    public func subtracting(_ others: some Sequence<Region>) -> [Region] {
        var rest = isEmpty ? [] : [self]
        for other in others where other.overlaps(self) {
            rest = rest.flatMap { $0.subtracting(other) }
            if rest.isEmpty { break }
        }
        return rest
    }
}

extension Region: CustomStringConvertible {
    public var description: String {
        "[\(channels.lowerBound)..<\(channels.upperBound), \(rows.lowerBound)..<\(rows.upperBound), "
            + "\(columns.lowerBound)..<\(columns.upperBound)]"
    }
}

extension Region {
    /// The number of different elements that a list of possibly overlapping boxes covers.
    public static func unionElementCount(_ regions: some Sequence<Region>) -> Int {
        disjointUnion(regions).reduce(0) { $0 + $1.elementCount }
    }

    /// Disjoint boxes that cover the same elements; parts that were covered before are left out.
    public static func disjointUnion(_ regions: some Sequence<Region>) -> [Region] {
        var covered: [Region] = []
        for region in regions { covered.append(contentsOf: region.subtracting(covered)) }
        return covered
    }
}

extension Range<Int> {
    fileprivate func hull(_ other: Range<Int>) -> Range<Int> {
        Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }
}
