public import Foundation
public import NeuralNetworks
import Tensors
import Units

/// The measured times of a network's layers and strips with what they were measured on, as they are written to a file.
///
/// Times are in seconds.
public struct TimingRecord: Sendable, Codable, Hashable {
    public var format = 1
    public var network: String
    /// `[channels, height, width]`.
    public var input: [Int]
    /// The processor's name.
    public var machine: String
    public var date: Date
    public var instructionSet: String
    public var threads: Int
    public var convolution: String
    /// "wall" or "processor".
    public var clock: String
    public var layers: [Layer]

    public struct Layer: Sendable, Codable, Hashable {
        public var name: String
        /// Its place in the network; an activation that it applies itself follows there.
        public var index: Int
        public var kernel: String
        public var height: Int
        public var macs: Int
        public var whole: Measurement
        /// Thinnest first.
        public var strips: [Measurement]
    }

    public struct Measurement: Sendable, Codable, Hashable {
        public var rows: Int
        public var medianSeconds: Double
        /// Median absolute deviation.
        public var spreadSeconds: Double
        public var lowerQuartileSeconds: Double
        public var upperQuartileSeconds: Double
        public var minimumSeconds: Double
        public var repetitions: Int

        init(_ timing: LayerTiming) {
            rows = timing.rows
            medianSeconds = timing.median.seconds
            spreadSeconds = timing.medianAbsoluteDeviation.seconds
            lowerQuartileSeconds = timing.lowerQuartile.seconds
            upperQuartileSeconds = timing.upperQuartile.seconds
            minimumSeconds = timing.minimum.seconds
            repetitions = timing.repetitions
        }
    }

    /// - Parameter timings: as `LayerTiming.measure` returns them.
    public init(
        _ network: Network, timings: [LayerTiming], options: KernelOptions, clock: LayerTiming.Clock, machine: String,
        date: Date
    ) {
        self.network = network.name
        input = [network.input.channels, network.input.height, network.input.width]
        self.machine = machine
        self.date = date
        instructionSet = options.instructionSet.rawValue
        threads = options.threads
        convolution = options.convolution.rawValue
        self.clock = clock.rawValue
        layers = []
        for timing in timings {
            if timing.rows == timing.height {
                layers.append(
                    Layer(
                        name: timing.layer, index: timing.layerIndex, kernel: timing.kernelClass.rawValue,
                        height: timing.height, macs: timing.macs.count, whole: Measurement(timing), strips: []))
            } else if layers.last?.index == timing.layerIndex {
                layers[layers.count - 1].strips.append(Measurement(timing))
                layers[layers.count - 1].strips.sort { $0.rows < $1.rows }
            }
        }
    }

    /// The name of this machine's processor, as far as the system tells it.
    public static var thisMachine: String {
        #if os(Linux)
            let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
            let line = lines.first { $0.hasPrefix("model name") || $0.hasPrefix("Model") }
            return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
        #else
            var size = 0
            guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0, size > 1 else { return "unknown" }
            var bytes = [UInt8](repeating: 0, count: size)
            guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else { return "unknown" }
            return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        #endif
    }
}
