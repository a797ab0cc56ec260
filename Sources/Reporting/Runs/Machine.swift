import Foundation

/// The computer that a program runs on.
package enum Machine {
    /// Processor, cores and system in one line.
    package static var summary: String {
        let information = ProcessInfo.processInfo
        return [processor, "\(information.processorCount) cores", information.operatingSystemVersionString]
            .filter { !$0.isEmpty }.joined(separator: ", ")
    }

    package static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "other"
        #endif
    }

    /// The processor as the system names it; empty if it does not.
    package static var processor: String {
        #if canImport(Darwin)
            var size = 0
            guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0 else { return "" }
            var name = [UInt8](repeating: 0, count: size)
            guard sysctlbyname("machdep.cpu.brand_string", &name, &size, nil, 0) == 0 else { return "" }
            return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
        #else
            guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return "" }
            let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
            return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? ""
        #endif
    }
}
