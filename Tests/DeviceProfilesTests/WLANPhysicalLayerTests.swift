import DeviceProfiles
import Testing
import Units

@Suite struct WLANPhysicalLayerTests {
    /// Rates that the standard's tables print.
    @Test(arguments: [
        (WLANAmendment.n, 20, 7, 1, GuardInterval.nanoseconds800, 65.0), (.n, 20, 7, 1, .nanoseconds400, 72.2),
        (.n, 40, 15 - 8, 2, .nanoseconds400, 300), (.ac, 80, 9, 1, .nanoseconds400, 433.3),
        (.ac, 80, 0, 1, .nanoseconds800, 29.3), (.ac, 160, 9, 2, .nanoseconds400, 1733.3),
        (.ax, 20, 11, 1, .nanoseconds800, 143.4), (.ax, 80, 11, 2, .nanoseconds800, 1201),
    ])
    func ratesAreThoseOfTheTables(
        amendment: WLANAmendment, width: Int, scheme: Int, streams: Int, interval: GuardInterval, megabits: Double
    ) throws {
        let layer = try WLANPhysicalLayer(
            amendment, width: width, scheme: scheme, streams: streams, guardInterval: interval,
            band: amendment == .n && width == 40 ? .fiveGHz : nil)
        #expect(abs(layer.rate.bitsPerSecond / 1e6 - megabits) < 0.06 + 0.0005 * megabits)
    }

    @Test func airtimesFollowTheirEquation() throws {
        // 802.11g, 54 Mbit/s, 1536 bytes: 20 + 4 ⌈(22 + 12288) / 216⌉ + 6 = 254 µs.
        let g = try WLANPhysicalLayer(named: "g54")
        #expect(g.singleFrameAirtime(packet: 1500) == TimeSpan(nanoseconds: 254_000))
        // 28 subframes of 1544 bytes in 802.11n MCS 7, the last without padding: 5366 µs.
        let n = try WLANPhysicalLayer(named: "n65")
        #expect(n.aggregateLimit(packet: 1500) == 28)
        #expect(n.aggregateAirtime(packet: 1500, count: 28) == TimeSpan(nanoseconds: 5_366_000))
        #expect(try WLANPhysicalLayer(named: "n72").aggregateLimit(packet: 1500) == 31)
        #expect(try WLANPhysicalLayer(named: "ac433").aggregateLimit(packet: 1500) == 42)
        // Acknowledgment at 24 Mbit/s: 20 + 4 ⌈(22 + 112) / 96⌉ + 6 µs; block acknowledgment of 32 bytes: 4 µs more.
        #expect(n.acknowledgmentAirtime == TimeSpan(nanoseconds: 34_000))
        #expect(n.blockAcknowledgmentAirtime == TimeSpan(nanoseconds: 38_000))
        #expect(n.arbitrationSpace == TimeSpan(nanoseconds: 37_000))
        #expect(g.arbitrationSpace == TimeSpan(nanoseconds: 28_000))
        #expect(try WLANPhysicalLayer(named: "ac433").arbitrationSpace == TimeSpan(nanoseconds: 43_000))
    }

    @Test func noAggregateExceedsItsLimits() throws {
        for name in ["n6.5", "n13", "n65", "n72", "ac29", "ac175", "ac433", "ax8.6", "ax143"] {
            let layer = try WLANPhysicalLayer(named: name)
            for packet in [60, 300, 1000, 1500] {
                let limit = layer.aggregateLimit(packet: packet)
                #expect(limit >= 1 && limit <= 64)
                if limit > 1 {
                    #expect(layer.aggregateAirtime(packet: packet, count: limit) <= TimeSpan(nanoseconds: 5_484_000))
                    #expect(limit * layer.subframeBytes(packet: packet) <= 65_535)
                }
            }
        }
    }

    @Test func whatTheStandardLeavesOutIsAnError() {
        #expect(throws: WLANError.unknownRate(megabitsPerSecond: 11)) { try WLANPhysicalLayer(gMegabitsPerSecond: 11) }
        #expect(throws: WLANError.self) { try WLANPhysicalLayer(.n, width: 20, scheme: 8) }
        #expect(throws: WLANError.self) { try WLANPhysicalLayer(.n, width: 80, scheme: 7) }
        #expect(throws: WLANError.self) { try WLANPhysicalLayer(.n, width: 20, scheme: 7, streams: 5) }
        // VHT leaves MCS 9 out at 20 MHz with one stream.
        #expect(throws: WLANError.self) { try WLANPhysicalLayer(.ac, width: 20, scheme: 9) }
        #expect(throws: WLANError.self) { try WLANPhysicalLayer(.ac, width: 80, scheme: 9, band: .twoPointFourGHz) }
        #expect(throws: WLANError.self) {
            try WLANPhysicalLayer(.ax, width: 80, scheme: 9, guardInterval: .nanoseconds400)
        }
    }
}
