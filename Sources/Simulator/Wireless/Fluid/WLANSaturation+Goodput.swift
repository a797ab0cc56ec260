public import DeviceProfiles
import Units

extension WLANSaturation {
    /// Payload of equal stations that always have something to send to the access point (or it to one of them), in
    /// bit/s, all together.
    ///
    /// UDP: G(n) = 8 · payload · k · β / (T_exchange + o_n). TCP adds the acknowledgments' packets: one for 1 + n data
    /// packets with aggregation, contended for by n + 1; without, one for two, and stations wait for the access point
    /// so that about two contend however many there are.
    ///
    /// - Parameter stations: senders of data; all at the rate of the configuration's first layer.
    public static func goodput(stations: Int, of configuration: WLANConfiguration) -> Double {
        let planner = WLANTransferPlanner(configuration)
        let layer = configuration.layers[0]
        let isTCP = configuration.transport == .tcp
        let packet = configuration.payload + configuration.transport.headers
        let frames = planner.isAggregating ? layer.aggregateLimit(packet: packet) : 1
        var one = configuration
        one.transport = .udp
        let data = WLANTransferPlanner(one).fullExchange(frames: frames, packet: packet, over: layer)
        let contenders = isTCP ? (planner.isAggregating ? stations + 1 : 2) : stations
        let overhead = WLANSaturation(stations: contenders).overhead(
            packet: data.packet, times: planner.times, losing: WLANCellTimes.loss(in: configuration))
        var cycle = data.exchange + overhead
        if isTCP {
            let ratio = planner.isAggregating ? 1 / Double(1 + stations) : 0.5
            let answers = planner.isAggregating ? max(1, Int((Double(frames) / (2 * ratio)).rounded())) : 1
            let answer = planner.fullExchange(
                frames: min(answers, WLANFrames.aggregateWindow), packet: WLANFrames.transmissionControlHeaders,
                over: layer)
            cycle += ratio * (answer.exchange + overhead)
        }
        let bits = Double(8 * configuration.payload * frames) * (1 - configuration.packetErrorRate)
        return bits * planner.times.beaconFactor / cycle * 1e9
    }
}

extension WLANTransferPlanner {
    /// Access space, packet of equal frames, and answer in nanoseconds; and the packet alone.
    func fullExchange(frames: Int, packet: Int, over layer: WLANPhysicalLayer) -> (exchange: Double, packet: Double) {
        let airtime = Double(layer.aggregateAirtime(packet: packet, count: frames).nanoseconds)
        let response = Double(layer.responseAirtime(frames: frames).nanoseconds)
        let protection =
            configuration.isProtected ? times.requestToSend + times.clearToSend + 2 * times.shortSpace : 0
        return (times.arbitrationSpace + protection + airtime + times.shortSpace + response, airtime)
    }
}
