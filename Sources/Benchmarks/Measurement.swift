import Foundation

/// What a workload did and took.
struct Measurement {
    var events: Int
    var wallSeconds: Double
    var cpuSeconds: Double
    /// A value that theory predicts.
    var check: Double

    /// In the format of the peers' programs.
    var line: String { "RESULT events=\(events) wall=\(wallSeconds) cpu=\(cpuSeconds) check=\(check)" }

    /// Runs a body once between two looks at the clocks.
    static func of(_ body: () -> (events: Int, check: Double)) -> Measurement {
        let wall = seconds(CLOCK_MONOTONIC)
        let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID)
        let (events, check) = body()
        return Measurement(
            events: events, wallSeconds: seconds(CLOCK_MONOTONIC) - wall,
            cpuSeconds: seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, check: check)
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}

extension Double {
    /// A unit of the queueing models' time is a second of the simulation's.
    var nanoseconds: Int64 { Int64(self * 1e9) }
}
