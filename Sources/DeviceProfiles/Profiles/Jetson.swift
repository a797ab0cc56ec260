import Units

/// NVIDIA's boards, computing on their graphics processors.
///
/// Their rates come from VGG-16 and ResNet-50 at batch 1 and so contain the cost of launching kernels for layers of
/// that size; networks of many small layers run slower than a roofline with these figures says.
extension DeviceProfile {
    static let jetsonNano = DeviceProfile(
        name: "jetson-nano",
        title: "NVIDIA Jetson Nano (2019), best framework of 2019 on its graphics processor",
        convolutionRate: Sourced(
            ComputeRate(macsPerSecond: 232e9),
            .derived(
                "VGG-16 takes 92 ms (Hadidi et al., IISWC 2019, Fig. 2, TensorRT); less 494.5 MB of fully connected "
                    + "weights at 19.2 GB/s (26 ms): 15.347 GMAC / 0.0662 s = 232 GMAC/s, counted as direct "
                    + "convolution in whatever precision the framework chose"
            )
        ),
        relativeRates: .fromMatrixProducts(
            Sourced(
                0.35,
                .derived(
                    "ResNet-50 takes 32 ms (IISWC 2019, Fig. 2); less 1.968 GMAC at 232 GMAC/s (8.5 ms): 1.888 GMAC / "
                        + "0.0235 s = 80 GMAC/s = 0.35 of 232"
                )
            )
        ),
        memoryBandwidth: Sourced(
            DataRate(megabytesPerSecond: 19_200),
            .estimate(
                "0.75 of the peak of 25.6 GB/s (NVIDIA data sheet DA-09366-001, 2020), as graphics processors "
                    + "sustain; a single processor core copies 3.7 GB/s (ThomasKaiser/sbc-bench Results.md)"
            )
        ),
        applicationMemory: Sourced(
            ByteCount(3 * 1_073_741_824),
            .estimate("4 GB shared by processor and graphics (IISWC 2019) less the system and the framework")
        ),
        storageReadRate: Sourced(
            DataRate(megabytesPerSecond: 80),
            .estimate("microSD at SDR104; other boards read about 80 MB/s so (trac.gateworks.com wiki MMC)")
        ),
        wirelessRate: Sourced(
            WirelessRates.ac80TwoStreams,
            .estimate("has no radio of its own; an 802.11ac card with two streams in its M.2 slot: 2 x 433.3 Mbit/s")
        ),
        power: DevicePower(
            idle: Sourced(
                Power(watts: 1.25),
                .cited("Hadidi et al., IISWC 2019, Table III: Jetson Nano, idle")
            ),
            computing: Sourced(
                Power(watts: 4.58),
                .cited("Hadidi et al., IISWC 2019, Table III: Jetson Nano, average while inferring")
            )
        )
    )

    static let jetsonTX2 = DeviceProfile(
        name: "jetson-tx2",
        title: "NVIDIA Jetson TX2 (2017), best framework of 2019 on its graphics processor",
        convolutionRate: Sourced(
            ComputeRate(macsPerSecond: 201e9),
            .derived(
                "VGG-16 takes 87.7 ms (Hadidi et al., IISWC 2019, Fig. 2); less 494.5 MB of fully connected weights "
                    + "at 44 GB/s (11 ms): 15.347 GMAC / 0.0765 s = 201 GMAC/s"
            )
        ),
        relativeRates: .fromMatrixProducts(
            Sourced(
                0.21,
                .derived(
                    "ResNet-50 takes 54.3 ms (IISWC 2019, Fig. 2); less 1.968 GMAC at 201 GMAC/s (9.8 ms): 1.888 GMAC "
                        + "/ 0.0445 s = 42 GMAC/s = 0.21 of 201"
                )
            )
        ),
        memoryBandwidth: Sourced(
            DataRate(megabytesPerSecond: 44_000),
            .estimate(
                "0.75 of the peak of 58.4 GB/s (hardwareluxx.de news 42194, 2017), as graphics processors sustain"
            )
        ),
        applicationMemory: Sourced(
            ByteCount(6 * 1_073_741_824),
            .estimate("8 GB shared by processor and graphics (IISWC 2019) less the system and the framework")
        ),
        storageReadRate: Sourced(
            DataRate(megabytesPerSecond: 200),
            .estimate("eMMC at HS400; other boards read 166 to 217 MB/s so (trac.gateworks.com wiki MMC)")
        ),
        wirelessRate: Sourced(
            WirelessRates.ac80TwoStreams,
            .estimate("802.11ac on the module (hardwareluxx.de news 42194, 2017), taken to have two streams at 80 MHz")
        ),
        power: DevicePower(
            idle: Sourced(
                Power(watts: 1.90),
                .cited("Hadidi et al., IISWC 2019, Table III: Jetson TX2, idle")
            ),
            computing: Sourced(
                Power(watts: 9.65),
                .cited("Hadidi et al., IISWC 2019, Table III: Jetson TX2, average while inferring")
            )
        )
    )
}
