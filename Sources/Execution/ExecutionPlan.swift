public import Tensors
public import Units

/// A directed acyclic graph of computations and transfers: what devices do, with no word on when.
///
/// Operations stand in a topological order; lists of slices and predecessors lie in flat arrays.
/// A *place* is a memory that holds pieces of tensors. Place `d` below `deviceCount` is the memory of device `d`;
/// further places are independent tasks (such as fused tiles) that run on some device and share nothing with it.
public struct ExecutionPlan: Sendable, Hashable {
    public var deviceCount: Int
    /// Device of every place; `undecided` for the places of tasks in pools.
    public var placeDevices: [Int]
    /// Place that holds the whole input at the start.
    public var inputPlace: Int
    /// Place that holds the whole output at the end.
    public var outputPlace: Int
    /// Shape of every tensor; 0 is the input.
    public var tensorShapes: [TensorShape]
    /// The network's output.
    public var outputTensor: Int
    /// Numbers from `tensorShapes.count` stand for partial sums, which are added up into a tensor, and for words of a
    /// tensor that are packed for a message.
    public var partialSums: [PartialSum]
    /// For a vector whose elements are stored in another order than the network's, the element at every position; nil
    /// for the others. Weights are arranged once so that an order costs nothing.
    public var elementOrders: [[Int32]?]
    /// In order of execution; the last is "output", the delivery of the result.
    public var steps: [PlanStep]
    public var operations: [PlanOperation]
    public var slices: [TensorSlice]
    /// Predecessors of operation `i` are at `predecessorOffsets[i] ..< predecessorOffsets[i + 1]`.
    public var predecessors: [Int32]
    public var predecessorOffsets: [Int32]
    public var weightBlocks: [WeightBlock]
    /// MACs done more than once.
    public var redundantMACs: MACCount
    /// Tasks whose devices are chosen while the plan runs.
    public var pools: [TaskPool] = []
    /// Computations that begin a fused part: several layers that a device runs in one go.
    public var taskStarts: [Int32] = []

    /// Stands for the device of a place until its task is taken.
    public static let undecided = -1

    public func predecessors(of operation: Int) -> ArraySlice<Int32> {
        predecessors[Int(predecessorOffsets[operation])..<Int(predecessorOffsets[operation + 1])]
    }

    public func reads(of operation: PlanOperation) -> ArraySlice<TensorSlice> { slices[operation.reads.range] }
    public func writes(of operation: PlanOperation) -> ArraySlice<TensorSlice> { slices[operation.writes.range] }
}

/// One or more layers that are computed together and reported as one.
public struct PlanStep: Sendable, Hashable {
    public var name: String
    /// Layer numbers: the layer that gives the name and the element-wise layers folded into it.
    public var layers: [Int]
    /// Output elements and MACs of the whole step, to scale measured times of it.
    public var elementCount: Int
    public var macs: MACCount
    /// Weights of the whole step.
    public var weights: ByteCount
    /// Whether its weights are sparse: devices have lists of inputs and outputs instead of regions.
    public var isSparse: Bool

    public init(
        name: String, layers: [Int], elementCount: Int, macs: MACCount, weights: ByteCount = .zero,
        isSparse: Bool = false
    ) {
        self.name = name
        self.layers = layers
        self.elementCount = elementCount
        self.macs = macs
        self.weights = weights
        self.isSparse = isSparse
    }
}

/// A box of a tensor.
public struct TensorSlice: Sendable, Hashable {
    public var tensor: Int32
    public var region: Region

    public init(tensor: Int, region: Region) {
        self.tensor = Int32(tensor)
        self.region = region
    }
}

/// One place's contribution to a tensor, or a vector of some of its elements.
public struct PartialSum: Sendable, Hashable {
    public var tensor: Int
    public var place: Int

    /// In a sparse layer, what it holds of the tensor; nil for a contribution to all of it.
    public var words: Words?

    /// A vector of some elements of a tensor.
    public struct Words: Sendable, Hashable {
        /// Numbers of the elements in the order channel, row, column of the tensor.
        public var elements: [Int32]
        /// Whether they are contributions to the elements; else they are copies of them. An element may have several
        /// contributions.
        public var areContributions: Bool

        public init(elements: [Int32], areContributions: Bool) {
            self.elements = elements
            self.areContributions = areContributions
        }
    }

    public init(tensor: Int, place: Int, words: Words? = nil) {
        self.tensor = tensor
        self.place = place
        self.words = words
    }
}

/// Weights that a device holds for one step, shared by all its computations with them.
public struct WeightBlock: Sendable, Hashable {
    public var device: Int
    public var bytes: ByteCount

    public init(device: Int, bytes: ByteCount) {
        self.device = device
        self.bytes = bytes
    }
}

/// A computation on one device or a message between two.
public struct PlanOperation: Sendable, Hashable {
    public var step: Int32
    public var action: Action
    /// Slices that are read at the place, or sent.
    public var reads: SliceRange
    /// Slices that are written at the place; for a message the same as `reads`, written at the destination.
    public var writes: SliceRange

    public enum Action: Sendable, Hashable {
        case compute(Computation)
        case transfer(Transfer)
        /// Takes no time: stands for its many predecessors, for which many operations wait.
        case join
    }

    public struct SliceRange: Sendable, Hashable {
        var lower: Int32
        var upper: Int32

        public var range: Range<Int> { Int(lower)..<Int(upper) }

        init(_ range: Range<Int>) {
            lower = Int32(range.lowerBound)
            upper = Int32(range.upperBound)
        }
    }
}

public struct Computation: Sendable, Hashable {
    public var place: Int32
    public var kernel: KernelClass
    public var macs: MACCount
    public var outputElements: Int
    /// Activations read and written.
    public var activationBytes: ByteCount
    public var weightBytes: ByteCount
    /// Index in `weightBlocks`, or -1 without weights.
    public var weightBlock: Int32
    /// The inputs that are summed when it yields a partial sum, else all.
    public var summing: Region?
    /// Whether it adds partial sums up rather than running the step's first layer.
    public var addsPartialSums: Bool
}

public struct Transfer: Sendable, Hashable {
    /// Places.
    public var source: Int32
    public var destination: Int32
    public var bytes: ByteCount
    public var purpose: Purpose

    /// Why a message is sent.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// The network's input.
        case scatter
        /// What a device needs and another one computed: halos, mostly.
        case exchange
        /// The way up to the Group Owner, to be passed on or collected.
        case upload
        /// The way down from the Group Owner.
        case download
        /// Contributions to a sum.
        case partialSums
        /// The network's output.
        case gather
        /// Asking for work or for what others computed.
        case request
        /// What a task computed and others may use again.
        case reuse
    }
}
