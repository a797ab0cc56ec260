import DeviceProfiles
import Simulator
import Units

/// What the models say about a case.
extension WLANReferenceCase {
    /// Saturated stations run this long, after a warm-up.
    private static let warmUp: Int64 = 200_000_000
    private static let span: Int64 = 1_000_000_000
    /// Messages are handed over here; beacons are drawn, so the phase is random.
    private static let handOver = Instant(nanoseconds: 300_000_000)
    /// Between a connection's first message and the one that is measured: at any phase of beacons and slots.
    private static func pause(seed: UInt64) -> TimeSpan {
        var stream = RandomStream(seed: seed, consumer: "wlan validation pauses")
        return TimeSpan(seconds: 0.5 + 0.1024 * stream.nextUnit())
    }
    /// Messages of a run with power save, as many as the reference has a seed.
    private static let powerSaveMessages = 100

    /// The quantities of `measured`, in one run.
    func run<Cell: WLANCell & ~Copyable>(
        _ cell: Cell.Type, seed: UInt64, phase: Double, configuration: WLANConfiguration
    ) throws(WLANError) -> [Double] {
        var configuration = configuration
        configuration.beaconOffset = TimeSpan(seconds: phase * configuration.beaconInterval.seconds)
        return switch kind {
        case .single, .contention:
            try [
                cell == WLANChannel.self
                    ? saturate(configuration, seed: seed)
                    : WLANSaturation.goodput(stations: stations, of: configuration) / 1e6
            ]
        case .transfer: try transfer(cell, configuration, seed: seed)
        case .concurrent: try concurrent(cell, configuration, seed: seed)
        case .round: try round(cell, configuration, seed: seed)
        case .powerSave: try [powerSave(cell, configuration, seed: seed)]
        }
    }

    private func message(_ identifier: Int, from source: Int, to destination: Int, bytes: Int) -> Message {
        Message(
            identifier: Int32(identifier), source: Int32(source), destination: Int32(destination),
            bytes: ByteCount(bytes))
    }

    /// Goodput in Mbit/s.
    private func saturate(_ configuration: WLANConfiguration, seed: UInt64) throws(WLANError) -> Double {
        var channel = try WLANChannel(configuration, seed: seed)
        for station in 1...stations {
            channel.submit(
                message(
                    station, from: isUpward ? station : 0, to: isUpward ? 0 : station, bytes: payload * 1_000_000),
                at: .start)
        }
        channel.run(until: Instant(nanoseconds: Self.warmUp))
        let before = channel.statistics.deliveredFrames
        let begin = channel.busyEnd
        channel.run(until: Instant(nanoseconds: begin + Self.span))
        let frames = channel.statistics.deliveredFrames - before
        return Double(frames * payload * 8) * 1000 / Double(channel.busyEnd - begin)
    }

    private func transfer<Cell: WLANCell & ~Copyable>(
        _ cell: Cell.Type, _ configuration: WLANConfiguration, seed: UInt64
    ) throws(WLANError) -> [Double] {
        var channel = try Cell(configuration, seed: seed)
        let source = topology == .down ? 0 : 1
        let destination = topology == .relay ? 2 : 1 - source
        var handOver = Self.handOver
        if transport == .tcp {
            // The measured message is the second on its connection.
            channel.submit(message(0, from: source, to: destination, bytes: bytes), at: handOver)
            guard let first = channel.runToDelivery() else { return [] }
            handOver = first.end + Self.pause(seed: seed)
            channel.run(until: handOver)
        }
        channel.submit(message(0, from: source, to: destination, bytes: bytes), at: handOver)
        let before = [
            channel.radioTimes(of: source, until: handOver), channel.radioTimes(of: destination, until: handOver),
        ]
        guard let delivered = channel.runToDelivery() else { return [] }
        let after = [
            channel.radioTimesBeforeAnswer(of: source) - before[0],
            channel.radioTimesBeforeAnswer(of: destination) - before[1],
        ]
        return [(delivered.end - handOver).seconds]
            + after.flatMap { [$0.transmit.seconds, $0.receive.seconds, $0.busy.seconds] }
    }

    private func concurrent<Cell: WLANCell & ~Copyable>(
        _ cell: Cell.Type, _ configuration: WLANConfiguration, seed: UInt64
    ) throws(WLANError) -> [Double] {
        var channel = try Cell(configuration, seed: seed)
        var handOver = Self.handOver
        if transport == .tcp {
            for station in 1...stations {
                channel.submit(message(station, from: station, to: 0, bytes: bytes), at: handOver)
            }
            var end = handOver
            for _ in 1...stations {
                guard let first = channel.runToDelivery() else { return [] }
                end = first.end
            }
            handOver = end + Self.pause(seed: seed)
            channel.run(until: handOver)
        }
        for station in 1...stations {
            channel.submit(message(station, from: station, to: 0, bytes: bytes), at: handOver)
        }
        var sum = 0.0
        var first = 0.0
        var last = 0.0
        for number in 0..<stations {
            guard let delivered = channel.runToDelivery() else { return [] }
            last = (delivered.end - handOver).seconds
            if number == 0 { first = last }
            sum += last
        }
        return [sum / Double(stations), last, first]
    }

    private func round<Cell: WLANCell & ~Copyable>(
        _ cell: Cell.Type, _ configuration: WLANConfiguration, seed: UInt64
    ) throws(WLANError) -> [Double] {
        var channel = try Cell(configuration, seed: seed)
        var now = Self.handOver
        if !isSequential {
            for station in 1...stations {
                channel.submit(message(station, from: 0, to: station, bytes: bytes), at: now)
            }
        }
        for station in 1...stations {
            if isSequential { channel.submit(message(station, from: 0, to: station, bytes: bytes), at: now) }
            guard let delivered = channel.runToDelivery() else { return [] }
            now = delivered.end
        }
        let scattered = now
        for station in 1...stations { channel.submit(message(station, from: station, to: 0, bytes: bytes), at: now) }
        for _ in 1...stations {
            guard let delivered = channel.runToDelivery() else { return [] }
            now = delivered.end
        }
        return [
            (now - Self.handOver).seconds, (scattered - Self.handOver).seconds, (now - scattered).seconds,
        ]
    }

    /// Mean delivery in seconds to or from a station that dozes.
    private func powerSave<Cell: WLANCell & ~Copyable>(
        _ cell: Cell.Type, _ configuration: WLANConfiguration, seed: UInt64
    ) throws(WLANError) -> Double {
        var configuration = configuration
        configuration.powerSave = [nil, WLANPowerSave(tail: .zero, listenInterval: listenInterval)]
        var channel = try Cell(configuration, seed: seed)
        var phases = RandomStream(seed: seed, consumer: "wlan validation phases")
        let period = Double(configuration.beaconInterval.nanoseconds) * Double(listenInterval)
        var now = Self.handOver
        var sum = 0.0
        for number in 0..<Self.powerSaveMessages {
            now =
                now
                + TimeSpan(
                    nanoseconds: Int64(
                        period * (1 + (Double(number) + phases.nextUnit()) / Double(Self.powerSaveMessages))))
            channel.submit(
                message(number, from: isUpward ? 1 : 0, to: isUpward ? 0 : 1, bytes: bytes), at: now)
            guard let delivered = channel.runToDelivery() else { return .nan }
            sum += (delivered.end - now).seconds
            now = delivered.end
        }
        return sum / Double(Self.powerSaveMessages)
    }
}
