public import DeviceProfiles
import Execution
public import NeuralNetworks

/// Chooses who computes what.
public struct Partitioner: Sendable, Hashable {
    public var convolution: ConvolutionScheme
    public var fullyConnected: FullyConnectedScheme

    /// Sparse fully connected layers and how they are divided; `fullyConnected` does not concern them.
    public var pruned: PrunedLayers?

    public init(
        convolution: ConvolutionScheme, fullyConnected: FullyConnectedScheme, pruned: PrunedLayers? = nil
    ) {
        self.convolution = convolution
        self.fullyConnected = fullyConnected
        self.pruned = pruned
    }

    /// Divides a network among the computing devices of a cluster; a map with fewer rows than devices leaves some idle.
    ///
    /// - Parameter cache: of sparse matrices and their partitions.
    public func partition(
        _ network: Network, on cluster: Cluster, cache: SparsePartitionCache = SparsePartitionCache()
    ) -> Partition {
        let cluster = serving(cluster)
        let steps = NetworkStep.steps(of: network)
        let single = Self.singlePlace(of: cluster)

        var placeDevices = Array(cluster.devices.indices)
        var places = cluster.computing
        var weights =
            convolution.weighting == .capability
            ? cluster.capabilities : Array(repeating: 1, count: cluster.computing.count)
        switch convolution.shape {
        case .wholeOnOneDevice:
            places = [single]
            weights = [1]
        case .grid where convolution.distribution == .workStealing:
            let tiles = convolution.grid.map { $0.height * $0.width } ?? places.count
            places = Array(placeDevices.count..<placeDevices.count + tiles)
            placeDevices += Array(repeating: ExecutionPlan.undecided, count: tiles)
        case .grid:
            if convolution.method == .cut, let grid = convolution.grid, grid.height * grid.width != places.count {
                let tiles = grid.height * grid.width
                places = Array(placeDevices.count..<placeDevices.count + tiles)
                placeDevices += (0..<tiles).map { cluster.computing[$0 % cluster.computing.count] }
            }
        case .strips: break
        }

        let spatial = SpatialPartitioner(
            network: network, steps: steps, scheme: convolution, places: places, weights: weights)
        let costs = StepCosts(network: network, cluster: cluster)
        let local =
            [cluster.source, cluster.groupOwner].first(where: cluster.computing.contains) ?? cluster.computing[0]
        let offloading = OffloadingPartitioner(
            network: network, steps: steps, costs: costs, localPlace: local, remotePlace: single)
        // Sparse layers have a division of their own.
        if convolution.method == .offloading, pruned == nil {
            return Partition(placeDevices: placeDevices, stages: offloading.stages())
        }
        let sparse = sparsePartitioner(network, on: cluster, cache: cache)?.parts(of: steps)
        let fullyConnected = FullyConnectedPartitioner(
            network: network, scheme: fullyConnected, places: cluster.computing, weights: cluster.capabilities,
            singlePlace: single, ownerPlace: owner(of: cluster), sparse: sparse)

        var stages: [Partition.Stage] = []
        var index = 0
        while index < steps.count {
            if steps[index].isVector {
                stages.append(fullyConnected.stage(of: steps[index]))
                index += 1
            } else {
                let end = steps[index...].firstIndex(where: \.isVector) ?? steps.count
                stages +=
                    convolution.method == .offloading
                    ? Array(offloading.stages()[index..<end])
                    : mapStages(of: index..<end, spatial: spatial, costs: costs, single: single)
                index = end
            }
        }
        return Partition(placeDevices: placeDevices, stages: stages)
    }

    /// Which place multiplies with which weight of the sparse layers; empty if there are none.
    ///
    /// - Parameter cache: the one of the partition, so that nothing is divided twice.
    public func sparseDivisions(
        of network: Network, on cluster: Cluster, cache: SparsePartitionCache = SparsePartitionCache()
    ) -> [SparseLayerDivision] {
        sparsePartitioner(network, on: serving(cluster), cache: cache)?.divisions(of: NetworkStep.steps(of: network))
            ?? []
    }

    private func sparsePartitioner(
        _ network: Network, on cluster: Cluster, cache: SparsePartitionCache
    ) -> SparseLayerPartitioner? {
        pruned.map { pruned in
            let places = pruned.scheme == nil ? [Self.singlePlace(of: cluster)] : cluster.computing
            return SparseLayerPartitioner(
                network: network, pruned: pruned, places: places, weights: cluster.capabilities,
                profiles: places.map { cluster.devices[$0].profile }, ownerPlace: owner(of: cluster), cache: cache)
        }
    }

    /// The cluster with the devices that have a part in one request: of data parallelism just the fastest.
    private func serving(_ cluster: Cluster) -> Cluster {
        guard convolution.method == .dataParallel else { return cluster }
        var alone = cluster
        alone.computing = [Self.singlePlace(of: cluster)]
        return alone
    }

    /// Who finishes what needs all outputs: the Group Owner, which wants them, unless a request stays on one device.
    private func owner(of cluster: Cluster) -> Int {
        convolution.method == .dataParallel ? cluster.computing[0] : cluster.groupOwner
    }

    /// The fastest device, which works alone where nothing is divided.
    private static func singlePlace(of cluster: Cluster) -> Int {
        let highest = cluster.computing.map { cluster.devices[$0].capability }.max()!
        // The first of equals is the natural choice.
        return cluster.computing.first { cluster.devices[$0].capability == highest }!
    }

    private func mapStages(
        of range: Range<Int>, spatial: SpatialPartitioner, costs: StepCosts, single: Int
    ) -> [Partition.Stage] {
        let outputs = LayerOutputPartitioner(spatial: spatial)
        switch convolution.method {
        case .cut, .offloading, .dataParallel: return spatial.stages(of: range)
        case .earlyFused:
            return EarlyFusedPartitioner(spatial: spatial, costs: costs, singlePlace: single).stages(of: range)
        case .optimalFused, .adaptiveFused:
            let isAdaptive = convolution.method == .adaptiveFused
            return OptimalFusedPartitioner(spatial, costs: costs, isAdaptive: isAdaptive).stages(of: range)
        case .layerOutputs: return outputs.stages(of: range)
        case .fusedPairs:
            // The Group Owner has the input and wants the output; if it computes nothing, the fastest device merges.
            let owner = costs.cluster.groupOwner
            let merging = costs.cluster.computing.contains(owner) ? owner : single
            return FusedPairsPartitioner(outputs: outputs, mergingPlace: merging).stages(of: range)
        case .greedyTwoDimensional: return GreedyTwoDimensionalPartitioner(spatial: spatial).stages(of: range)
        }
    }
}
