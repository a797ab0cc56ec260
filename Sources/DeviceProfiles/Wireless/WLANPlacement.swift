/// Which devices are which nodes of which Wi-Fi cells.
public struct WLANPlacement: Sendable, Hashable {
    public struct Place: Sendable, Hashable {
        /// -1 on the wired network.
        public var cell: Int
        public var node: Int
    }

    public var cells: [WLANConfiguration]
    /// By device.
    public var places: [Place]

    /// - Throws: what the standard or the topology does not allow.
    public init(_ network: WirelessLAN, devices: [Device], groupOwner: Int) throws(WLANError) {
        let isInfrastructure = network.topology == .accessPoint
        if !isInfrastructure, let odd = devices.first(where: { $0.link.isWired || $0.link.cell != 0 }) {
            throw .outOfRange(
                "\(odd.name) is wired or in another cell, which takes the topology \"accessPoint\"")
        }
        let cellCount = (devices.map(\.link.cell).max() ?? 0) + 1
        guard cellCount <= 64, devices.allSatisfy({ $0.link.cell >= 0 }) else {
            throw .outOfRange("cells are numbered from 0 to 63")
        }
        let base = try network.radio.layer()
        var layers = [[WLANPhysicalLayer]](repeating: isInfrastructure ? [base] : [], count: cellCount)
        var factors = [[Double]](repeating: isInfrastructure ? [1] : [], count: cellCount)
        places = []
        for device in devices {
            let cell = device.link.cell
            if device.link.isWired {
                places.append(Place(cell: -1, node: 0))
                continue
            }
            places.append(Place(cell: cell, node: layers[cell].count))
            layers[cell].append(try device.link.radio(from: network.radio).layer())
            factors[cell].append(device.link.goodputFactor)
        }
        cells = []
        for cell in 0..<cellCount {
            // A cell without stations, or a device alone, has nobody to talk to; its model has a silent second node.
            while layers[cell].count < 2 {
                layers[cell].append(base)
                factors[cell].append(1)
            }
            let point: Int? =
                switch network.topology {
                case .groupOwner: groupOwner
                case .accessPoint: 0
                case .adHoc: nil
                }
            var configuration = try WLANConfiguration(
                layers: layers[cell], accessPoint: point, transport: network.transport)
            if network.topology == .groupOwner {
                configuration.beaconAirtime = base.groupOwnerBeaconAirtime
            }
            configuration.isAggregating = network.isAggregating
            configuration.isProtected = network.isProtected
            configuration.packetErrorRate = network.packetErrorRate
            configuration.beaconInterval = network.beaconInterval
            configuration.goodputFactors = factors[cell]
            configuration.absence = network.absence
            if network.dozes, let mode = network.powerSave {
                configuration.powerSave = layers[cell].indices.map { $0 == point ? nil : mode }
            }
            if network.directLinks != .none, let point {
                let stations = layers[cell].indices.filter { $0 != point }
                for first in stations {
                    for second in stations where second > first { configuration.directPairs.insert([first, second]) }
                }
            }
            try configuration.validate()
            cells.append(configuration)
        }
    }
}
