import Simulator
import Units

/// 16 senders, each sends messages of 1 MB (0.5 to 1.5 MB with jitter) one after the other over one shared channel of
/// 40 Mbit/s. The last arrives after all bytes over the rate.
enum SharedLink {
    private static let senderCount = 16

    static func measure(messages: Int, jitter: Bool) -> Measurement {
        var state: UInt64 = 1
        let demands = (0..<senderCount * messages).map { _ -> TimeSpan in
            // The generator of the peers' programs, so that all send the same bytes.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let size = jitter ? 1e6 * (0.5 + Double(state >> 11) * 0x1p-53) : 1e6
            return TimeSpan(seconds: size / 5e6)
        }
        return Measurement.of {
            var channel = SharedServer()
            var next = [Int](repeating: 0, count: senderCount)
            var now = Instant.start
            var events = 0
            for sender in 0..<senderCount {
                channel.arrive(Int32(sender), demand: demands[sender * messages], at: now)
                next[sender] = 1
            }
            while !channel.isIdle {
                let (sender, instant) = channel.depart()
                now = instant
                events += 1
                let position = next[Int(sender)]
                if position < messages {
                    next[Int(sender)] = position + 1
                    channel.arrive(sender, demand: demands[Int(sender) * messages + position], at: now)
                }
            }
            return (events, now.seconds)
        }
    }
}

/// 16 layers; in each the Group Owner sends every worker an input of 100 to 140 kB over one shared channel of
/// 40 Mbit/s, the worker computes for 10 to 16 ms and sends 50 kB back, then the next layer begins.
enum TaskDAG {
    static func measure(workers: Int, inferences: Int) -> Measurement {
        let inputTimes = (0..<workers).map { TimeSpan(seconds: 1e5 * (1 + Double($0 % 5) * 0.1) / 5e6) }
        let computeTimes = (0..<workers).map { TimeSpan(seconds: 0.01 * (1 + Double($0 % 7) * 0.1)) }
        let resultTime = TimeSpan(seconds: 5e4 / 5e6)
        return Measurement.of {
            var channel = SharedServer()
            var processors = EventQueue<UInt32>()
            var now = Instant.start
            var events = 0
            for _ in 0..<16 * inferences {
                // Transfers below `workers` are inputs, the others results.
                for worker in 0..<workers { channel.arrive(Int32(worker), demand: inputTimes[worker], at: now) }
                var done = 0
                while done < workers {
                    events += 1
                    let finished = processors.nextInstant
                    if let delivery = channel.nextDeparture, finished.map({ delivery <= $0 }) ?? true {
                        let (transfer, instant) = channel.depart()
                        now = instant
                        if transfer < workers {
                            processors.schedule(UInt32(transfer), at: now + computeTimes[Int(transfer)])
                        } else {
                            done += 1
                        }
                    } else if let (instant, worker) = processors.popNext() {
                        now = instant
                        channel.arrive(Int32(worker) + Int32(workers), demand: resultTime, at: now)
                    }
                }
            }
            return (events, now.seconds / Double(inferences))
        }
    }
}
