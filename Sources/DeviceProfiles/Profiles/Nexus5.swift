import Units

extension DeviceProfile {
    /// The phone of MoDNN (Mao et al., DATE 2017): Snapdragon 800, four Krait 400 cores at 2.26 GHz, 2 GB LPDDR3.
    static let nexus5 = DeviceProfile(
        name: "nexus-5",
        title: "LG Nexus 5 (2013), an app of 2016 on four cores",
        convolutionRate: Sourced(
            ComputeRate(gigaflops: 1.4),
            .estimate(
                "no published measurement; between two readings of MoDNN's setting with VGG-16's 30.94 GFLOP: 1.20 "
                    + "GFLOP/s if its 6 s on four phones (Hadidi et al., RA-L 2018) and its speed-up of 4.28 belong "
                    + "together (30.94 / (6 x 4.28)), 1.93 GFLOP/s if one phone takes the 16 s printed for VGG on a "
                    + "mobile device; we expect 1 to 3 GFLOP/s of phone apps of that time"
            )
        ),
        relativeRates: .direct,
        memoryBandwidth: Sourced(
            DataRate(megabytesPerSecond: 5000),
            .estimate(
                "0.4 of the peak of 12.8 GB/s (64 bit x 800 MHz x 2; anandtech.com 7846, 2014, for MSM8974AA); STREAM "
                    + "on a Raspberry Pi 4 and memcpy on LPDDR3 boards (sbc-bench) reach 0.3 to 0.45 of theirs"
            )
        ),
        applicationMemory: Sourced(
            ByteCount(192 * 1_048_576),
            .cited(
                "heapgrowthlimit 192m in LineageOS/android_frameworks_native build/phone-xhdpi-2048-dalvik-heap.mk "
                    + "(2012), which LineageOS/android_device_lge_hammerhead device.mk inherits; an app that asks for "
                    + "a large heap gets 512m"
            )
        ),
        storageReadRate: Sourced(
            DataRate(megabytesPerSecond: 76.29),
            .cited("AndroBench's sequential read on Android 4.4 (anandtech.com show 8725, 2014)")
        ),
        wirelessRate: Sourced(
            WirelessRates.ac80OneStream,
            .derived(
                "single-stream 802.11ac (en.wikipedia.org Nexus_5) at 80 MHz, MCS 9, short guard interval: 1560 bit / "
                    + "3.6 µs = 433.3 Mbit/s; anandtech.com's MacBook Air review (2013) gives 433 for such radios"
            )
        ),
        power: DevicePower(
            idle: Sourced(
                Power(watts: 0.0794),
                .derived(
                    "screen off: (cpu.idle 17.4 mA + wifi.on 3.5 mA) x 3.8 V = 0.0794 W; currents from "
                        + "power_profile.xml of LineageOS/android_device_lge_hammerhead (2013), battery voltage from "
                        + "en.wikipedia.org Nexus_5"
                )
            ),
            computing: Sourced(
                Power(watts: 5.95),
                .derived(
                    "idle as above + four cores x 386.2 mA at 2265.6 MHz: 1565.7 mA x 3.8 V = 5.95 W; same file. It "
                        + "counts cores as android.googlesource.com device/google/muskie 5ba00f6 explains the "
                        + "entries; throttling would lower it"
                )
            ),
            radio: RadioPower(
                transmit: Sourced(
                    Power(watts: 0.265),
                    .derived("(wifi.active 73.24 mA - wifi.on 3.5 mA) x 3.8 V = 0.265 W; same file")
                ),
                receive: Sourced(
                    Power(watts: 0.265),
                    .derived("as for sending: the file has one figure for an active radio")
                ),
                idle: Sourced(
                    Power(watts: 0.253),
                    .estimate(
                        "a radio awake takes about 20 times one in power save (Pyles et al., UbiComp 2012, abstract): "
                            + "19 x wifi.on 3.5 mA x 3.8 V = 0.253 W above it"
                    )
                )
            ),
            battery: Sourced(
                Energy(joules: 31_464),
                .derived("battery.capacity 2300 mAh x 3.8 V x 3.6 = 31 464 J (8.74 Wh); same file")
            )
        )
    )
}
