import DeviceProfiles
import Simulator
import TestSupport
import Testing
import Units

/// A byte takes a nanosecond unless a radio is slower.
@Suite struct SharedChannelTests {
    private struct Sending {
        var from: Int
        var to: Int
        var bytes: Int
        var at: Int
    }

    /// Messages in the order of their arrival.
    private func deliver(_ sendings: [Sending], over network: WirelessNetwork, rates: [Double] = [1, 1, 1])
        -> [DeliveredMessage]
    {
        var channel = SharedChannel(network: network, deviceRates: rates.map { DataRate(bitsPerSecond: 8e9 * $0) })
        var result: [DeliveredMessage] = []
        for (index, sending) in sendings.enumerated() {
            while let next = channel.nextEvent, next <= instant(sending.at) {
                if let delivered = channel.step() { result.append(delivered) }
            }
            channel.submit(
                Message(
                    identifier: Int32(index), source: Int32(sending.from), destination: Int32(sending.to),
                    bytes: ByteCount(sending.bytes)), at: instant(sending.at))
        }
        while channel.nextEvent != nil { if let delivered = channel.step() { result.append(delivered) } }
        return result
    }

    private func ends(_ sendings: [Sending], over network: WirelessNetwork, rates: [Double] = [1, 1, 1]) -> [Int] {
        deliver(sendings, over: network, rates: rates).sorted { $0.identifier < $1.identifier }.map {
            Int($0.end.nanoseconds)
        }
    }

    /// Two messages of device 0, then one of device 1, all at once.
    private let three = [
        Sending(from: 0, to: 1, bytes: 1000, at: 0), Sending(from: 0, to: 2, bytes: 1000, at: 0),
        Sending(from: 1, to: 2, bytes: 1000, at: 0),
    ]

    @Test func stationsShareTheChannelAndSendInOrder() {
        // 0's first and 1's message share until 2000; 0's second one follows alone.
        #expect(ends(three, over: .plain(.fair)) == [2000, 3000, 2000])
    }

    @Test func inOneLineMessagesGoOneAfterTheOther() {
        #expect(ends(three, over: .plain(.fifo)) == [1000, 2000, 3000])
    }

    @Test func everyMessageCostsItsOverhead() {
        #expect(ends(three, over: .plain(overhead: 100, .fair)) == [2200, 3300, 2200])
        #expect(ends(three, over: .plain(overhead: 100, .fifo)) == [1100, 2200, 3300])
    }

    @Test func aWakeUpThatOccupiesTheChannelIsSharedAirtime() {
        #expect(ends(three, over: .plain(wakeUp: 3000, .fair)) == [8000, 12000, 8000])
        #expect(ends(three, over: .plain(wakeUp: 3000, .fifo)) == [4000, 8000, 12000])
    }

    @Test func aWakeUpBesideTheChannelOnlyDelays() {
        // All radios are awake at 3000; then as without a wake-up.
        #expect(ends(three, over: .plain(wakeUp: 3000, occupying: false, .fair)) == [5000, 6000, 5000])
        #expect(ends(three, over: .plain(wakeUp: 3000, occupying: false, .fifo)) == [4000, 5000, 6000])
    }

    @Test func radiosWakeWhileOthersSend() {
        let sendings = [Sending(from: 0, to: 1, bytes: 1000, at: 0), Sending(from: 1, to: 2, bytes: 1000, at: 500)]
        // The first sends from 300 to 1300, the second is awake at 800: half speed from there. The first has 500 left:
        // 1800; the second then has 500 left: 2300.
        #expect(ends(sendings, over: .plain(wakeUp: 300, occupying: false, .fair)) == [1800, 2300])
    }

    @Test func aDepartureFreesTheChannelForWhoArrivesAtTheSameInstant() {
        let sendings = [Sending(from: 0, to: 1, bytes: 1000, at: 0), Sending(from: 1, to: 2, bytes: 1000, at: 1000)]
        #expect(ends(sendings, over: .plain(.fair)) == [1000, 2000])
        #expect(ends(sendings, over: .plain(wakeUp: 10, occupying: false, .fair)) == [1010, 2010])
    }

    @Test func theSlowestOfBothRadiosAndTheNetworkCounts() {
        let rates = [1, 0.5, 0.25]
        func end(_ from: Int, _ to: Int, network: Double = 1) -> Int {
            var wireless = WirelessNetwork.plain()
            wireless.rate.bitsPerSecond *= network
            return ends([Sending(from: from, to: to, bytes: 1000, at: 0)], over: wireless, rates: rates)[0]
        }
        #expect([end(0, 1), end(1, 0), end(0, 2), end(2, 1)] == [2000, 2000, 4000, 4000])
        #expect([end(0, 1, network: 0.125), end(0, 2, network: 0.125)] == [8000, 8000])
    }

