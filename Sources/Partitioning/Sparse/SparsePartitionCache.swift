import NeuralNetworks
import Synchronization

/// Matrices and partitions that runs with equal layers, schemes and capabilities share. Each is made once: who asks for
/// one that is being made waits.
public final class SparsePartitionCache: Sendable {
    struct MatrixKey: Hashable {
        var pattern: PrunedLayers.Pattern
        var rowCount: Int
        var columnCount: Int
    }

    private struct PartitionKey: Hashable {
        var matrix: MatrixKey
        var scheme: SparseScheme
        var capabilities: [Int]
        var settings: SparsePartitioner
    }

    private final class Slot<Value: Sendable>: Sendable {
        private let value = Mutex<Value?>(nil)

        func value(_ make: () -> Value) -> Value {
            value.withLock { value in
                if let value { return value }
                let made = make()
                value = made
                return made
            }
        }
    }

    private let matrices = Mutex<[MatrixKey: Slot<SparseMatrix>]>([:])
    private let partitions = Mutex<[PartitionKey: Slot<SparsePartition>]>([:])

    public init() {}

    private static func slot<Key: Hashable, Value>(of key: Key, in slots: inout [Key: Slot<Value>]) -> Slot<Value> {
        if let slot = slots[key] { return slot }
        let slot = Slot<Value>()
        slots[key] = slot
        return slot
    }

    func matrix(_ key: MatrixKey) -> SparseMatrix {
        switch key.pattern {
        case .matrix(let matrix): matrix
        case .uniform(_, let seed):
            matrices.withLock { Self.slot(of: key, in: &$0) }.value {
                let count = key.pattern.nonZeroCount(rowCount: key.rowCount, columnCount: key.columnCount)
                return .uniform(
                    rowCount: key.rowCount, columnCount: key.columnCount, nonZeroCount: count, seed: seed)
            }
        }
    }

    func partition(
        _ key: MatrixKey, by scheme: SparseScheme, capabilities: [Int], settings: SparsePartitioner
    ) -> SparsePartition {
        let partitionKey = PartitionKey(matrix: key, scheme: scheme, capabilities: capabilities, settings: settings)
        return partitions.withLock { Self.slot(of: partitionKey, in: &$0) }.value {
            let matrix = matrix(key)
            let limits = LoadLimits(capabilities: capabilities, nonZeroCount: matrix.nonZeroCount)
            return scheme.partition(matrix, limits: limits, settings: settings)
        }
    }
}
