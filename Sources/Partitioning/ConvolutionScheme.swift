public import NeuralNetworks

/// How convolutions and the other layers on feature maps are divided among the devices.
///
/// All spatial schemes are one mechanism, a cut of the output into strips or tiles, with these knobs; the named ones
/// are listed in `all`.
public struct ConvolutionScheme: Sendable, Hashable {
    public enum Shape: String, Sendable, Hashable, CaseIterable {
        /// Strips across the longer edge of the layer's input, rows if it is square.
        case strips
        /// Tiles; the longer side of the grid lies along the longer edge of the layer's input.
        case grid
        /// Nothing is divided.
        case wholeOnOneDevice
    }

    public enum Weighting: String, Sendable, Hashable, CaseIterable { case equal, capability }

    public enum Fusion: Sendable, Hashable {
        /// Every step is a stage.
        case none
        /// A stage ends at every n-th layer with a stride above 1, and at the end.
        case everyStridedLayers(Int)
        /// One stage.
        case all
    }

    /// How fused tiles get to the devices (Zhao et al., DeepThings, section IV).
    public enum Distribution: String, Sendable, Hashable, CaseIterable {
        /// Tiles are dealt in turn before anything runs.
        case workSharing = "work-sharing"
        /// Tiles wait at the device that has the input; devices take them when they have nothing to do.
        case workStealing = "work-stealing"
    }

    public var name: String
    public var shape: Shape
    public var weighting: Weighting
    /// Whether a layer in front of a pooling layer is cut at stride times the pooling layer's cut.
    public var alignsToPooling: Bool
    public var fusion: Fusion
    public var cutRule: CutRule
    /// Tiles along the height and the width; by default as many tiles as devices, as square as possible.
    /// Another number than that of the devices makes every tile a task of its own, dealt to the devices in turn.
    public var grid: Extent?
    public var distribution = Distribution.workSharing
    /// With work stealing: whether tiles are taken in checkerboard order, those of the second colour reusing what their
    /// neighbours computed.
    public var reusesData = false

    public init(
        name: String, shape: Shape, weighting: Weighting = .equal, alignsToPooling: Bool = false,
        fusion: Fusion = .none, cutRule: CutRule = .rounded, grid: Extent? = nil
    ) {
        self.name = name
        self.shape = shape
        self.weighting = weighting
        self.alignsToPooling = alignsToPooling
        self.fusion = fusion
        self.cutRule = cutRule
        self.grid = grid
    }

    /// A scheme of the catalogue.
    public struct Entry: Sendable {
        public var scheme: ConvolutionScheme
        public var summary: String
        public var source: String
    }

    /// The one list of convolution schemes.
    public static let all: [Entry] = [
        Entry(
            scheme: .bodp, summary: "strips in proportion to capability, exchanged after every layer",
            source: "biased one-dimensional partition: Mao et al., MoDNN, DATE 2017, doi 10.23919/DATE.2017.7927211"),
        Entry(
            scheme: ConvolutionScheme(name: "bodp-equal", shape: .strips),
            summary: "equal strips, exchanged after every layer", source: "MoDNN's partition among equal devices"),
        Entry(
            scheme: ConvolutionScheme(
                name: "bodp-aligned", shape: .strips, weighting: .capability, alignsToPooling: true),
            summary: "as bodp, cut so that pooling layers need no exchange", source: "this project"),
        Entry(
            scheme: .grid2D, summary: "equal tiles, corners and edges exchanged after every layer",
            source: "the conventional partition that MoDNN compares with"),
        Entry(
            scheme: ConvolutionScheme(name: "ftp", shape: .grid, fusion: .all),
            summary: "fused tiles: equal tiles of the last map, all layers of a group on one device",
            source:
                "fused tile partitioning: Zhao et al., DeepThings, IEEE TCAD 37(11), 2018, doi 10.1109/TCAD.2018.2858384"
        ),
        Entry(
            scheme: ConvolutionScheme(name: "fused-strips", shape: .strips, weighting: .capability, fusion: .all),
            summary: "fused strips in proportion to capability", source: "fused layers: Alwani et al., MICRO 2016"),
        Entry(
            scheme: .singleDevice, summary: "all of it on the fastest device", source: "the baseline of a speed-up"),
    ]

    public static let bodp = ConvolutionScheme(name: "bodp", shape: .strips, weighting: .capability)
    public static let grid2D = ConvolutionScheme(name: "grid-2d", shape: .grid)
    public static let singleDevice = ConvolutionScheme(name: "single-device", shape: .wholeOnOneDevice)

    public static func named(_ name: String) -> ConvolutionScheme? { all.first { $0.scheme.name == name }?.scheme }

    /// The name with the parameters that differ from the catalogue's, such as "ftp(grid=3x3)".
    public var label: String {
        let standard = Self.named(name) ?? self
        var parameters: [String] = []
        if let grid { parameters.append("grid=\(grid.height)x\(grid.width)") }
        if fusion != standard.fusion, case .everyStridedLayers(let count) = fusion {
            parameters.append("groupEvery=\(count)")
        }
        if cutRule != standard.cutRule { parameters.append("cutRule=\(cutRule.rawValue)") }
        if distribution != standard.distribution { parameters.append(distribution.rawValue) }
        if reusesData { parameters.append("dataReuse") }
        return parameters.isEmpty ? name : "\(name)(\(parameters.joined(separator: ";")))"
    }

    /// Reads "3x4": three rows of four tiles; up to 10 000 tiles.
    package static func grid(parsing text: String) -> Extent? {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let rows = parts[0], let columns = parts[1], (1...10_000).contains(rows),
            (1...10_000).contains(columns), rows * columns <= 10_000
        else { return nil }
        return Extent(height: rows, width: columns)
    }
}
