import DeviceProfiles
import Simulator
import Testing
import Units

/// The event model against what can be worked out by hand: exact forms lie within the 95 % interval of its mean, the
/// approximations (Bianchi, fluid) within the interval that holds 95 % of its runs.
@Suite struct WLANClosedFormTests {
    @Test func aLoneStationAttemptsEverySeventeenHalfSlots() {
        // p = 0: τ = 2 / (1 + 16).
        let saturation = WLANSaturation(stations: 1)
        #expect(abs(saturation.attemptProbability - 2.0 / 17) < 1e-12)
        #expect(saturation.collisionProbability == 0)
    }

    @Test(arguments: [2, 5, 16, 64])
    func bianchisFixedPointHolds(stations: Int) {
        let saturation = WLANSaturation(stations: stations)
        let tau = saturation.attemptProbability
        var quiet = 1.0
        for _ in 1..<stations { quiet *= 1 - tau }
        let p = 1 - quiet
        var sum = 0.0
        var term = 1.0
        for _ in 0..<6 {
            sum += term
            term *= 2 * p
        }
        #expect(abs(saturation.collisionProbability - p) < 1e-9)
        #expect(abs(tau - 2 / (17 + 16 * p * sum)) < 1e-9)
    }

    @Test(arguments: ["g54", "n65", "ac433", "ax143"])
    func aSaturatedLinkReachesTheClosedForm(name: String) throws {
        let configuration = try cell(name) { $0.beaconAirtime = .zero }
        let runs = try (0..<40).map {
            try saturatedGoodput(configuration, senders: [1], seed: UInt64($0), seconds: 1)
        }
        let (mean, half) = interval(runs)
        let expected = WLANSaturation.goodput(stations: 1, of: configuration) / 1e6
        #expect(abs(mean - expected) <= half, "\(mean) ± \(half) Mbit/s, closed form \(expected)")
    }

    @Test(arguments: [2, 5])
    func contentionFollowsBianchi(stations: Int) throws {
        let configuration = try cell("g54", stations: stations)
        let runs = try (0..<24).map {
            try saturatedGoodput(
                configuration, senders: Array(1...stations), seed: UInt64($0), seconds: 0.1024)
        }
        let (mean, half) = spread(runs)
        let expected = WLANSaturation.goodput(stations: stations, of: configuration) / 1e6
        #expect(abs(mean - expected) <= half, "\(mean) ± \(half) Mbit/s, closed form \(expected)")
    }

    /// T = t_access + Σ T_packet + (P - 1)(SIFS + T_response + AIFS + 7.5 slots), nobody else about.
    @Test(arguments: ["g54", "n65", "ac433"])
    func aMessageOnAnIdleChannelTakesItsAirtimes(name: String) throws {
        let layer = try WLANPhysicalLayer(named: name)
        let configuration = try cell(name) { $0.beaconAirtime = .zero }
        let bytes = 200_000
        let frames = (bytes + 1471) / 1472
        let limit = layer.aggregateLimit(packet: 1500)
        let packets = (frames + limit - 1) / limit
        var expected = (layer.isQoS ? 0.5 * layer.slot.seconds : layer.arbitrationSpace.seconds)
        for packet in 0..<packets {
            let count = min(limit, frames - packet * limit)
            let isLast = packet == packets - 1
            let rest = bytes - (frames - 1) * 1472 + 28
            let length: Int
            if count == 1 {
                length = layer.frameBytes(packet: isLast ? rest : 1500)
            } else {
                length =
                    (count - 1) * layer.subframeBytes(packet: 1500) + layer.frameBytes(packet: isLast ? rest : 1500) + 4
            }
            expected += layer.packetAirtime(bytes: length).seconds
            if !isLast {
                expected +=
                    layer.shortInterframeSpace.seconds + layer.responseAirtime(frames: count).seconds
                    + layer.arbitrationSpace.seconds + 7.5 * layer.slot.seconds
            }
        }
        let times = try (0..<60).map { run in
            // Hand-overs at any phase of a slot.
            try deliveryTimes(
                WLANChannel.self, configuration, [message(0, from: 1, to: 0, bytes: bytes)], seed: UInt64(run),
                at: Instant(nanoseconds: 1_000_000 + Int64(run) * 150))[0]
        }
        let (mean, half) = interval(times)
        #expect(abs(mean - expected) <= max(half, 1e-6), "\(mean) ± \(half) s, closed form \(expected)")
        let fluid = try deliveryTimes(
            WLANFluidChannel.self, configuration, [message(0, from: 1, to: 0, bytes: bytes)])[0]
        #expect(abs(fluid - expected) <= 2e-6)
    }

    @Test func theFluidLastEndLiesWithinTheEventModelsRuns() throws {
        let configuration = try cell("n65", stations: 4)
        let messages = (0..<4).map { message($0, from: $0 + 1, to: 0, bytes: 400_000) }
        let last = try (0..<40).map {
            try deliveryTimes(WLANChannel.self, configuration, messages, seed: UInt64($0)).max() ?? .nan
        }
        let (mean, half) = spread(last)
        let fluid = try deliveryTimes(WLANFluidChannel.self, configuration, messages).max() ?? .nan
        #expect(abs(fluid - mean) <= half, "\(mean) ± \(half) s, fluid \(fluid)")
    }
}
