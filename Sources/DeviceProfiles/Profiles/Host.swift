import Units

extension DeviceProfile {
    /// A stand-in for the computer that runs the simulator, until a measured workload trace replaces it.
    static let hostX86 = DeviceProfile(
        name: "host-x86",
        title: "One core of an x86-64 server, float32 kernels with AVX2",
        convolutionRate: Sourced(
            ComputeRate(gigaflops: 80),
            .estimate(
                "to be replaced by a measured trace; 16 multiply-accumulates a cycle (two AVX2 units) x 3 GHz x 0.83 "
                    + "= 40 GMAC/s, the share of the peak that good direct convolutions reach"
            )
        ),
        relativeRates: [
            .depthwiseConvolution: Sourced(
                0.25,
                .estimate("to be replaced by a measured trace; loads, not arithmetic, bound it even in cache")
            ),
            .sparseFullyConnected: Sourced(
                0.03,
                .estimate(
                    "to be replaced by a measured trace; compressed sparse rows in scalar code need 2 to 3 cycles a "
                        + "non-zero: 1.2 GMAC/s of 40"
                )
            ),
        ],
        memoryBandwidth: Sourced(
            DataRate(megabytesPerSecond: 12_000),
            .estimate("to be replaced by a measured trace; one core of servers of the 2020s reads 10 to 40 GB/s")
        ),
        applicationMemory: Sourced(
            ByteCount(4 * 1_073_741_824),
            .estimate("enough for every built-in network; servers have more")
        ),
        storageReadRate: Sourced(
            DataRate(megabytesPerSecond: 500),
            .estimate("a SATA solid-state drive or a cloud volume")
        ),
        wirelessRate: Sourced(
            WirelessRates.ac80OneStream,
            .estimate("servers have no radio; as if with a single-stream 802.11ac adapter, 433.3 Mbit/s")
        ),
        power: nil
    )
}
