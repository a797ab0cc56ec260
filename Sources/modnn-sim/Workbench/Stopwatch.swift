import Foundation
import Reporting

/// When a command began and what it cost, for the provenance of its results.
struct Stopwatch {
    private let date = Date()
    private let start = DispatchTime.now()

    func environment(jobs: Int) -> RunEnvironment {
        let information = ProcessInfo.processInfo
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
            let peak = Int(usage.ru_maxrss)
        #else
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            let peak = Int(usage.ru_maxrss) * 1024
        #endif
        let processorTime =
            Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
        let duration = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
        return RunEnvironment(
            host: information.hostName, operatingSystem: information.operatingSystemVersionString,
            architecture: Machine.architecture, processor: Machine.processor, cores: information.activeProcessorCount,
            jobs: jobs, started: date.formatted(.iso8601), duration: (duration * 1e3).rounded() / 1e3,
            processorTime: (processorTime * 1e3).rounded() / 1e3, peakMemoryBytes: peak)
    }
}
