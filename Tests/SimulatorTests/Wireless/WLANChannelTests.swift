import DeviceProfiles
import Simulator
import Testing
import Units

@Suite struct WLANChannelTests {
    @Test(arguments: [WLANTransport.udp, .tcp], ["g54", "n65", "ac433"])
    func everyMessageArrivesOnceWhateverCollides(transport: WLANTransport, name: String) throws {
        let configuration = try cell(name, stations: 5, transport)
        // Up, down, and between stations over the access point; several of one connection.
        let messages = (0..<30).map { number in
            let source = number % 6
            return message(number, from: source, to: (source + 1 + number / 6) % 6, bytes: 1 + number * 7001)
        }
        for seed in 0..<5 {
            let times = try deliveryTimes(WLANChannel.self, configuration, messages, seed: UInt64(seed))
            #expect(times.allSatisfy { $0 > 0 }, "seed \(seed)")
        }
        let fluid = try deliveryTimes(WLANFluidChannel.self, configuration, messages)
        #expect(fluid.allSatisfy { $0 > 0 })
    }

    @Test func equalSeedsGiveEqualTimes() throws {
        let configuration = try cell("n65", stations: 4, .tcp)
        let messages = (0..<4).map { message($0, from: $0 + 1, to: 0, bytes: 100_000) }
        let run = { (seed: UInt64) in try deliveryTimes(WLANChannel.self, configuration, messages, seed: seed) }
        #expect(try run(7) == run(7))
        #expect(try run(7) != run(8))
    }

    @Test func aSlowStationHurtsAll() throws {
        // Stations get opportunities, not airtime: 802.11g's 6 Mbit/s beside 54 drags both to about equal bytes.
        var configuration = try cell("g54", stations: 2)
        let alike = try saturatedGoodput(configuration, senders: [1, 2], seed: 1, seconds: 1)
        configuration.layers[2] = try WLANPhysicalLayer(named: "g6")
        let mixed = try saturatedGoodput(configuration, senders: [1, 2], seed: 1, seconds: 1)
        let fastAlone = try saturatedGoodput(configuration, senders: [1], seed: 1, seconds: 1)
        #expect(mixed < 0.5 * alike)
        // The fast station's half is far below half of what it has alone.
        #expect(mixed / 2 < 0.25 * fastAlone)
        let fluid = try deliveryTimes(
            WLANFluidChannel.self, configuration,
            [message(0, from: 1, to: 0, bytes: 500_000), message(1, from: 2, to: 0, bytes: 500_000)])
        let events = try deliveryTimes(
            WLANChannel.self, configuration,
            [message(0, from: 1, to: 0, bytes: 500_000), message(1, from: 2, to: 0, bytes: 500_000)])
        #expect(abs(fluid[0] / events[0] - 1) < 0.1)
    }

