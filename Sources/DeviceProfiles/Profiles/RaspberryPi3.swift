import Units

/// Raspberry Pi 3 B (2016) and 3 B+ (2018): four Cortex-A53 cores and 1 GB of LPDDR2.
///
/// Darknet's pools are slower than the memory: DeepThings' four move 110.9 MB in 0.73 s, 0.15 GB/s. That is 5 % of the
/// first 16 layers of YOLOv2, which a roofline with the memory bandwidth below misses.
extension DeviceProfile {
    /// Hadidi et al.'s board: all four cores at 1.2 GHz under the frameworks of 2018.
    static let raspberryPi3B = DeviceProfile(
        name: "raspberry-pi-3b",
        title: "Raspberry Pi 3 B (2016), a framework of 2018 on four cores",
        convolutionRate: Sourced(
            ComputeRate(macsPerSecond: 1.67e9),
            .derived(
                "VGG-16 takes 9.4 s on one board (printed by Hadidi et al. in their series RA-L 2018, JIoT 2020, LCP "
                    + "2023); less 494.5 MB of fully connected weights at 2.25 GB/s (0.22 s): 15.347 GMAC / 9.18 s = "
                    + "1.67 GMAC/s. The 16.5 s of IISWC 2019 contain a dynamic graph's swapping"
            )
        ),
        relativeRates: .fromMatrixProducts(
            Sourced(
                0.88,
                .derived(
                    "ResNet-50 takes 2.46 s (Hadidi et al., IISWC 2019, Fig. 2); less 1.968 GMAC at 1.67 GMAC/s (1.18 "
                        + "s): 1.888 GMAC / 1.28 s = 1.47 GMAC/s = 0.88 of 1.67"
                )
            )
        ),
        memoryBandwidth: raspberryPi3MemoryBandwidth,
        applicationMemory: raspberryPi3ApplicationMemory,
        storageReadRate: raspberryPi3StorageReadRate,
        wirelessRate: raspberryPi3BWirelessRate,
        power: DevicePower(
            idle: Sourced(
                Power(watts: 1.33),
                .cited("Hadidi et al., IISWC 2019, Table III: Raspberry Pi 3B, idle")
            ),
            computing: Sourced(
                Power(watts: 2.73),
                .cited("Hadidi et al., IISWC 2019, Table III: Raspberry Pi 3B, average while inferring")
            )
        )
    )

    /// DeepThings' board: one core at 1.2 GHz under Darknet with NNPACK.
    static let raspberryPi3BOneCore = DeviceProfile(
        name: "raspberry-pi-3b-1core",
        title: "Raspberry Pi 3 B (2016), Darknet with NNPACK on one core (DeepThings)",
        convolutionRate: Sourced(
            ComputeRate(macsPerSecond: 1.02e9),
            .derived(
                "DeepThings (Zhao et al., IEEE TCAD 37(11), 2018), time of each of the first 16 layers of YOLOv2 at "
                    + "608x608: the eight 3x3 convolutions have 0.319 + 7 x 1.703 = 12.243 GMAC and take 12.00 s = "
                    + "1.02 GMAC/s; with the 1x1 convolutions 13.000 GMAC in 12.86 s = 1.01 GMAC/s"
            )
        ),
        relativeRates: .fromMatrixProducts(
            Sourced(
                0.863,
                .derived(
                    "DeepThings (2018), same layers: four 1x1 convolutions, 4 x 0.1893 = 0.757 GMAC in 0.86 s = 0.880 "
                        + "GMAC/s = 0.863 of 1.02"
                )
            )
        ),
        memoryBandwidth: raspberryPi3MemoryBandwidth,
        applicationMemory: raspberryPi3ApplicationMemory,
        storageReadRate: raspberryPi3StorageReadRate,
        wirelessRate: raspberryPi3BWirelessRate,
        power: nil
    )

