/// The physical dimension of a quantity written as text.
public enum PhysicalDimension: String, Sendable, CaseIterable {
    case time, data, dataRate, computeRate, power, frequency, rate

    /// What a reader is asked to write, with an example.
    public var expectation: String {
        switch self {
        case .time: "a time such as \"3 ms\""
        case .data: "an amount of data such as \"512 MiB\""
        case .dataRate: "a data rate from 1 kbit/s to 1000 Tbit/s such as \"40 Mbit/s\""
        case .computeRate: "a compute rate from 1 kMAC/s to 1000 TMAC/s such as \"1.4 GFLOP/s\" or \"0.7 GMAC/s\""
        case .power: "a power such as \"1.5 W\""
        case .frequency: "a frequency such as \"1.2 GHz\""
        case .rate: "a rate such as \"0.5 /s\" or \"30 /min\""
        }
    }

    /// The suffix of a column that holds such a quantity in its base unit.
    public var columnSuffix: String {
        switch self {
        case .time: "s"
        case .data: "bytes"
        case .dataRate: "bit_per_s"
        case .computeRate: "mac_per_s"
        case .power: "w"
        case .frequency: "hz"
        case .rate: "per_s"
        }
    }

    /// Unit spellings and their factor to the base unit: seconds, bytes, bit/s, MAC/s, watts, hertz, 1/s.
    fileprivate var units: [(symbol: String, factor: Double)] {
        switch self {
        case .time:
            [
                ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("\u{3bc}s", 1e-6), ("ms", 1e-3), ("s", 1), ("min", 60),
                ("h", 3600),
            ]
        case .data: Self.bytePrefixes.map { ($0 + "B", $1) }
        case .dataRate:
            Self.decimalPrefixes.map { ($0 + "bit/s", $1) } + Self.bytePrefixes.map { ($0 + "B/s", 8 * $1) }
        case .computeRate:
            Self.decimalPrefixes.map { ($0 + "MAC/s", $1) } + Self.decimalPrefixes.map { ($0 + "FLOP/s", $1 / 2) }
        case .power: [("mW", 1e-3), ("W", 1)]
        case .frequency: Self.decimalPrefixes.map { ($0 + "Hz", $1) }
        case .rate: [("/s", 1), ("/min", 1 / 60), ("/h", 1 / 3600)]
        }
    }

    /// Spellings of its units.
    package var unitSymbols: [String] { units.map(\.symbol) }

    private static let decimalPrefixes: [(String, Double)] = [("", 1), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12)]
    private static let bytePrefixes: [(String, Double)] =
        decimalPrefixes + [("Ki", 0x1p10), ("Mi", 0x1p20), ("Gi", 0x1p30), ("Ti", 0x1p40)]
}

/// A number with a unit as people write it, for instance "40 Mbit/s".
///
/// Units are spelled exactly (`bit` and `B` differ, as do `k` and `Ki`); one space between number and unit is optional.
public struct Quantity: Sendable, Hashable {
    public var dimension: PhysicalDimension
    /// The value in the dimension's base unit: s, B, bit/s, MAC/s, W, Hz, 1/s.
    public var baseValue: Double

    /// Reads a finite quantity of any dimension; `nil` when the text is no number with a known unit.
    public init?(parsing text: String) {
        for dimension in PhysicalDimension.allCases {
            if let quantity = Self(parsing: text, as: dimension) {
                self = quantity
                return
            }
        }
        return nil
    }

    /// Reads a finite quantity of one dimension.
    public init?(parsing text: String, as dimension: PhysicalDimension) {
        let numberPart = text.prefix { "0123456789.+-eE".contains($0) }
        // "1e3" is a number; the E of a unit such as "EB" isn't one of ours, so a greedy prefix is right.
        guard let number = Double(numberPart), number.isFinite, numberPart.first != "+" else { return nil }
        var unit = text[numberPart.endIndex...]
        if unit.first == " " { unit.removeFirst() }
        guard let factor = dimension.units.first(where: { $0.symbol == unit })?.factor else { return nil }
        self.dimension = dimension
        baseValue = number * factor
        guard baseValue.isFinite else { return nil }
    }
}

extension TimeSpan {
    /// Reads "3 ms"; `nil` unless it is a time that is not negative and below a century.
    public init?(parsing text: String) {
        guard let quantity = Quantity(parsing: text, as: .time), (0...3.2e9).contains(quantity.baseValue) else {
            return nil
        }
        self.init(seconds: quantity.baseValue)
    }
}

extension ByteCount {
    /// Reads "512 MiB", rounded to whole bytes; `nil` unless it is an amount that is not negative and below 2^62 bytes.
    public init?(parsing text: String) {
        guard let quantity = Quantity(parsing: text, as: .data), (0..<0x1p62).contains(quantity.baseValue) else {
            return nil
        }
        self.init(Int(quantity.baseValue.rounded()))
    }
}

extension DataRate {
    /// Reads "40 Mbit/s" or "5 MB/s"; `nil` unless it is a data rate from 1 kbit/s to 1000 Tbit/s.
    public init?(parsing text: String) {
        guard let quantity = Quantity(parsing: text, as: .dataRate), (1e3...1e15).contains(quantity.baseValue) else {
            return nil
        }
        self.init(bitsPerSecond: quantity.baseValue)
    }
}

extension ComputeRate {
    /// Reads "0.7 GMAC/s" or "1.4 GFLOP/s"; `nil` unless it is a compute rate from 1 kMAC/s to 1000 TMAC/s.
    public init?(parsing text: String) {
        guard let quantity = Quantity(parsing: text, as: .computeRate), (1e3...1e15).contains(quantity.baseValue)
        else { return nil }
        self.init(macsPerSecond: quantity.baseValue)
    }
}
