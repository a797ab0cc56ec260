public import Units

extension DeviceProfile {
    /// Time of a computation at the profile's rates, all of its weights in memory.
    ///
    /// A roofline (Williams et al., 2009, doi 10.1145/1498765.1498785): the larger of MACs over the kernel's rate and
    /// bytes over the memory bandwidth; the preparation of weights comes on top.
    public func time(
        of macs: MACCount, kernel: KernelClass, activations: ByteCount, weights: ByteCount
    ) -> TimeSpan {
        let memory = (activations + weights) / memoryBandwidth.value
        if macs == .zero { return memory }
        let time = max(memory, macs / rate(of: kernel))
        guard let weightPreparationRate else { return time }
        return time + weights / weightPreparationRate.value
    }

    /// The same device at another speed, such as at a lower clock: all that its cores do takes 1 / `factor` as long.
    public func scaled(by factor: Double) -> DeviceProfile {
        func scaled(_ rate: Sourced<DataRate>) -> Sourced<DataRate> {
            Sourced(DataRate(bitsPerSecond: rate.value.bitsPerSecond * factor), rate.provenance)
        }
        var profile = self
        profile.speed *= factor
        profile.convolutionRate.value = ComputeRate(macsPerSecond: convolutionRate.value.macsPerSecond * factor)
        profile.memoryBandwidth = scaled(memoryBandwidth)
        profile.weightPreparationRate = weightPreparationRate.map(scaled)
        return profile
    }
}
