import DeviceProfiles
import Testing
import Units

/// The arithmetic behind the derived figures, redone, and whole networks timed with the result.
@Suite struct DerivationTests {
    // MARK: - DeepThings and AOFL, layer by layer

    /// Multiply-accumulates of a `kernel` x `kernel` convolution with an output of `size` x `size`.
    private func macs(_ size: Int, _ inputs: Int, _ outputs: Int, kernel: Int) -> Double {
        Double(size * size * inputs * outputs * kernel * kernel)
    }

    @Test func deepThingsLayersGiveTheRatesOfOneCore() throws {
        let profile = try device("raspberry-pi-3b-1core")
        // First 16 layers of YOLOv2 at 608x608 (DeepThings, Fig. 1): output size after the pools 608, 304, 152, 76, 38.
        // conv1: 608^2 x 3 x 32 x 9 = 319,389,696; each other 3x3 layer: 304^2 x 32 x 64 x 9 = 1,703,411,712.
        let spatial: [(macs: Double, seconds: Double)] = [
            (macs(608, 3, 32, kernel: 3), 1.20), (macs(304, 32, 64, kernel: 3), 2.26),
            (macs(152, 64, 128, kernel: 3), 1.66), (macs(152, 64, 128, kernel: 3), 1.66),
            (macs(76, 128, 256, kernel: 3), 1.37), (macs(76, 128, 256, kernel: 3), 1.36),
            (macs(38, 256, 512, kernel: 3), 1.25), (macs(38, 256, 512, kernel: 3), 1.24),
        ]
        // Each 1x1 layer: 152^2 x 128 x 64 = 189,267,968.
        let pointwise: [(macs: Double, seconds: Double)] = [
            (macs(152, 128, 64, kernel: 1), 0.30), (macs(76, 256, 128, kernel: 1), 0.22),
            (macs(38, 512, 256, kernel: 1), 0.17), (macs(38, 512, 256, kernel: 1), 0.17),
        ]
        func total(_ layers: [(macs: Double, seconds: Double)]) -> (macs: Double, seconds: Double) {
            layers.reduce((0, 0)) { ($0.macs + $1.macs, $0.seconds + $1.seconds) }
        }
        let spatialTotal = total(spatial)
        let pointwiseTotal = total(pointwise)
        #expect(spatialTotal.macs == 12_243_271_680)
        #expect(pointwiseTotal.macs == 757_071_872)
        expect(spatialTotal.seconds, near: 12.00, within: 1e-9)
        expect(pointwiseTotal.seconds, near: 0.86, within: 1e-9)
        // 12.243 / 12.00 = 1.0203 GMAC/s; 0.7571 / 0.86 = 0.8803 GMAC/s.
        let rate = profile.convolutionRate.value.macsPerSecond
        expect(rate, near: spatialTotal.macs / spatialTotal.seconds, within: 0.001)
        expect(
            profile.rate(of: .pointwiseConvolution).macsPerSecond,
            near: pointwiseTotal.macs / pointwiseTotal.seconds,
            within: 0.001
        )
        // All twelve: 13.000 GMAC in 12.86 s.
        let predicted =
            spatialTotal.macs / rate + pointwiseTotal.macs / profile.rate(of: .pointwiseConvolution).macsPerSecond
        expect(predicted, near: 12.86, within: 0.001)
    }

    @Test func deepThingsPoolsAreSlowerThanTheMemory() throws {
        // float32 read and written, 5/4 of the input: (608^2 x 32 + 304^2 x 64 + 152^2 x 128 + 76^2 x 256) x 5 = 110.9
        // MB in 0.39 + 0.19 + 0.10 + 0.05 = 0.73 s: 0.152 GB/s.
        let bytes = Double((608 * 608 * 32 + 304 * 304 * 64 + 152 * 152 * 128 + 76 * 76 * 256) * 5)
        expect(bytes / 0.73, near: 0.152e9, within: 0.01)
        let bandwidth = try device("raspberry-pi-3b-1core").memoryBandwidth.value
        #expect(bytes * 8 / 0.73 < bandwidth.bitsPerSecond)
        // So a roofline of all 16 layers, 12.86 + 0.05 s, stays 5 % below the 13.59 s of the paper.
        expect(12.86 + bytes * 8 / bandwidth.bitsPerSecond, near: 13.59, within: 0.06)
    }