    @Test func protectionSavesAggregatesFromCollisions() throws {
        let plain = try cell("n65", stations: 8)
        let protected = try cell("n65", stations: 8) { $0.isProtected = true }
        let senders = Array(1...8)
        #expect(
            try saturatedGoodput(protected, senders: senders, seed: 1, seconds: 2)
                > saturatedGoodput(plain, senders: senders, seed: 1, seconds: 2))
    }

    @Test func damagedFramesGoAgain() throws {
        // Of every aggregate a tenth goes again: nine tenths of the goodput.
        let clean = try saturatedGoodput(try cell("n65"), senders: [1], seed: 1, seconds: 3)
        let noisy = try saturatedGoodput(
            try cell("n65") { $0.packetErrorRate = 0.1 }, senders: [1], seed: 1, seconds: 3)
        #expect(abs(noisy / clean - 0.9) < 0.02)
        let messages = [message(0, from: 1, to: 0, bytes: 300_000)]
        let times = try deliveryTimes(
            WLANChannel.self, try cell("g54", stations: 1, .tcp) { $0.packetErrorRate = 0.5 }, messages)
        #expect(times[0] > 0)
    }

    @Test(arguments: [0.25, 0.5, 0.75])
    func aSlowBusScalesTheGoodput(factor: Double) throws {
        let full = try saturatedGoodput(try cell("n65"), senders: [1], seed: 1, seconds: 3)
        let limited = try saturatedGoodput(
            try cell("n65") { $0.goodputFactors = [1, factor] }, senders: [1], seed: 1, seconds: 3)
        #expect(abs(limited / full - factor) < 0.03)
        // What it leaves over goes to another station.
        let configuration = try cell("n65", stations: 2) { $0.goodputFactors = [1, factor, 1] }
        #expect(try saturatedGoodput(configuration, senders: [1, 2], seed: 1, seconds: 2) > 0.9 * full)
    }

    @Test func anAbsentGroupOwnerCostsItsShareOfTime() throws {
        let full = try saturatedGoodput(try cell("ac433"), senders: [1], seed: 1, seconds: 2)
        let absent = try saturatedGoodput(
            try cell("ac433") {
                $0.absence = WLANAbsence(
                    duration: TimeSpan(nanoseconds: 30_000_000), interval: TimeSpan(nanoseconds: 100_000_000))
            }, senders: [1], seed: 1, seconds: 2)
        // 1 - D / I, and the last exchange before an absence does not begin.
        #expect(abs(absent / full - 0.7) < 0.03)
    }

    @Test(arguments: [1, 3])
    func aSleeperHearsOfItsFramesAtItsBeacon(listenInterval: Int) throws {
        let interval = 0.1024
        var waits: [Double] = []
        for phase in 0..<40 {
            let configuration = try cell("ac433") {
                $0.powerSave = [nil, WLANPowerSave(tail: .zero, listenInterval: listenInterval)]
                $0.beaconOffset = .zero
            }
            var channel = try WLANChannel(configuration, seed: 1)
            let period = interval * Double(listenInterval)
            let instant = Instant(nanoseconds: Int64((1 + (Double(phase) + 0.5) / 40) * period * 1e9))
            channel.submit(message(0, from: 0, to: 1, bytes: 1000), at: instant)
            let arrival = channel.runToDelivery()
            let delivered = try #require(arrival)
            let wait = (delivered.end - instant).seconds
            waits.append(wait)
            // Waking is told apart from sending, which takes 60 µs or so.
            #expect(abs(wait - delivered.wakeUp.seconds - delivered.transmission.seconds) < 3e-4)
            #expect(delivered.wakeUp > delivered.transmission || wait < 1e-3)
        }
        let mean = waits.reduce(0, +) / 40
        #expect(abs(mean / (interval * Double(listenInterval) / 2) - 1) < 0.03)
        // Its own messages don't wait.
        var channel = try WLANChannel(
            cell("ac433") { $0.powerSave = [nil, WLANPowerSave(tail: .zero, listenInterval: 3)] }, seed: 1)
        channel.submit(message(0, from: 1, to: 0, bytes: 1000), at: Instant(nanoseconds: 500_000_000))
        let arrival = channel.runToDelivery()
        let up = try #require(arrival)
        #expect((up.end - Instant(nanoseconds: 500_000_000)).seconds < 2e-3)
    }

    @Test func aSenderOnTheAirIsNotIdle() throws {
        // One packet of 10 subframes: its airtime is what the radio sends, what the other receives, and no more.
        var channel = try WLANChannel(cell("n65") { $0.beaconAirtime = .zero }, seed: 1)
        channel.submit(message(0, from: 1, to: 0, bytes: 14_720), at: .start)
        _ = channel.runToDelivery()
        let layer = try WLANPhysicalLayer(named: "n65")
        #expect(channel.radioTimes(of: 1).transmit == layer.aggregateAirtime(packet: 1500, count: 10))
        #expect(channel.radioTimes(of: 0).transmit == layer.blockAcknowledgmentAirtime)
        #expect(channel.radioTimes(of: 0).receive + layer.preamble == channel.radioTimes(of: 1).transmit)
    }

    @Test func nonsenseIsATypedError() throws {
        let layer = try WLANPhysicalLayer(named: "n65")
        #expect(throws: WLANError.self) { try WLANConfiguration(layers: [layer], accessPoint: 0, transport: .udp) }
        #expect(throws: WLANError.self) { _ = try WLANChannel(cell("n65") { $0.packetErrorRate = 1 }, seed: 1) }
        #expect(throws: WLANError.self) { _ = try WLANFluidChannel(cell("n65") { $0.goodputFactors = [0] }, seed: 1) }
        #expect(throws: WLANError.unknownName("n64")) { try WLANPhysicalLayer(named: "n64") }
        #expect(throws: WLANError.self) {
            try WLANConfiguration(
                layers: [layer, try WLANPhysicalLayer(named: "ac433")], accessPoint: 0, transport: .udp)
        }
    }
}