    @Test func deliveriesTellWakeUpAndTransmissionApart() throws {
        let delivered = deliver(three, over: .plain(overhead: 100, wakeUp: 3000, .fifo))
        #expect(delivered.map(\.identifier) == [0, 1, 2])
        #expect(delivered.map(\.wakeUp) == Array(repeating: nanoseconds(3000), count: 3))
        #expect(delivered.map(\.transmission) == Array(repeating: nanoseconds(1100), count: 3))
        // Each begins when the one before has ended.
        #expect(delivered.map(\.begin) == [instant(0), instant(4100), instant(8200)])
    }

    @Test func aMessageBehindOthersOfItsSenderBeginsWhenItIsItsTurn() {
        func begins(_ network: WirelessNetwork) -> [Instant] {
            deliver(three, over: network).sorted { $0.identifier < $1.identifier }.map(\.begin)
        }
        for occupying in [true, false] {
            #expect(begins(.plain(occupying: occupying, .fair)) == [instant(0), instant(2000), instant(0)])
            #expect(begins(.plain(occupying: occupying, .fifo)) == [instant(0), instant(1000), instant(2000)])
        }
        // Awake at 300 while the channel is free; a wake-up that ends when the sender's turn comes costs nothing.
        #expect(begins(.plain(wakeUp: 300, occupying: false, .fair)) == [instant(0), instant(2000), instant(0)])
    }

    @Test func unloadedCostIsWhatAMessageAloneTakes() {
        for occupying in [true, false] {
            for sharing in WirelessNetwork.Sharing.allCases {
                let network = WirelessNetwork.plain(overhead: 20, wakeUp: 300, occupying: occupying, sharing)
                let channel = SharedChannel(
                    network: network, deviceRates: [DataRate(bitsPerSecond: 8e9), DataRate(bitsPerSecond: 4e9)])
                let message = Message(identifier: 0, source: 0, destination: 1, bytes: ByteCount(50))
                let cost = channel.unloadedCost(of: message)
                #expect(cost.wakeUp == nanoseconds(300))
                #expect(cost.transmission == nanoseconds(20 + 2 * 50))
                let sending = Sending(from: 0, to: 1, bytes: 50, at: 7)
                #expect(ends([sending], over: network, rates: [1, 0.5]) == [7 + 420])
            }
        }
    }

    @Test(arguments: UInt64(0)..<60) func randomTraffic(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let network = WirelessNetwork.plain(
            overhead: Int.random(in: 0...50, using: &generator), wakeUp: Int.random(in: 0...300, using: &generator),
            occupying: Bool.random(using: &generator), Bool.random(using: &generator) ? .fair : .fifo)
        let count = Int.random(in: 1...40, using: &generator)
        let span = Int.random(in: 0...20_000, using: &generator)
        let sendings = (0..<count).map { _ in
            let from = Int.random(in: 0..<3, using: &generator)
            return Sending(
                from: from, to: (from + 1) % 3, bytes: Int.random(in: 0...2000, using: &generator),
                at: Int.random(in: 0...span, using: &generator))
        }.sorted { $0.at < $1.at }
        let delivered = deliver(sendings, over: network)
        #expect(delivered.map(\.identifier).sorted() == (0..<Int32(count)).map { $0 }, "seed \(seed)")
        #expect(delivered.map(\.end) == delivered.map(\.end).sorted(), "seed \(seed)")
        for sender in 0..<3 {
            let order = delivered.map { Int($0.identifier) }.filter { sendings[$0].from == sender }
            #expect(order == order.sorted(), "seed \(seed), sender \(sender)")
        }
        if network.sharing == .fifo { #expect(delivered.map(\.identifier) == (0..<Int32(count)).map { $0 }) }
        var work = 0
        for message in delivered {
            let alone = Int((message.wakeUp + message.transmission).nanoseconds)
            let sent = sendings[Int(message.identifier)].at
            #expect(message.end >= instant(sent + alone), "seed \(seed), message \(message.identifier)")
            #expect(message.begin >= instant(sent), "seed \(seed), message \(message.identifier)")
            work += Int(message.transmission.nanoseconds)
            if network.wakeUpOccupiesChannel { work += Int(message.wakeUp.nanoseconds) }
        }
        // Not faster than all the airtime; not slower than if everybody waited for the last to be ready.
        let last = Int(delivered.last!.end.nanoseconds)
        let first = sendings[0].at
        let readyAt = sendings.last!.at + (network.wakeUpOccupiesChannel ? 0 : Int(network.wakeUp.nanoseconds))
        #expect(last >= first + work && last <= readyAt + work + count, "seed \(seed): \(last), \(work)")
    }
}
