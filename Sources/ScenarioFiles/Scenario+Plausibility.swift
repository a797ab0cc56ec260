import DeviceProfiles
import NeuralNetworks
import Tensors
import Units

extension Scenario {
    /// A day. Simulated time is counted in 64-bit nanoseconds, 292 years, and tiles or devices may multiply the work.
    static let taskLimit = 86_400.0
    /// A year for all requests of a load.
    static let loadLimit = 365 * 86_400.0

    /// An upper bound in seconds of what the slowest device would compute alone and of sending every tensor once.
    var longestTask: Double {
        var rate = cluster.wireless.rate.bitsPerSecond
        var longest = 0.0
        var profiles: Set<DeviceProfile> = []
        for device in cluster.devices where profiles.insert(device.profile).inserted {
            rate = min(rate, device.profile.wirelessRate.value.bitsPerSecond)
            longest = max(longest, timeAlone(on: device.profile))
        }
        let tensors = (0..<network.tensorCount).map { bits(of: network.shape(ofTensor: $0)) }
        return max(longest, tensors.reduce(0, +) / rate)
    }

    private func timeAlone(on profile: DeviceProfile) -> Double {
        let slowest = KernelClass.allCases.map { profile.rate(of: $0).macsPerSecond }.min()!
        let weights = network.weightBytes.bits
        let activations = network.layers.reduce(0) { sum, layer in
            sum + bits(of: layer.output) + layer.inputShapes.reduce(0) { $0 + bits(of: $1) }
        }
        return Double(network.macs.count) / slowest
            + (weights + activations) / profile.memoryBandwidth.value.bitsPerSecond
            + weights / profile.storageReadRate.value.bitsPerSecond + tracedTime(on: profile)
    }

    /// The measured times, scaled by the least favourable ratio of rates.
    private func tracedTime(on profile: DeviceProfile) -> Double {
        guard let workload else { return 0 }
        let bandwidth = profile.memoryBandwidth.value.bitsPerSecond
        var slowdown = max(1, (workload.elementwiseRate?.bitsPerSecond ?? 0) / bandwidth)
        for kernel in KernelClass.allCases {
            // A weight of four bytes for every multiplication is the most that a kernel reads.
            let rate = min(profile.rate(of: kernel).macsPerSecond, bandwidth / Double(8 * Network.bytesPerElement))
            slowdown = max(slowdown, (workload.rates[kernel]?.macsPerSecond ?? 0) / rate)
        }
        let strips = workload.strips.values.joined().map(\.time.seconds).max() ?? 0
        return (workload.layerTimes.values.map(\.seconds).sorted().reduce(0, +) + strips) * slowdown
    }

    private func bits(of shape: TensorShape) -> Double { 8 * Double(Network.bytesPerElement * shape.elementCount) }
}
