import Units

/// Phones with later Qualcomm processors, running a native library of the 2020s.
extension DeviceProfile {
    static let snapdragon821 = DeviceProfile(
        name: "snapdragon-821",
        title: "Snapdragon 821 phone (2016, 4 GB), ncnn on four cores",
        convolutionRate: Sourced(
            ComputeRate(macsPerSecond: 73.1e9),
            .derived(
                "VGG-16 takes 243 ms on four threads (Tencent/ncnn benchmark/README.md); less 494.5 MB of fully "
                    + "connected weights at 15 GB/s (33 ms): 15.347 GMAC / 0.210 s = 73.1 GMAC/s, counted as direct "
                    + "convolution although Winograd's transform needs fewer"
            )
        ),
        relativeRates: .fromMatrixProducts(
            Sourced(
                0.27,
                .derived(
                    "ResNet-50 takes 123 ms (same source); less 1.968 GMAC at 73.1 GMAC/s (27 ms): 1.888 GMAC / 0.096 "
                        + "s = 19.7 GMAC/s = 0.27 of 73.1"
                )
            )
        ),
        memoryBandwidth: Sourced(
            DataRate(megabytesPerSecond: 15_000),
            .estimate("half of the peak of 29.8 GB/s (techspot.com review 1265 of the Pixel XL, 2016)")
        ),
        applicationMemory: Sourced(
            ByteCount(2 * 1_073_741_824),
            .estimate("half of 4 GB (techspot.com review 1265, 2016): native memory, not the managed heap")
        ),
        storageReadRate: Sourced(
            DataRate(megabytesPerSecond: 350),
            .estimate("maximum that Samsung states for UFS 2.0 (androidpolice.com, 2015-03-05)")
        ),
        wirelessRate: Sourced(
            WirelessRates.ac80TwoStreams,
            .derived(
                "802.11ac with two streams (techspot.com review 1265 of the Pixel XL, 2016) at 80 MHz: 2 x 433.3 "
                    + "Mbit/s"
            )
        ),
        power: nil
    )

    static let snapdragon855 = DeviceProfile(
        name: "snapdragon-855",
        title: "Snapdragon 855 phone (2019, 6 GB), ncnn in half precision on four cores",
        convolutionRate: Sourced(
            ComputeRate(macsPerSecond: 334e9),
            .estimate(
                "VGG-16 takes 60 ms on four threads of a Snapdragon 855+ (Tencent/ncnn benchmark/README.md); assuming "
                    + "half precision, less 247.3 MB of fully connected weights at 17 GB/s (14.5 ms): 15.347 GMAC / "
                    + "0.0455 s = 338 GMAC/s; times the big cores' clocks, (2.84 + 3 x 2.42) / (2.96 + 3 x 2.42) = "
                    + "0.988: 334 GMAC/s, counted as direct convolution although Winograd's transform needs fewer"
            )
        ),
        relativeRates: .fromMatrixProducts(
            Sourced(
                0.28,
                .estimate(
                    "ResNet-50 takes 26 ms (same source and assumption); less 1.968 GMAC at 338 GMAC/s (5.8 ms): "
                        + "1.888 GMAC / 0.0202 s = 94 GMAC/s = 0.28 of 338"
                )
            )
        ),
        memoryBandwidth: Sourced(
            DataRate(megabytesPerSecond: 17_000),
            .estimate("half of the peak of 34.1 GB/s (anandtech.com 13786, 2019)")
        ),
        applicationMemory: Sourced(
            ByteCount(3 * 1_073_741_824),
            .estimate("half of the 6 GB of a usual phone with this processor: native memory, not the managed heap")
        ),
        storageReadRate: Sourced(
            DataRate(megabytesPerSecond: 700),
            .estimate("UFS 2.1: 734 MB/s on a OnePlus 6T (bgr.in, 2019-01-08), 698 MB/s (igeekphone.com, OnePlus 7)")
        ),
        wirelessRate: Sourced(
            WirelessRates.ac80TwoStreams,
            .estimate("802.11ac with two streams at 80 MHz, 2 x 433.3 Mbit/s; phones with 802.11ax have more")
        ),
        power: nil
    )
}
