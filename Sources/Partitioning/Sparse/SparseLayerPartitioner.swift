import DeviceProfiles
import NeuralNetworks
import Tensors

/// Divides the pruned fully connected layers of a network among places.
struct SparseLayerPartitioner {
    var network: Network
    var pruned: PrunedLayers
    /// The places that the non-zeros are dealt to, and their weights.
    var places: [Int]
    var weights: [Int]
    /// The devices of the places.
    var profiles: [DeviceProfile]
    /// The place that finishes what needs all outputs.
    var ownerPlace: Int
    var cache: SparsePartitionCache

    /// The division of every step with a fully connected layer, by the layer's number.
    ///
    /// - Precondition: as many patterns as fully connected layers, of their shapes.
    func parts(of steps: [NetworkStep]) -> [Int: SparseParts] {
        var result: [Int: SparseParts] = [:]
        for (layer, matrix, partition) in divide(steps) {
            result[layer] = SparseParts(
                outputOwners: partition.outputOwners, storages: storages(of: partition, matrix), places: places)
        }
        return result
    }

    /// The places of all non-zeros, layer by layer.
    ///
    /// - Precondition: as many patterns as fully connected layers, of their shapes.
    func divisions(of steps: [NetworkStep]) -> [SparseLayerDivision] {
        divide(steps).map { layer, matrix, partition in
            var blocks: [Int32: DenseBlock] = [:]
            for (place, storage) in zip(places, storages(of: partition, matrix)) {
                blocks[Int32(place)] = storage.block
            }
            return SparseLayerDivision(
                layer: layer, matrix: matrix, places: partition.owners.map { Int32(places[Int($0)]) },
                denseBlocks: blocks)
        }
    }

    private func storages(of partition: SparsePartition, _ matrix: SparseMatrix) -> [SparseStorage] {
        SparseStorage.storages(of: partition, matrix: matrix, profiles: profiles)
    }

    private func divide(
        _ steps: [NetworkStep]
    ) -> [(layer: Int, matrix: SparseMatrix, partition: SparsePartition)] {
        let layers = steps.map(\.mainLayer).filter { network.layers[$0].isFullyConnected }
        precondition(layers.count == pruned.patterns.count, "one pattern for every fully connected layer")
        var matrices: [SparseMatrix] = []
        var partitions: [SparsePartition] = []
        for (layer, pattern) in zip(layers, pruned.patterns) {
            let shape = network.layers[layer]
            let key = SparsePartitionCache.MatrixKey(
                pattern: pattern, rowCount: shape.inputShapes[0].elementCount, columnCount: shape.output.elementCount)
            let matrix = cache.matrix(key)
            precondition(
                matrix.rowCount == key.rowCount && matrix.columnCount == key.columnCount,
                "layer \(shape.name) has another shape than its matrix")
            matrices.append(matrix)
            partitions.append(
                pruned.scheme.map {
                    cache.partition(key, by: $0, capabilities: weights, settings: pruned.settings)
                }
                    ?? SparsePartition(
                        workerCount: 1, owners: [UInt16](repeating: 0, count: matrix.nonZeroCount), of: matrix))
        }
        if pruned.scheme?.hasFreeVectorOwners == true {
            for index in layers.indices.reversed() {
                let readers = readers(of: layers[index], steps: steps, layers: layers, matrices, partitions)
                partitions[index].outputOwners = VectorOwners.chained(
                    partitions[index], of: matrices[index], readers: readers, cost: pruned.settings.cost)
            }
        }
        return layers.indices.map { (layers[$0], matrices[$0], partitions[$0]) }
    }

    /// Who reads every output of a layer: the workers of the next pruned layer, or the Group Owner, which may be no
    /// worker; nil if nobody in particular.
    private func readers(
        of layer: Int, steps: [NetworkStep], layers: [Int], _ matrices: [SparseMatrix], _ partitions: [SparsePartition]
    ) -> VectorOwners.Readers? {
        guard let step = steps.first(where: { $0.mainLayer == layer }) else { return nil }
        let consumers = network.consumers[step.outputTensor]
        if let next = layers.firstIndex(where: { consumers == [$0] }) {
            return .workers(
                LineCounts(
                    workerCount: partitions[next].workerCount, owners: partitions[next].owners, of: matrices[next]
                ).rows)
        }
        return places.firstIndex(of: ownerPlace).map { .all($0) }
    }
}
