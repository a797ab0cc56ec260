import Testing

@testable import Reporting

@Suite struct ColumnMeaningTests {
    static let captions: [(name: String, values: [Double], caption: String)] = [
        ("latency_s", [5.9, 26.8], "Latency (s)"),
        ("latency_s", [0.0059, 0.0268], "Latency (ms)"),
        ("wake_up_s", [2e-6], "Wake-up (µs)"),
        ("compute_s", [0], "Computing (s)"),
        ("speedup", [4], "Speed-up"),
        ("sent_bytes", [1_499_728, 4_135_992], "Sent (MiB)"),
        ("peak_memory_bytes", [579_120_288], "Peak memory (MiB)"),
        ("redundant_macs", [3e9], "Redundant work (GMAC)"),
        ("cluster_wireless_rate_bit_per_s", [5e6, 5e8], "Wireless rate (Mbit/s)"),
        ("fully_connected", [], "Fully connected"),
        ("energy_j", [0.002], "Energy (mJ)"),
        ("devices", [4], "Devices"),
        ("s", [1], "S"),
    ]

    @Test(arguments: captions)
    func namesAndUnitsComeFromColumnNames(name: String, values: [Double], caption: String) {
        #expect(ColumnMeaning(name, values: values).caption == caption)
    }

    @Test func valuesAreShownInTheUnit() {
        #expect(ColumnMeaning("latency_s", values: [0.0123]).text(0.012345) == "12.35 ms")
        #expect(ColumnMeaning("sent_bytes", values: [1_048_576]).text(1_572_864) == "1.5 MiB")
        #expect(ColumnMeaning("speedup").text(4.5) == "4.5")
    }

    @Test func measuresAreToldFromSettings() {
        for name in ["latency_s", "speedup", "energy_j", "sent_bytes", "air_utilisation"] {
            #expect(ColumnMeaning(name).isMeasure, "\(name)")
        }
        for name in ["devices", "cluster_wireless_rate_bit_per_s", "cluster_wireless_wake_up_s", "convolution"] {
            #expect(!ColumnMeaning(name).isMeasure, "\(name)")
        }
    }
}
