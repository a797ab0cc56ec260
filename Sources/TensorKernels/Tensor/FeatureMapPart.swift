public import Tensors

/// The elements of a box of a feature map; the whole map is a part as well.
public struct FeatureMapPart: Sendable {
    /// Where the elements lie in the whole map.
    public let region: Region
    /// Of the region's extents `[channels, rows, columns]`.
    public let tensor: Tensor

    /// - Throws: `KernelError.extents` when the tensor is not of the region's extents.
    public init(region: Region, tensor: Tensor) throws(KernelError) {
        let needed = [region.channels.count, region.rows.count, region.columns.count]
        guard tensor.extents == needed else {
            throw .extents(what: "the tensor of a part", found: tensor.extents, needed: "\(needed)")
        }
        self.region = region
        self.tensor = tensor
    }

    /// A whole feature map `[channels, height, width]`.
    ///
    /// - Throws: `KernelError.extents` when the tensor has not three extents.
    public init(whole tensor: Tensor) throws(KernelError) {
        guard tensor.extents.count == 3 else {
            throw .extents(what: "a feature map", found: tensor.extents, needed: "[channels, height, width]")
        }
        region = Region(
            channels: 0..<tensor.extents[0], rows: 0..<tensor.extents[1], columns: 0..<tensor.extents[2])
        self.tensor = tensor
    }

    /// The elements of a smaller box, copied.
    ///
    /// - Precondition: this part covers it.
    public func cropped(to inner: Region) -> FeatureMapPart {
        precondition(region.contains(inner), "\(inner) is not inside \(region)")
        if inner == region { return self }
        let cut = Tensor(extents: [inner.channels.count, inner.rows.count, inner.columns.count]) { target in
            guard let to = target.baseAddress else { return }
            withElements { elements in
                var place = to
                for channel in inner.channels {
                    for row in inner.rows {
                        let from = elements.element(channel, row, inner.columns.lowerBound)
                        place.update(from: from, count: inner.columns.count)
                        place += inner.columns.count
                    }
                }
            }
        }
        return FeatureMapPart(uncheckedRegion: inner, tensor: cut)
    }

    /// Parts pasted into one, in their order; elements that no part covers get a value of their own.
    public static func assembled(
        _ parts: [FeatureMapPart], region: Region, elsewhere value: Float = .nan
    ) -> FeatureMapPart {
        var tensor = Tensor(region.shape, repeating: value)
        tensor.withUnsafeMutableBuffer { target in
            guard let base = target.baseAddress else { return }
            for part in parts {
                let common = part.region.intersection(region)
                if common.isEmpty { continue }
                part.withElements { elements in
                    for channel in common.channels {
                        for row in common.rows {
                            let place =
                                ((channel - region.channels.lowerBound) * region.rows.count + row
                                    - region.rows.lowerBound) * region.columns.count
                                + common.columns.lowerBound - region.columns.lowerBound
                            (base + place).update(
                                from: elements.element(channel, row, common.columns.lowerBound),
                                count: common.columns.count)
                        }
                    }
                }
            }
        }
        return FeatureMapPart(uncheckedRegion: region, tensor: tensor)
    }

    /// Of the region's extents.
    init(uncheckedRegion region: Region, tensor: Tensor) {
        self.region = region
        self.tensor = tensor
    }

    /// The elements by their place in the whole map.
    func withElements<Result>(_ body: (MapElements) throws -> Result) rethrows -> Result {
        try tensor.withUnsafeBuffer { buffer in
            // An empty part still has an address.
            try body(MapElements(base: buffer.baseAddress!, region: region))
        }
    }
}

/// Pointers to the elements of a part, by their place in the whole map.
struct MapElements {
    let base: UnsafePointer<Float>
    let region: Region
    let rowStride: Int
    let channelStride: Int

    init(base: UnsafePointer<Float>, region: Region) {
        self.base = base
        self.region = region
        rowStride = region.columns.count
        channelStride = region.rows.count * region.columns.count
    }

    func element(_ channel: Int, _ row: Int, _ column: Int) -> UnsafePointer<Float> {
        base
            + ((channel - region.channels.lowerBound) * channelStride
                + (row - region.rows.lowerBound) * rowStride + column - region.columns.lowerBound)
    }
}