    @Test func aoflTimesGiveTheRateOfOneCoreAtOneGigahertz() throws {
        let profile = try device("raspberry-pi-3b-plus-1core")
        // VGG-16's convolutions at 256x256: 15,346,630,656 x (256 / 224)^2 = 20,044,578,816.
        let macs = MACCount(15_346_630_656 / 49 * 64)
        #expect(macs.count == 20_044_578_816)
        // 20.045 GMAC / 0.924 GMAC/s = 21.7 s, Fig. 9.
        expect((macs / profile.convolutionRate.value).seconds, near: 21.7, within: 0.001)
        // At 500 MHz half the rate: 43.4 s against 43.1 s in Fig. 9.
        expect(2 * (macs / profile.convolutionRate.value).seconds, near: 43.1, within: 0.01)
        // Fig. 2's column at 750 MHz.
        let column = [0.4, 3.57, 1.43, 2.77, 1.23, 2.43, 2.49, 1.62, 3.29, 3.26, 1.88, 1.75, 1.75].reduce(0, +)
        expect(column, near: 27.87, within: 1e-9)
        expect((macs / profile.convolutionRate.value).seconds / 0.75, near: column, within: 0.05)
    }

    // MARK: - Whole networks

    private struct Workload {
        /// Kernels above 1x1, 1x1 kernels, fully connected layers.
        var spatial: Int
        var pointwise: Int
        var fullyConnected: Int

        static let vgg16 = Workload(spatial: 15_346_630_656, pointwise: 0, fullyConnected: 123_633_664)
        static let resNet50 = Workload(spatial: 1_967_702_016, pointwise: 1_888_223_232, fullyConnected: 2_048_000)
        static let resNet18 = Workload(spatial: 1_794_293_760, pointwise: 19_267_584, fullyConnected: 512_000)
        /// With the two groups of the original.
        static let alexNet = Workload(spatial: 665_784_864, pointwise: 0, fullyConnected: 58_621_952)

        /// Roofline at batch 1 without activations: convolutions bound by arithmetic, fully connected layers by their
        /// weights.
        func seconds(on profile: DeviceProfile, bytesPerWeight: Int = 4) -> Double {
            let weights = ByteCount(fullyConnected * bytesPerWeight)
            let multiply = MACCount(fullyConnected) / profile.rate(of: .fullyConnected)
            return (MACCount(spatial) / profile.rate(of: .convolution)).seconds
                + (MACCount(pointwise) / profile.rate(of: .pointwiseConvolution)).seconds
                + max(multiply, weights / profile.memoryBandwidth.value).seconds
        }
    }

    @Test func workloadsAreTheSumsOfTheirLayers() {
        // VGG-16: output size, input and output channels.
        let vgg = [
            (224, 3, 64), (224, 64, 64), (112, 64, 128), (112, 128, 128), (56, 128, 256), (56, 256, 256),
            (56, 256, 256), (28, 256, 512), (28, 512, 512), (28, 512, 512), (14, 512, 512), (14, 512, 512),
            (14, 512, 512),
        ]
        #expect(vgg.reduce(0) { $0 + macs($1.0, $1.1, $1.2, kernel: 3) } == Double(Workload.vgg16.spatial))
        #expect(25_088 * 4096 + 4096 * 4096 + 4096 * 1000 == Workload.vgg16.fullyConnected)

        // ResNet-50: 7x7 at the front; a block reduces to `width` channels (1x1), convolves (3x3), expands fourfold
        // (1x1); the first block of a stage has a 1x1 shortcut, and strides lie in its 1x1 layers.
        var spatial = macs(112, 3, 64, kernel: 7)
        var pointwise = 0.0
        var channels = 64
        for (size, width, blocks) in [(56, 64, 3), (28, 128, 4), (14, 256, 6), (7, 512, 3)] {
            pointwise += macs(size, channels, 4 * width, kernel: 1)
            for _ in 0..<blocks {
                pointwise += macs(size, channels, width, kernel: 1) + macs(size, width, 4 * width, kernel: 1)
                spatial += macs(size, width, width, kernel: 3)
                channels = 4 * width
            }
        }
        #expect(spatial == Double(Workload.resNet50.spatial))
        #expect(pointwise == Double(Workload.resNet50.pointwise))

        // ResNet-18: four stages of four 3x3 layers, the first of a stage at half the channels; three 1x1 shortcuts.
        spatial = macs(112, 3, 64, kernel: 7) + 4 * macs(56, 64, 64, kernel: 3)
        pointwise = 0
        for (size, width) in [(28, 128), (14, 256), (7, 512)] {
            spatial += macs(size, width / 2, width, kernel: 3) + 3 * macs(size, width, width, kernel: 3)
            pointwise += macs(size, width / 2, width, kernel: 1)
        }
        #expect(spatial == Double(Workload.resNet18.spatial))
        #expect(pointwise == Double(Workload.resNet18.pointwise))

        // AlexNet: second, fourth and fifth layers see half of the channels.
        spatial =
            macs(55, 3, 96, kernel: 11) + macs(27, 48, 256, kernel: 5) + macs(13, 256, 384, kernel: 3)
            + macs(13, 192, 384, kernel: 3) + macs(13, 192, 256, kernel: 3)
        #expect(spatial == Double(Workload.alexNet.spatial))
        #expect(9216 * 4096 + 4096 * 4096 + 4096 * 1000 == Workload.alexNet.fullyConnected)
    }

