import Units

extension DeviceProfile {
    /// Four Cortex-A72 cores at 1.8 GHz, 4 GB of LPDDR4.
    static let raspberryPi4B = DeviceProfile(
        name: "raspberry-pi-4b",
        title: "Raspberry Pi 4 B (2019, 4 GB), ncnn on four cores",
        convolutionRate: Sourced(
            ComputeRate(macsPerSecond: 33.6e9),
            .derived(
                "VGG-16 takes 547 ms on four threads (Tencent/ncnn benchmark/README.md); less 494.5 MB of fully "
                    + "connected weights at 5.53 GB/s (89 ms): 15.347 GMAC / 0.458 s = 33.6 GMAC/s, counted as direct "
                    + "convolution although Winograd's transform needs fewer"
            )
        ),
        relativeRates: .fromMatrixProducts(
            Sourced(
                0.275,
                .derived(
                    "ResNet-50 takes 263 ms (same source); less 1.968 GMAC at 33.6 GMAC/s (59 ms): 1.888 GMAC / 0.204 "
                        + "s = 9.2 GMAC/s = 0.275 of 33.6"
                )
            )
        ),
        memoryBandwidth: Sourced(
            DataRate(megabytesPerSecond: 5527),
            .cited(
                "STREAM copy, 5527.3 MB/s (www.sci-pi.org.uk/bench/stream.html, gcc -O3, no screen); twice the memcpy "
                    + "of 2460 to 2780 MB/s in ThomasKaiser/sbc-bench Results.md agrees"
            )
        ),
        applicationMemory: Sourced(
            ByteCount(3 * 1_073_741_824),
            .estimate("the 4 GB variant less the system and a library's own copies")
        ),
        storageReadRate: Sourced(
            DataRate(megabytesPerSecond: 43.7),
            .derived(
                "median of 15 microSD cards on this board (www.pidramble.com/wiki/benchmarks/microsd-cards, hdparm "
                    + "buffered: 40.8 to 44.4 MB/s)"
            )
        ),
        wirelessRate: raspberryPi3BPlusWirelessRate,
        power: nil
    )
}
