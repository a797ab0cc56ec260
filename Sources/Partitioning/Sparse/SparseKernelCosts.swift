public import DeviceProfiles
import NeuralNetworks
public import Units

/// What a device takes to multiply with non-zeros that are stored sparsely or in a dense block, at the rates of its
/// profile.
public struct SparseKernelCosts: Sendable, Hashable {
    public var profile: DeviceProfile
    private let indexBytes: Int

    /// - Parameter inputCount: of the whole layer.
    public init(profile: DeviceProfile, inputCount: Int) {
        self.profile = profile
        indexBytes = SparseStorage.indexBytes(inputCount: inputCount)
    }

    /// Time with all of a worker's non-zeros.
    public func time(of storage: SparseStorage) -> TimeSpan {
        (storage.dense.map(denseTime) ?? .zero) + (storage.sparse.map(sparseTime) ?? .zero)
    }

    func sparseTime(of lines: SparseStorage.Lines) -> TimeSpan {
        profile.time(
            of: MACCount(lines.nonZeroCount), kernel: .sparseFullyConnected, activations: activations(of: lines),
            weights: SparseStorage.sparseBytes(of: lines, indexBytes: indexBytes))
    }

    func denseTime(of lines: SparseStorage.Lines) -> TimeSpan {
        profile.time(
            of: MACCount(lines.inputs.count * lines.outputs.count), kernel: .fullyConnected,
            activations: activations(of: lines), weights: SparseStorage.denseBytes(of: lines))
    }

    private func activations(of lines: SparseStorage.Lines) -> ByteCount {
        ByteCount(Network.bytesPerElement * (lines.inputs.count + lines.outputs.count))
    }

    /// Density above which a large block is multiplied faster densely: the time of a dense weight over that of a
    /// non-zero.
    public var breakEvenDensity: Double { secondsPerDenseWeight / secondsPerNonZero }

    var secondsPerDenseWeight: Double { seconds(.fullyConnected, bytes: Network.bytesPerElement) }
    var secondsPerNonZero: Double { seconds(.sparseFullyConnected, bytes: Network.bytesPerElement + indexBytes) }

    /// Of one weight among many, by the roofline of `DeviceProfile.time`.
    private func seconds(_ kernel: KernelClass, bytes: Int) -> Double {
        let bits = ByteCount(bytes).bits
        let time = max(1 / profile.rate(of: kernel).macsPerSecond, bits / profile.memoryBandwidth.value.bitsPerSecond)
        return time + (profile.weightPreparationRate.map { bits / $0.value.bitsPerSecond } ?? 0)
    }
}