    /// A 3 B+ as it ships, four cores at 1.4 GHz, under ncnn.
    static let raspberryPi3BPlus = DeviceProfile(
        name: "raspberry-pi-3b-plus",
        title: "Raspberry Pi 3 B+ (2018), ncnn on four cores",
        convolutionRate: Sourced(
            ComputeRate(macsPerSecond: 15.1e9),
            .estimate(
                "ResNet-50 takes 587 ms on four threads (Tencent/ncnn benchmark/README.md); VGG-16 does not fit, so "
                    + "the split into 3x3 and 1x1 kernels assumes the 0.275 of the Raspberry Pi 4: (1.968 + 1.888 / "
                    + "0.275) GMAC / 0.583 s = 15.1 GMAC/s, counted as direct convolution although Winograd's "
                    + "transform needs fewer"
            )
        ),
        relativeRates: .fromMatrixProducts(
            Sourced(0.275, .estimate("as on the Raspberry Pi 4 B, where two networks separate the classes"))
        ),
        memoryBandwidth: raspberryPi3MemoryBandwidth,
        applicationMemory: raspberryPi3ApplicationMemory,
        storageReadRate: raspberryPi3StorageReadRate,
        wirelessRate: raspberryPi3BPlusWirelessRate,
        power: nil
    )

    /// AOFL's board: one core, its clock fixed at 1 GHz for most of the paper's experiments.
    static let raspberryPi3BPlusOneCore = DeviceProfile(
        name: "raspberry-pi-3b-plus-1core",
        title: "Raspberry Pi 3 B+ (2018), one core at 1 GHz (AOFL)",
        convolutionRate: Sourced(
            ComputeRate(macsPerSecond: 0.924e9),
            .derived(
                "AOFL (Zhou et al., ACM/IEEE SEC 2019, Fig. 9): 21.7 s for the 13 convolutions of VGG-16 at 256x256 "
                    + "on one device at 1 GHz; 15.347 GMAC x (256/224)^2 = 20.045 GMAC / 21.7 s = 0.924 GMAC/s. "
                    + "Proportional to the clock: 43.1 s at 500 MHz; Fig. 2's 27.9 s belong to 750 MHz"
            )
        ),
        relativeRates: .fromMatrixProducts(
            Sourced(0.863, .estimate("as DeepThings measured on the same core; VGG-16 has no 1x1 layers"))
        ),
        memoryBandwidth: raspberryPi3MemoryBandwidth,
        applicationMemory: raspberryPi3ApplicationMemory,
        storageReadRate: raspberryPi3StorageReadRate,
        wirelessRate: raspberryPi3BPlusWirelessRate,
        power: nil
    )
}

private let raspberryPi3MemoryBandwidth = Sourced(
    DataRate(megabytesPerSecond: 2250),
    .derived(
        "memcpy on a Raspberry Pi 3 B+, median of 1040, 1050, 1120, 1130, 1230 and 1230 MB/s copied "
            + "(ThomasKaiser/sbc-bench Results.md), read and written: 2 x 1125; one core already gets this, and the 3 "
            + "B has the same memory"
    )
)

private let raspberryPi3ApplicationMemory = Sourced(
    ByteCount(700 * 1_048_576),
    .estimate(
        "1 GB (Hadidi et al., IISWC 2019) less the graphics share, the system and a framework's own copies; VGG-16's "
            + "528 MiB of weights are at the edge of what boards of this size ran"
    )
)

private let raspberryPi3StorageReadRate = Sourced(
    DataRate(megabytesPerSecond: 17.7),
    .derived(
        "median of 16 microSD cards on a Raspberry Pi 2 (www.pidramble.com/wiki/benchmarks/microsd-cards, hdparm "
            + "buffered); the Raspberry Pi 3 has the same card bus of about 20 MB/s (raspberrypi.stackexchange.com "
            + "43618)"
    )
)

private let raspberryPi3BWirelessRate = Sourced(
    WirelessRates.n20OneStream,
    .derived(
        "BCM43438 (raspberry-pi-geek.com 17, 2016): 802.11n at 2.4 GHz, taken as one stream, 20 MHz, MCS 7, short "
            + "guard interval: 260 bit / 3.6 µs = 72.2 Mbit/s; published goodputs are 38.6 (DeepThings, 2018) and "
            + "62.2 Mbit/s (Hadidi)"
    )
)

/// Internal because the Raspberry Pi 4 B has the same radio.
let raspberryPi3BPlusWirelessRate = Sourced(
    WirelessRates.ac80OneStream,
    .derived(
        "CYW43455: 802.11ac, one stream, 80 MHz, MCS 0 to 9 (lists.infradead.org hostap 2019-April 039964): 1560 bit "
            + "/ 3.6 µs = 433.3 Mbit/s; AOFL (2019) measured 93.7 Mbit/s of TCP"
    )
)
