import DeviceProfiles
import Simulator
import Testing
import Units

@Suite struct WLANMediumTests {
    private func medium<Cell: WLANCell & ~Copyable>(
        _ cell: Cell.Type = WLANChannel.self, links: [StationLink], wakeUp: Int = 0,
        _ change: (inout WirelessLAN) -> Void = { _ in }
    ) throws(WLANError) -> WLANMedium<Cell> {
        var lan = WirelessLAN(radio: WLANRadio(.n))
        change(&lan)
        let devices = links.enumerated().map {
            Device(name: "device-\($0)", profile: .plain(), capability: 1, link: $1)
        }
        let network = WirelessNetwork(
            rate: DataRate(bitsPerSecond: 65e6), wakeUp: nanoseconds(wakeUp), fidelity: .txop, lan: lan)
        return try WLANMedium(network, placement: try WLANPlacement(lan, devices: devices, groupOwner: 0), seed: 1)
    }

    /// Hands over one message at 1 ms and runs to its delivery.
    private func deliver<Cell: WLANCell & ~Copyable>(
        _ medium: inout WLANMedium<Cell>, from source: Int, to destination: Int, bytes: Int = 1000,
        at start: Instant = Instant(nanoseconds: 1_000_000)
    ) throws -> DeliveredMessage {
        medium.submit(message(9, from: source, to: destination, bytes: bytes), at: start)
        while medium.nextEvent != nil {
            if let delivered = medium.step() { return delivered }
        }
        throw Undelivered()
    }

    private struct Undelivered: Error {}

    private let four = Array(repeating: StationLink(), count: 4)

    @Test func aGroupOwnerRelaysAndStationsDoNot() throws {
        var group = try medium(links: four)
        let down = try deliver(&group, from: 0, to: 1)
        group = try medium(links: four)
        let across = try deliver(&group, from: 1, to: 2)
        // Two packets for one.
        #expect(abs(across.transmission / down.transmission - 2) < 0.05)
        var direct = try medium(links: four) { $0.directLinks = .ready }
        let link = try deliver(&direct, from: 1, to: 2)
        #expect(link.transmission == down.transmission)
        var point = try medium(links: four) { $0.topology = .accessPoint }
        let both = try deliver(&point, from: 0, to: 1)
        #expect(abs(both.transmission / down.transmission - 2) < 0.05)
        var adHoc = try medium(links: four) { $0.topology = .adHoc }
        let pair = try deliver(&adHoc, from: 1, to: 2)
        #expect(pair.transmission == down.transmission)
    }

    @Test func constantsOfWakingAreRecordedApart() throws {
        var plain = try medium(links: four)
        var waking = try medium(links: four, wakeUp: 3_000_000)
        let without = try deliver(&plain, from: 0, to: 1)
        let with = try deliver(&waking, from: 0, to: 1)
        #expect(with.wakeUp == nanoseconds(3_000_000))
        #expect(without.wakeUp == .zero)
        #expect(with.transmission == without.transmission)
    }

    @Test func aPairSetsUpItsLinkOnce() throws {
        var medium = try medium(links: four) { $0.directLinks = .onDemand }
        let first = try deliver(&medium, from: 1, to: 2)
        // Six single frames, each with access, answer and back-off: 1.5 to 3 ms at slow rates, less at MCS 7.
        #expect((0.8e-3...3e-3).contains(first.wakeUp.seconds), "\(first.wakeUp.seconds) s")
        let again = try deliver(&medium, from: 2, to: 1, at: first.end)
        #expect(again.wakeUp == .zero)
        let owner = try deliver(&medium, from: 0, to: 1, at: again.end)
        #expect(owner.wakeUp == .zero)
    }

    @Test func aWiredGatewayTakesOneHop() throws {
        var links = four
        links[0].isWired = true
        let backbone = WirelessLAN.Backbone(
            rate: DataRate(bitsPerSecond: 8e6), latency: nanoseconds(5000))
        var medium = try medium(links: links) {
            $0.topology = .accessPoint
            $0.backbone = backbone
        }
        // 1000 bytes at 8 Mbit/s are 1 ms; wired first, then one hop.
        let delivered = try deliver(&medium, from: 0, to: 1)
        var group = try self.medium(links: four)
        let hop = try deliver(&group, from: 0, to: 1)
        #expect(delivered.transmission == hop.transmission + nanoseconds(1_005_000))
        #expect(throws: WLANError.self) { _ = try self.medium(WLANChannel.self, links: links) }
    }

    @Test func cellsDoNotDisturbEachOther() throws {
        var links = four
        links[2].cell = 1
        links[3].cell = 1
        var split = try medium(links: links) { $0.topology = .accessPoint }
        var shared = try medium(links: four) { $0.topology = .accessPoint }
        let run = { (medium: inout WLANMedium<WLANChannel>) -> Double in
            medium.submit(message(0, from: 0, to: 1, bytes: 1_000_000), at: .start)
            medium.submit(message(1, from: 2, to: 3, bytes: 1_000_000), at: .start)
            var last = Instant.start
            while medium.nextEvent != nil {
                if let delivered = medium.step() { last = max(last, delivered.end) }
            }
            return last.seconds
        }
        #expect(run(&split) < 0.6 * run(&shared))
        // Between cells: two hops and the wire.
        var cross = try medium(links: links) { $0.topology = .accessPoint }
        let delivered = try deliver(&cross, from: 0, to: 2)
        #expect(delivered.transmission > nanoseconds(400_000))
    }

    @Test func keepAlivesAndLocksKeepStationsAwake() throws {
        let dozing = { (lan: inout WirelessLAN) in
            lan.powerSave = WLANPowerSave(tail: nanoseconds(20_000_000), listenInterval: 1)
        }
        var asleep = try medium(links: four) { dozing(&$0) }
        let later = Instant(nanoseconds: 333_000_000)
        let woken = try deliver(&asleep, from: 0, to: 1, at: later)
        #expect(woken.wakeUp > .zero)
        for change: (inout WirelessLAN) -> Void in [
            { $0.holdsWiFiLock = true }, { $0.keepAlive = nanoseconds(20_000_000) },
        ] {
            var awake = try medium(links: four) {
                dozing(&$0)
                change(&$0)
            }
            let delivered = try deliver(&awake, from: 0, to: 1, at: later)
            #expect(delivered.wakeUp == .zero)
        }
        // A frame within the tail finds the station awake, one after it does not.
        var medium = try medium(links: four) { dozing(&$0) }
        let first = try deliver(&medium, from: 1, to: 0)
        let soon = try deliver(&medium, from: 0, to: 1, at: first.end + nanoseconds(10_000_000))
        #expect(soon.wakeUp == .zero)
        let late = try deliver(&medium, from: 0, to: 1, at: soon.end + nanoseconds(30_000_000))
        #expect(late.wakeUp > .zero)
        let times = medium.radioTimes(ofDevice: 1, until: late.end)
        #expect(try #require(times).doze > .zero)
    }

    @Test func theUnloadedCostIsALowerBound() throws {
        for bytes in [1, 1000, 50_000, 500_000] {
            var medium = try medium(links: four, wakeUp: 1000) { $0.transport = .tcp }
            let cost = medium.unloadedCost(of: message(9, from: 1, to: 2, bytes: bytes))
            let start = Instant(nanoseconds: 1_000_000)
            let delivered = try deliver(&medium, from: 1, to: 2, bytes: bytes)
            #expect(cost.wakeUp + cost.transmission <= delivered.end - start)
        }
    }
}
