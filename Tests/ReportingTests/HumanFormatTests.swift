import Reporting
import Testing

@Suite struct HumanFormatTests {
    @Test(arguments: [
        (0, "0 s"), (1.2341, "1.234 s"), (1.23456, "1.235 s"), (0.0567, "56.7 ms"), (12.3e-6, "12.3 µs"),
        (4e-9, "4 ns"), (4e-13, "0.0004 ns"), (0.99994, "999.9 ms"), (0.99996, "1 s"), (0.5, "500 ms"),
        (0.001, "1 ms"), (0.00099996, "1 ms"), (12345.6, "12 346 s"), (-0.25, "-250 ms"), (100, "100 s"),
        (.infinity, "inf s"),
    ])
    func seconds(value: Double, text: String) {
        #expect(HumanFormat.seconds(value) == text)
    }

    @Test(arguments: [
        (0, "0 B"), (512, "512 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (1_478_492, "1.41 MiB"),
        (1_047_552, "1023 KiB"), (1_048_063, "1023 KiB"), (1_048_064, "1 MiB"), (-2048, "-2 KiB"),
        (138_357_544 * 4, "528 MiB"), (.max, "8 EiB"),
    ])
    func bytes(count: Int, text: String) {
        #expect(HumanFormat.bytes(count) == text)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1 000"), (-123_456, "-123 456"), (15_346_630_656, "15 346 630 656"),
        (.min, "-9 223 372 036 854 775 808"),
    ])
    func count(value: Int, text: String) {
        #expect(HumanFormat.count(value) == text)
    }

    @Test func rates() {
        #expect(HumanFormat.rate(40e6, unit: "bit/s") == "40 Mbit/s")
        #expect(HumanFormat.rate(999_960, unit: "FLOP/s") == "1 MFLOP/s")
        #expect(HumanFormat.rate(0.5, unit: "bit/s") == "0.5 bit/s")
        #expect(HumanFormat.rate(1.23456e9, unit: "FLOP/s") == "1.235 GFLOP/s")
    }

    @Test func percentagesAndFactors() {
        #expect(HumanFormat.percent(0.1234) == "12.3%")
        #expect(HumanFormat.percent(1, decimals: 0) == "100%")
        #expect(HumanFormat.percent(-0.0001) == "0.0%")
        #expect(HumanFormat.factor(2.174) == "2.17x")
        #expect(HumanFormat.factor(.nan) == "nanx")
    }

    @Test(arguments: [
        (2.675, 2, "2.68"), (0.125, 2, "0.13"), (9.995, 2, "10.00"), (0.004, 2, "0.00"), (0.005, 2, "0.01"),
        (-0.004, 2, "0.00"), (1e21, 1, "1000000000000000000000.0"), (1e-7, 3, "0.000"), (1234.5, 0, "1235"),
        (0.05, 0, "0"), (0.5, 0, "1"),
    ])
    func fixed(value: Double, decimals: Int, text: String) {
        #expect(HumanFormat.fixed(value, decimals: decimals) == text)
    }

    @Test func allSmallDecimalsPrintAsThemselves() {
        for thousandths in 0...12_000 {
            let decimals = String(thousandths % 1000 + 1000).dropFirst()
            #expect(HumanFormat.fixed(Double(thousandths) / 1000, decimals: 3) == "\(thousandths / 1000).\(decimals)")
        }
    }
}
