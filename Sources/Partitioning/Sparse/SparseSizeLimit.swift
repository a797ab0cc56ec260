public import NeuralNetworks
import Tensors

/// What partitioners of sparse layers have time and memory for: some minutes and a few gigabytes.
///
/// Beyond, layers are hardly sparse: a third of VGG-16's largest matrix already multiplies faster as a dense one.
public enum SparseSizeLimit: Sendable, Hashable, CaseIterable {
    case nonZeros
    case linesOfWorkers
    /// For schemes that weigh every worker.
    case nonZerosOfWorkers

    /// The largest value that is allowed.
    public var largest: Int {
        switch self {
        case .nonZeros, .linesOfWorkers: 1 << 25
        case .nonZerosOfWorkers: 1 << 29
        }
    }

    /// What is counted.
    public var unit: String {
        switch self {
        case .nonZeros: "non-zeros"
        case .linesOfWorkers: "inputs and outputs times workers"
        case .nonZerosOfWorkers: "non-zeros times workers"
        }
    }

    fileprivate func value(rowCount: Int, columnCount: Int, nonZeroCount: Int, workers: Int, scheme: SparseScheme)
        -> Int
    {
        switch self {
        case .nonZeros: nonZeroCount
        case .linesOfWorkers: (rowCount + columnCount) * workers
        case .nonZerosOfWorkers: scheme.weighsEveryWorker ? nonZeroCount * workers : 0
        }
    }
}

extension PrunedLayers {
    /// A layer that no partitioner should be given.
    public struct Oversize: Sendable, Hashable {
        public var layer: String
        public var limit: SparseSizeLimit
        public var value: Int
    }

    /// The first layer that is too large for the scheme, if one is.
    ///
    /// - Parameter workerCount: among how many devices the layers would be divided.
    public func oversize(in network: Network, workerCount: Int) -> Oversize? {
        for (layer, pattern) in zip(network.layers.filter(\.isFullyConnected), patterns) {
            let (rows, columns) = (layer.inputShapes[0].elementCount, layer.output.elementCount)
            for limit in SparseSizeLimit.allCases {
                // One device alone has little to do but to hold the layer.
                let value = limit.value(
                    rowCount: rows, columnCount: columns,
                    nonZeroCount: pattern.nonZeroCount(rowCount: rows, columnCount: columns),
                    workers: scheme == nil ? 1 : workerCount, scheme: scheme ?? .rows)
                if value > limit.largest { return Oversize(layer: layer.name, limit: limit, value: value) }
            }
        }
        return nil
    }
}
