import DeviceProfiles
import Units

/// The arrivals of one source, one after the other.
struct ArrivalStream {
    private let process: ArrivalProcess
    private var randomness: RandomStream
    private var drawn = 0

    init(_ process: ArrivalProcess, seed: UInt64, index: Int) {
        self.process = process
        randomness = RandomStream(seed: seed, consumer: "arrivals", index: index)
    }

    /// The first arrival; `nil` if there is none.
    mutating func first() -> Instant? {
        switch process {
        case .periodic, .closed: .start
        case .poisson, .trace: next(after: .start)
        }
    }

    /// The arrival after the one at an instant; `nil` if there is none or if it follows an answer.
    mutating func next(after instant: Instant) -> Instant? {
        switch process {
        case .periodic(let interval): return instant + interval
        case .poisson(let mean): return instant + TimeSpan(seconds: mean.seconds * randomness.nextExponential())
        case .trace(let instants):
            drawn += 1
            return drawn <= instants.count ? instants[drawn - 1] : nil
        case .closed: return nil
        }
    }

    /// The arrival that follows an answer, if any does.
    func next(afterAnswer instant: Instant) -> Instant? {
        if case .closed(let thinkTime) = process { instant + thinkTime } else { nil }
    }
}