    /// The rates came from these times, so they must reproduce them up to their rounding.
    @Test(
        arguments: [
            // 15.347 / 1.67 + 0.4945 / 2.25 = 9.19 + 0.22 s.
            ("raspberry-pi-3b", 9.4, 2.46),
            // 15.347 / 33.6 + 0.4945 / 5.53 = 0.457 + 0.089 s.
            ("raspberry-pi-4b", 0.547, 0.263),
            // 15.347 / 232 + 0.4945 / 19.2 = 0.0662 + 0.0258 s.
            ("jetson-nano", 0.092, 0.032),
            // 15.347 / 201 + 0.4945 / 44 = 0.0764 + 0.0112 s.
            ("jetson-tx2", 0.0877, 0.0543),
            // 15.347 / 73.1 + 0.4945 / 15 = 0.2099 + 0.0330 s.
            ("snapdragon-821", 0.243, 0.123),
        ]
    )
    func twoNetworksAreReproduced(name: String, vgg16Seconds: Double, resNet50Seconds: Double) throws {
        let profile = try device(name)
        expect(Workload.vgg16.seconds(on: profile), near: vgg16Seconds, within: 0.01)
        expect(Workload.resNet50.seconds(on: profile), near: resNet50Seconds, within: 0.015)
    }

    @Test func aRaspberryPi3BPlusReproducesResNet50() throws {
        // 1.968 / 15.1 + 1.888 / (0.275 x 15.1) + 0.0082 / 2.25 = 0.130 + 0.455 + 0.004 s.
        expect(Workload.resNet50.seconds(on: try device("raspberry-pi-3b-plus")), near: 0.587, within: 0.01)
    }

    @Test func aSnapdragon855IsAHundredthSlowerThanThe855Plus() throws {
        // Clocks: (2.84 + 3 x 2.42) / (2.96 + 3 x 2.42) = 10.10 / 10.22. Weights in half precision.
        let profile = try device("snapdragon-855")
        expect(Workload.vgg16.seconds(on: profile, bytesPerWeight: 2), near: 0.060 * 10.22 / 10.10, within: 0.02)
        expect(Workload.resNet50.seconds(on: profile, bytesPerWeight: 2), near: 0.026 * 10.22 / 10.10, within: 0.02)
        // Read in single precision, as networks are stored here, VGG-16 takes 0.0460 + 0.0291 = 0.0751 s, a quarter
        // more.
        expect(Workload.vgg16.seconds(on: profile), near: 0.0751, within: 0.01)
    }

    /// Times that no rate was derived from: how far a roofline with these profiles may be trusted.
    @Test func networksThatWereNotUsedAreWithinAFactor() throws {
        // AlexNet under ncnn, four threads: 0.666 GMAC, 234.5 MB of fully connected weights.
        // 0.044 + 0.104 s; 0.020 + 0.042 s; 0.009 + 0.016 s; 0.002 + 0.007 s in half precision.
        expect(Workload.alexNet.seconds(on: try device("raspberry-pi-3b-plus")), near: 0.159, within: 0.10)
        expect(Workload.alexNet.seconds(on: try device("raspberry-pi-4b")), near: 0.076, within: 0.20)
        expect(Workload.alexNet.seconds(on: try device("snapdragon-821")), near: 0.039, within: 0.40)
        expect(
            Workload.alexNet.seconds(on: try device("snapdragon-855"), bytesPerWeight: 2),
            near: 0.012,
            within: 0.30
        )
        // ResNet-18 on a Raspberry Pi 3B (IISWC 2019): 1.794 / 1.67 + 0.013 = 1.09 s against 0.87 s.
        expect(Workload.resNet18.seconds(on: try device("raspberry-pi-3b")), near: 0.87, within: 0.30)
    }

    // MARK: - Nexus 5

