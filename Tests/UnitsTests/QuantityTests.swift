import Testing
import Units

@Suite struct QuantityTests {
    static let readable: [(text: String, dimension: PhysicalDimension, baseValue: Double)] = [
        ("3 ns", .time, 3 * 1e-9), ("3 us", .time, 3 * 1e-6), ("3 \u{B5}s", .time, 3 * 1e-6),
        ("3 ms", .time, 3 * 1e-3), ("3 s", .time, 3), ("3 min", .time, 180), ("3 h", .time, 10_800),
        ("512 B", .data, 512), ("1 kB", .data, 1e3), ("1 KiB", .data, 1024), ("1 MB", .data, 1e6),
        ("1 MiB", .data, 1_048_576), ("1 GB", .data, 1e9), ("1 GiB", .data, 1_073_741_824), ("1 TB", .data, 1e12),
        ("1 TiB", .data, 1_099_511_627_776),
        ("9600 bit/s", .dataRate, 9600), ("40 Mbit/s", .dataRate, 40e6), ("1 Gbit/s", .dataRate, 1e9),
        ("5 MB/s", .dataRate, 40e6), ("1 B/s", .dataRate, 8), ("1 KiB/s", .dataRate, 8192), ("1 kB/s", .dataRate, 8000),
        ("2 MAC/s", .computeRate, 2), ("0.5 GMAC/s", .computeRate, 0.5e9), ("1 GFLOP/s", .computeRate, 0.5e9),
        ("2 TFLOP/s", .computeRate, 1e12),
        ("1.5 W", .power, 1.5), ("250 mW", .power, 0.25),
        ("50 Hz", .frequency, 50), ("1.5 GHz", .frequency, 1.5e9),
        ("0.5 /s", .rate, 0.5), ("30 /min", .rate, 30 * (1 / 60)), ("36 /h", .rate, 36 * (1 / 3600)),
    ]

    @Test(arguments: readable)
    func `a number with a known unit is read`(text: String, dimension: PhysicalDimension, baseValue: Double) throws {
        let quantity = try #require(Quantity(parsing: text))
        #expect(quantity.dimension == dimension)
        #expect(quantity.baseValue == baseValue)
        #expect(Quantity(parsing: text, as: dimension) == quantity)
        for other in PhysicalDimension.allCases where other != dimension {
            #expect(Quantity(parsing: text, as: other) == nil)
        }
    }

    @Test(arguments: ["1e3 ms", "1E3 ms", "1000 ms", "1000ms", "1.0 s", "1s", "1e+0 s", "10e-1 s", "0.1e1 s"])
    func `every spelling of one second is one second`(text: String) {
        #expect(Quantity(parsing: text, as: .time)?.baseValue == 1)
    }

    @Test(arguments: [
        "", " ", "s", "3", "3 ", " 3 s", "3  s", "3 s ", "3\ts", "3 parsecs", "3 S", "3 sec", "3 m", "3 KB", "3 kiB",
        "3 mb",
        "3 Mb/s", "3 Mbps", "3 mbit/s", "3 Kibit/s", "3 bit", "3 w", "3 ghz", "3 FLOPS", "3 EB",
    ])
    func `an unknown unit or stray space is refused`(text: String) {
        #expect(Quantity(parsing: text) == nil)
    }

    @Test(arguments: [
        "NaN s", "nan s", "inf s", "infinity s", "1e400 s", "-1e400 s", "1e308 h", "1e s", "e3 s", ". s", "- s",
        "--3 s",
        "+3 s", "3-2 s", "1.2.3 s", "1,5 s", "1_000 s", "0x10 s", "0x1p4 s", "\u{0663} s",
    ])
    func `what is no finite decimal number is refused`(text: String) {
        #expect(Quantity(parsing: text) == nil)
    }

    @Test func `a negative number is a quantity but no duration, amount or rate`() {
        #expect(Quantity(parsing: "-3 s")?.baseValue == -3)
        #expect(TimeSpan(parsing: "-3 s") == nil)
        #expect(TimeSpan(parsing: "-0 s") == .zero)
        #expect(ByteCount(parsing: "-1 B") == nil)
        #expect(DataRate(parsing: "-1 bit/s") == nil)
        #expect(ComputeRate(parsing: "-1 MAC/s") == nil)
    }

    @Test func `a time span is read to the nanosecond and stays below a century`() {
        #expect(TimeSpan(parsing: "3 ms") == TimeSpan(nanoseconds: 3_000_000))
        #expect(TimeSpan(parsing: "0 s") == .zero)
        #expect(TimeSpan(parsing: "1.5 ns") == TimeSpan(nanoseconds: 2))
        #expect(TimeSpan(parsing: "3.1e9 s") != nil)
        #expect(TimeSpan(parsing: "3.3e9 s") == nil)
        #expect(TimeSpan(parsing: "3 MB") == nil)
    }

    @Test func `an amount of data is read to the byte and stays below 2^62`() {
        #expect(ByteCount(parsing: "512 MiB") == ByteCount(536_870_912))
        #expect(ByteCount(parsing: "1.5 kB") == ByteCount(1500))
        #expect(ByteCount(parsing: "0.4 B") == .zero)
        #expect(ByteCount(parsing: "4.6e18 B") == ByteCount(4_600_000_000_000_000_000))
        #expect(ByteCount(parsing: "4.7e18 B") == nil)
        #expect(ByteCount(parsing: "3 Mbit/s") == nil)
    }

    @Test func `a bit is an eighth of a byte`() {
        #expect(DataRate(parsing: "40 Mbit/s") == DataRate(parsing: "5 MB/s"))
    }

    @Test func `a rate must be positive`() {
        #expect(DataRate(parsing: "0 bit/s") == nil)
        #expect(ComputeRate(parsing: "0 MAC/s") == nil)
        #expect(ComputeRate(parsing: "1.4 GFLOP/s") == ComputeRate(parsing: "0.7 GMAC/s"))
        #expect(DataRate(parsing: "3 ms") == nil)
    }

    @Test(arguments: PhysicalDimension.allCases)
    func `the examples that a reader is shown can be read`(dimension: PhysicalDimension) {
        let quoted = dimension.expectation.split(separator: "\"", omittingEmptySubsequences: false)
        let examples = quoted.indices.filter { !$0.isMultiple(of: 2) }.map { String(quoted[$0]) }
        #expect(!examples.isEmpty)
        for example in examples { #expect(Quantity(parsing: example, as: dimension) != nil) }
    }

    @Test func `column suffixes name the base unit`() {
        #expect(
            PhysicalDimension.allCases.map(\.columnSuffix) == [
                "s", "bytes", "bit_per_s", "mac_per_s", "w", "hz", "per_s",
            ])
    }
}
