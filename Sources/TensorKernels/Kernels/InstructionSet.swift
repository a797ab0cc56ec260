public import Foundation

/// The processor's vector instructions that a kernel uses; ordered from the oldest.
///
/// Results differ in the last bits between `portable` on x86-64, which has no fused multiply-add, and the others, which
/// agree bit for bit.
public enum InstructionSet: String, Sendable, CaseIterable, Comparable {
    /// What every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
    case portable
    case avx2
    case avx512

    public static func < (a: Self, b: Self) -> Bool {
        allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
    }

    /// What was compiled in and the processor and the system support; never empty, from the oldest.
    public static let available: [InstructionSet] = {
        #if INSTRUCTION_SETS
            let features = processorFeatures()
            var sets: [InstructionSet] = [.portable]
            if features.isSuperset(of: ["avx2", "fma"]) { sets.append(.avx2) }
            if features.isSuperset(of: ["avx2", "fma", "avx512f", "avx512vl", "avx512dq", "avx512bw"]) {
                sets.append(.avx512)
            }
            return sets
        #else
            return [.portable]
        #endif
    }()

    /// The newest that is available.
    public static var best: InstructionSet { available[available.count - 1] }

    /// The variable of the environment that names the instruction set to use.
    public static let environmentVariable = "MODNN_SIM_INSTRUCTION_SET"

    /// The set that the environment asks for, else the best.
    ///
    /// - Throws: `KernelError.parameter` when it asks for one that is unknown or that this machine lacks.
    public static func chosen(
        by environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(KernelError) -> InstructionSet {
        guard let name = environment[environmentVariable], !name.isEmpty else { return best }
        guard let set = InstructionSet(rawValue: name) else {
            throw .parameter(
                what: environmentVariable, found: name, allowed: allCases.map(\.rawValue).joined(separator: ", "))
        }
        try set.requireAvailable()
        return set
    }

    func requireAvailable() throws(KernelError) {
        guard Self.available.contains(self) else {
            throw .parameter(
                what: "the instruction set", found: rawValue,
                allowed: "what this machine has: " + Self.available.map(\.rawValue).joined(separator: ", "))
        }
    }

    #if INSTRUCTION_SETS
        /// Features by their names in Linux's /proc/cpuinfo, which leaves out those whose registers the system does not
        /// save; elsewhere by sysctl.
        private static func processorFeatures() -> Set<String> {
            #if os(Linux)
                guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
                    let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
                else { return [] }
                return Set(line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ":" }).map(String.init))
            #elseif os(macOS)
                let names = [
                    "hw.optional.avx2_0": "avx2", "hw.optional.fma": "fma", "hw.optional.avx512f": "avx512f",
                    "hw.optional.avx512vl": "avx512vl", "hw.optional.avx512dq": "avx512dq",
                    "hw.optional.avx512bw": "avx512bw",
                ]
                var features: Set<String> = []
                for (name, feature) in names {
                    var value: Int32 = 0
                    var size = MemoryLayout<Int32>.size
                    if sysctlbyname(name, &value, &size, nil, 0) == 0 && value != 0 { features.insert(feature) }
                }
                return features
            #else
                return []
            #endif
        }
    #endif
}
