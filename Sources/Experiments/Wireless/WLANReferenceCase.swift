import DeviceProfiles
import Simulator
import Units

/// One case of the reference: what was run, and what came out.
struct WLANReferenceCase {
    var kind: WLANReferenceTable.Kind
    var layer: WLANPhysicalLayer
    var transport: WLANTransport
    var isAggregating = true
    var isProtected = false
    var isUpward = true
    /// Stations beside the access point.
    var stations = 1
    var payload: Int
    var bytes = 0
    var topology = Topology.up
    var isSequential = true
    var listenInterval = 1
    /// Measured quantities: column and value.
    var measured: [(quantity: String, value: Double)]
    var processorSeconds: Double

    enum Topology: String { case up, down, relay, direct }

    init(_ row: WLANReferenceTable.Row, kind: WLANReferenceTable.Kind) throws(WLANError) {
        self.kind = kind
        layer = try WLANPhysicalLayer(named: row.text("phy"), omitsSignalB: true)
        let protocolName = try row.text("proto", default: "udp")
        guard let transport = WLANTransport(rawValue: protocolName) else {
            throw .unreadableTable("\(row.table), line \(row.line): \"\(protocolName)\" is neither udp nor tcp")
        }
        self.transport = transport
        payload = transport.payload
        let columns: [String]
        switch kind {
        case .single:
            isAggregating = try row.count("ampdu", in: 0...1) == 1
            isUpward = try row.text("dir") == "up"
            if transport == .udp { payload = try row.count("payload", in: 1...transport.payload) }
            columns = ["goodput_mbps"]
        case .contention:
            stations = try row.count("n", in: 1...4000)
            isProtected = try row.count("rts", in: 0...1) == 1
            columns = ["goodput_mbps"]
        case .transfer:
            let name = try row.text("topo")
            guard let topology = Topology(rawValue: name) else {
                throw .unreadableTable(
                    "\(row.table), line \(row.line): topology \"\(name)\" is none of up, down, relay and direct")
            }
            self.topology = topology
            stations = topology == .relay ? 2 : 1
            columns = [
                "mean_s", "src_tx_s", "src_rx_s", "src_busy_s", "dst_tx_s", "dst_rx_s", "dst_busy_s",
            ]
        case .concurrent:
            stations = try row.count("k", in: 1...4000)
            columns = ["mean_s", "max_s", "min_s"]
        case .round:
            stations = try row.count("k", in: 1...4000)
            isSequential = try row.text("order") == "seq"
            columns = ["round_s", "scatter_s", "gather_s"]
        case .powerSave:
            isUpward = try row.text("dir") == "up"
            listenInterval = try row.count("listen", in: 1...1000)
            columns = ["mean_s"]
        }
        if kind != .single, kind != .contention { bytes = try row.count("size_B", in: 1...2_000_000_000) }
        measured = []
        for column in columns { measured.append((column, try row.number(column))) }
        processorSeconds = try row.number("ns3_cpu_s")
    }

    /// The cell in which the case was run: node 0 is the access point, or one of two nodes of an ad-hoc cell.
    func configuration() throws(WLANError) -> WLANConfiguration {
        var configuration = try WLANConfiguration(
            layers: Array(repeating: layer, count: stations + 1), accessPoint: topology == .direct ? nil : 0,
            transport: transport)
        configuration.isAggregating = isAggregating
        configuration.isProtected = isProtected
        configuration.payload = payload
        // The reference drops frames after 7 repetitions in sets a and b only.
        configuration.retryLimit = kind == .single || kind == .contention ? 7 : nil
        return configuration
    }
}
