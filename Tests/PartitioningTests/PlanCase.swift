import DeviceProfiles
import Execution
import NeuralNetworks
import Partitioning
import Tensors
import Units

extension Cluster {
    /// Devices with these capabilities; device 0 is the Group Owner and has the input.
    static func devices(_ capabilities: [Int], ownerComputes: Bool = true) -> Cluster {
        Cluster(
            devices: capabilities.enumerated().map { index, capability in
                Device(name: "device-\(index)", profile: DeviceCatalogue.profiles[0], capability: capability)
            }, groupOwner: 0, source: 0, computing: Array((ownerComputes ? 0 : 1)..<capabilities.count),
            wireless: WirelessNetwork(rate: DataRate(bitsPerSecond: 1e8)))
    }
}

/// A network on a cluster with every choice made.
struct PlanCase {
    var network: Network
    var cluster: Cluster
    var scheme: ConvolutionScheme
    var fullyConnected: FullyConnectedScheme
    var delivery: Delivery
    let partition: Partition

    init(
        _ network: Network, on cluster: Cluster, _ scheme: ConvolutionScheme,
        _ fullyConnected: FullyConnectedScheme = .byOutputs, _ delivery: Delivery = .direct
    ) {
        self.network = network
        self.cluster = cluster
        self.scheme = scheme
        self.fullyConnected = fullyConnected
        self.delivery = delivery
        partition = Partitioner(convolution: scheme, fullyConnected: fullyConnected).partition(network, on: cluster)
    }

    func plan() -> ExecutionPlan { Planner(delivery: delivery).plan(partition, of: network, on: cluster) }

    var label: String {
        "\(network.name), \(scheme.label), \(fullyConnected), \(delivery), capabilities "
            + "\(cluster.devices.map(\.capability)), computing \(cluster.computing), owner \(cluster.groupOwner), "
            + "source \(cluster.source)"
    }
}

extension ConvolutionScheme {
    static var variants: [ConvolutionScheme] { all.map(\.scheme) + furtherVariants }

    /// Settings that the catalogue's schemes leave at their defaults.
    static var furtherVariants: [ConvolutionScheme] {
        [
            ConvolutionScheme(name: "ftp", shape: .grid, fusion: .everyStridedLayers(1)),
            ConvolutionScheme(
                name: "fused-strips", shape: .strips, weighting: .capability, fusion: .everyStridedLayers(2)),
            ConvolutionScheme(name: "ftp", shape: .grid, fusion: .all, grid: Extent(3)),
            ConvolutionScheme(name: "grid-2d", shape: .grid, grid: Extent(height: 2, width: 3)),
            ConvolutionScheme(name: "bodp", shape: .strips, weighting: .capability, cutRule: .floor),
        ]
    }
}

extension ExecutionPlan {
    /// All messages with their operation number.
    var messages: [(operation: Int, step: Int, transfer: Transfer)] {
        operations.enumerated().compactMap { index, operation in
            if case .transfer(let transfer) = operation.action { (index, Int(operation.step), transfer) } else { nil }
        }
    }

    var computations: [(step: Int, computation: Computation)] {
        operations.compactMap { operation in
            if case .compute(let computation) = operation.action { (Int(operation.step), computation) } else { nil }
        }
    }

    func messages(inStep name: String) -> [Transfer] { messages.filter { steps[$0.step].name == name }.map(\.transfer) }
}
