import DeviceProfiles
import Simulator
import Units

/// An access point (node 0) and equal stations.
func cell(
    _ name: String, stations: Int = 1, _ transport: WLANTransport = .udp,
    _ change: (inout WLANConfiguration) -> Void = { _ in }
) throws(WLANError) -> WLANConfiguration {
    let layer = try WLANPhysicalLayer(named: name)
    var configuration = try WLANConfiguration(
        layers: Array(repeating: layer, count: stations + 1), accessPoint: 0, transport: transport)
    change(&configuration)
    return configuration
}

func message(_ identifier: Int, from source: Int, to destination: Int, bytes: Int) -> Message {
    Message(
        identifier: Int32(identifier), source: Int32(source), destination: Int32(destination), bytes: ByteCount(bytes))
}

/// Mean, and half the width of the interval that holds 95 % of runs (normal quantile).
func spread(_ values: [Double]) -> (mean: Double, half: Double) {
    let (mean, half) = interval(values)
    return (mean, half * Double(values.count).squareRoot())
}

/// Mean, and half the width of its 95 % confidence interval (normal quantile, for 20 and more values).
func interval(_ values: [Double]) -> (mean: Double, half: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return (mean, 1.96 * (variance / count).squareRoot())
}

/// Goodput of saturated stations in Mbit/s in one run of the event model.
func saturatedGoodput(
    _ configuration: WLANConfiguration, senders: [Int], seed: UInt64, seconds: Double
) throws(WLANError) -> Double {
    var channel = try WLANChannel(configuration, seed: seed)
    for sender in senders {
        channel.submit(
            message(sender, from: sender, to: sender == 0 ? 1 : 0, bytes: configuration.payload * 1_000_000), at: .start
        )
    }
    // The first packets of all collide for certain.
    let warmUp = Instant(nanoseconds: 50_000_000)
    channel.run(until: warmUp)
    // From the end of one exchange to the end of another, so that no fraction of a packet is left over.
    let before = channel.statistics.deliveredFrames
    let begin = channel.busyEnd
    channel.run(until: warmUp + TimeSpan(seconds: seconds))
    let bits = Double((channel.statistics.deliveredFrames - before) * configuration.payload * 8)
    return bits / Double(channel.busyEnd - begin) * 1000
}

/// Delivery times in seconds of messages handed over at one instant, by identifier.
func deliveryTimes<Cell: WLANCell & ~Copyable>(
    _ cell: Cell.Type, _ configuration: WLANConfiguration, _ messages: [Message], seed: UInt64 = 1,
    at instant: Instant = Instant(nanoseconds: 1_000_000)
) throws(WLANError) -> [Double] {
    var channel = try Cell(configuration, seed: seed)
    for message in messages { channel.submit(message, at: instant) }
    var times = [Double](repeating: .nan, count: messages.count)
    for _ in messages {
        guard let delivered = channel.runToDelivery() else { break }
        times[Int(delivered.identifier)] = (delivered.end - instant).seconds
    }
    return times
}
