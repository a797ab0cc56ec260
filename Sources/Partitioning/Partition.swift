public import NeuralNetworks
public import Tensors
public import Units

/// Who computes what: the network's steps in stages, each with the regions that the places compute.
public struct Partition: Sendable, Hashable {
    /// Device of every place; place `d` below the number of devices is device `d` itself. Tiles whose devices are chosen
    /// while they run have `ExecutionPlan.undecided`.
    public var placeDevices: [Int]
    public var stages: [Stage]

    public init(placeDevices: [Int], stages: [Stage]) {
        self.placeDevices = placeDevices
        self.stages = stages
    }

    /// Steps that a place runs one after the other without exchanging anything in between.
    public struct Stage: Sendable, Hashable {
        public var steps: [Step]
        /// Set if the parts are tiles whose devices are chosen while they run; their places are but numbers of tiles then.
        public var tiles: TileTasks?

        public init(steps: [Step], tiles: TileTasks? = nil) {
            self.steps = steps
            self.tiles = tiles
        }
    }

    /// In what order tiles are taken and whose results they may reuse.
    public struct TileTasks: Sendable, Hashable {
        /// Places of the tiles.
        public var order: [Int]
        /// For every tile of the order the places of the tiles whose results it may reuse, which stand before it.
        public var providers: [[Int]]

        public init(order: [Int], providers: [[Int]]) {
            self.order = order
            self.providers = providers
        }
    }

    public struct Step: Sendable, Hashable {
        /// Layer numbers, the first is the one with the work, the others are folded into it.
        public var layers: [Int]
        /// Regions of the step's output, possibly overlapping within a fused stage; empty for a sparse layer only.
        public var parts: [Part]
        /// When the parts are partial sums: who adds up and keeps which region of the output.
        public var sums: [Part]
        /// How a sparse layer is divided, instead of parts and sums.
        public var sparse: SparseParts?

        public init(layers: [Int], parts: [Part], sums: [Part] = [], sparse: SparseParts? = nil) {
            self.layers = layers
            self.parts = parts
            self.sums = sums
            self.sparse = sparse
        }

        public var mainLayer: Int { layers[0] }
        public var outputTensor: Int { layers.last! + 1 }
    }

    public struct Part: Sendable, Hashable {
        public var place: Int
        /// Not empty.
        public var output: Region
        /// The inputs that this part sums, when it yields a partial sum.
        public var summing: Region?

        public init(place: Int, output: Region, summing: Region? = nil) {
            self.place = place
            self.output = output
            self.summing = summing
        }
    }
}

extension Partition {
    /// MACs that a step does more than once: the sum over its parts less their union.
    public func redundantMACs(of step: Step, in network: Network) -> MACCount {
        if step.parts.contains(where: { $0.summing != nil }) { return .zero }
        let layer = network.layers[step.mainLayer]
        let elements = step.parts.reduce(0) { $0 + $1.output.elementCount }
        let once = Region.unionElementCount(step.parts.map(\.output))
        let channel = Region(channels: 0..<1, rows: 0..<1, columns: 0..<1)
        return MACCount((elements - once) * layer.macs(of: channel).count)
    }
}