    @Test func aNexus5TakesAsLongAsMoDNNImplies() throws {
        let profile = try device("nexus-5")
        // 2 x 0.7 GMAC/s, between 30.94 / (6 x 4.28) = 1.20 and 30.94 / 16 = 1.93 GFLOP/s.
        let gigaflops = profile.convolutionRate.value.macsPerSecond * 2 / 1e9
        let networkGigaflops = 2 * Double(Workload.vgg16.spatial + Workload.vgg16.fullyConnected) / 1e9
        expect(networkGigaflops, near: 30.94, within: 0.001)
        #expect(networkGigaflops / (6 * 4.28) < gigaflops && gigaflops < networkGigaflops / 16)
        // Convolutions 15.347 / 0.7 = 21.9 s. Fully connected layers 0.1237 / 0.7 = 0.18 s, more than their 0.4945 GB
        // / 5 GB/s = 0.10 s. Weights beyond the heap: (553.4 - 201.3) MB / 76.29 MB/s = 4.6 s. Together 26.7 s, where 6 s
        // x 4.28 is 25.7 s (23.5 to 27.8 s as "six seconds" is rounded).
        let excess = ByteCount(138_357_544 * 4) - profile.applicationMemory.value
        let seconds = Workload.vgg16.seconds(on: profile) + (excess / profile.storageReadRate.value).seconds
        expect(seconds, near: 26.7, within: 0.01)
        #expect((23.5...27.8).contains(seconds))
    }

    @Test func nexus5PowerFollowsFromItsPowerProfile() throws {
        let power = try #require(try device("nexus-5").power)
        // mA x V: (17.4 + 3.5) x 3.8 = 79.4 mW; (17.4 + 3.5 + 4 x 386.2) x 3.8 = 5950 mW.
        expect(power.idle.value.watts, near: (17.4 + 3.5) * 3.8 / 1000, within: 0.001)
        expect(power.computing.value.watts, near: (17.4 + 3.5 + 4 * 386.2) * 3.8 / 1000, within: 0.001)
    }

    @Test func nexus5MemoryIsTheHeapGrowthLimit() throws {
        let profile = try device("nexus-5")
        #expect(profile.applicationMemory.value.mebibytes == 192)
        // 64 bit x 800 MHz x 2 = 12.8 GB/s, 0.4 of it 5.1 GB/s.
        expect(profile.memoryBandwidth.value.bitsPerSecond, near: 0.4 * 64 * 800e6 * 2, within: 0.03)
    }

    // MARK: - Memory, storage and radio

    @Test func mediansOfPublishedRuns() throws {
        // MB/s copied, each byte read and written.
        let copies: [Double] = [1230, 1130, 1050, 1040, 1230, 1120]
        let cardsOnPi2 = [
            21.75, 18.39, 18.45, 17.39, 18.43, 18.51, 17.73, 17.62, 18.14, 17.46, 17.66, 15.38, 17.78, 12.80, 16.05,
            13.37,
        ]
        let cardsOnPi4 = [
            43.90, 43.52, 43.86, 43.45, 43.92, 43.40, 43.15, 43.73, 43.87, 43.78, 43.95, 42.30, 44.35, 40.78, 41.62,
        ]
        for name in ["raspberry-pi-3b", "raspberry-pi-3b-1core", "raspberry-pi-3b-plus", "raspberry-pi-3b-plus-1core"] {
            let profile = try device(name)
            expect(profile.memoryBandwidth.value.bitsPerSecond, near: 2 * median(copies) * 8e6, within: 0.001)
            expect(profile.storageReadRate.value.bitsPerSecond, near: median(cardsOnPi2) * 8e6, within: 0.005)
        }
        expect(
            try device("raspberry-pi-4b").storageReadRate.value.bitsPerSecond,
            near: median(cardsOnPi4) * 8e6,
            within: 0.005
        )
    }

    @Test(
        arguments: [
            // Data subcarriers x bits x code rate / 3.6 µs, times streams.
            ("raspberry-pi-3b", 52 * 6 * 5 / 6, 1, 72.2),
            ("raspberry-pi-3b-plus", 234 * 8 * 5 / 6, 1, 433.3),
            ("raspberry-pi-4b", 234 * 8 * 5 / 6, 1, 433.3),
            ("nexus-5", 234 * 8 * 5 / 6, 1, 433.3),
            ("snapdragon-821", 234 * 8 * 5 / 6, 2, 866.7),
        ]
    )
    func wirelessRates(name: String, bitsPerSymbol: Int, streams: Int, megabits: Double) throws {
        let rate = try device(name).wirelessRate.value.bitsPerSecond
        expect(rate, near: Double(streams * bitsPerSymbol) / 3.6e-6, within: 1e-12)
        expect(rate / 1e6, near: megabits, within: 0.001)
    }

    // MARK: - Helpers

    private func device(_ name: String) throws -> DeviceProfile { try #require(DeviceCatalogue.profile(named: name)) }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private func expect(
        _ value: Double,
        near reference: Double,
        within tolerance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            abs(value - reference) <= tolerance * abs(reference),
            "\(value) is not within \(tolerance) of \(reference)",
            sourceLocation: sourceLocation
        )
    }
}
