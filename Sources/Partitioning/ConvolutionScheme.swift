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

    /// How the division is found.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// A cut of the output as `shape`, `weighting` and `fusion` say.
        case cut
        /// The first layers fused, the others on one device (`EarlyFusedPartitioner`).
        case earlyFused
        /// Fused blocks on all devices, found by dynamic programming (`OptimalFusedPartitioner`).
        case optimalFused
        /// The same with a choice of devices.
        case adaptiveFused
        /// Shares of the output channels, so that weights are divided as well (`LayerOutputPartitioner`).
        case layerOutputs
        /// Pairs of layers, the first by outputs, the second by inputs (`FusedPairsPartitioner`).
        case fusedPairs
        /// Rectangles peeled off one after the other (`GreedyTwoDimensionalPartitioner`).
        case greedyTwoDimensional
        /// The first layers at the source, the others on the fastest device (`OffloadingPartitioner`).
        case offloading
        /// Nothing is divided; the requests of a load are dealt in turn, each whole to one device.
        case dataParallel

        /// Whether it weighs computing against sending, so that the division depends on rates.
        public var dependsOnRates: Bool {
            switch self {
            case .earlyFused, .optimalFused, .adaptiveFused, .offloading: true
            case .cut, .layerOutputs, .fusedPairs, .greedyTwoDimensional, .dataParallel: false
            }
        }
    }

    public var name: String
    public var method: Method
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
    /// Layers in front that `layerOutputs` and `fusedPairs` divide into fused tiles instead, element-wise ones not
    /// counted.
    public var tiledLayers = 0

    public init(
        name: String, method: Method = .cut, shape: Shape, weighting: Weighting = .equal, alignsToPooling: Bool = false,
        fusion: Fusion = .none, cutRule: CutRule = .rounded, grid: Extent? = nil
    ) {
        self.name = name
        self.method = method
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
            scheme: ConvolutionScheme(name: "early-fused", method: .earlyFused, shape: .grid),
            summary: "fused tiles of the first layers, the others on one device; how many follows from the rates",
            source: "DeepThings as AOFL compares with it: " + aofl),
        Entry(
            scheme: ConvolutionScheme(name: "optimal-fused", method: .optimalFused, shape: .grid),
            summary: "blocks of fused tiles on all devices, by dynamic programming over the rates", source: aofl),
        Entry(
            scheme: ConvolutionScheme(name: "adaptive-optimal-fused", method: .adaptiveFused, shape: .grid),
            summary: "the same on the best number of the fastest devices", source: aofl),
        Entry(
            scheme: ConvolutionScheme(
                name: "layer-outputs", method: .layerOutputs, shape: .grid, weighting: .capability),
            summary: "output channels in proportion to capability: weights are divided as well",
            source: "layer output partitioning: " + stahl),
        Entry(
            scheme: ConvolutionScheme(name: "fused-pairs", method: .fusedPairs, shape: .grid, weighting: .capability),
            summary: "pairs of layers by outputs, then by inputs, where that sends less; else as layer-outputs",
            source: "fused layer partitioning: " + stahl),
        Entry(
            scheme: ConvolutionScheme(
                name: "greedy-2d", method: .greedyTwoDimensional, shape: .grid, weighting: .capability),
            summary: "rectangles in proportion to capability, peeled off the longer side, fastest device first",
            source: "greedy two-dimensional partition: Mao et al., MeDNN, ICCAD 2017, after its abstract"),
        Entry(
            scheme: ConvolutionScheme(name: "offloading", method: .offloading, shape: .wholeOnOneDevice),
            summary: "the first layers at the source, all others on the fastest device, cut where the rates say",
            source: "Kang et al., Neurosurgeon, ASPLOS 2017, doi 10.1145/3037697.3037698"),
        Entry(
            scheme: ConvolutionScheme(name: "data-parallel", method: .dataParallel, shape: .wholeOnOneDevice),
            summary: "the requests of a load are dealt to the devices in turn, each whole to one of them",
            source: "data parallelism as Hadidi et al. compare with it, IEEE RA-L 3(4), 2018"),
        Entry(
            scheme: .singleDevice, summary: "all of it on the fastest device", source: "the baseline of a speed-up"),
    ]

    private static let aofl = "Zhou et al., AOFL, ACM/IEEE SEC 2019, doi 10.1145/3318216.3363312"
    private static let stahl = "Stahl et al., SAMOS 2019, doi 10.1007/978-3-030-27562-4_6"

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
        if tiledLayers > 0 { parameters.append("tiledLayers=\(tiledLayers)") }
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
