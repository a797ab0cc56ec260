/// The amendments of IEEE 802.11 that are modelled.
public enum WLANAmendment: String, Sendable, Hashable, CaseIterable {
    /// Extended-rate OFDM: IEEE 802.11-2020, clauses 17 and 18.
    case g
    /// High throughput (HT): clause 19.
    case n
    /// Very high throughput (VHT): clause 21.
    case ac
    /// High efficiency (HE), single user: IEEE 802.11ax-2021, clause 27.
    case ax
}

public enum WLANBand: String, Sendable, Hashable, CaseIterable {
    case twoPointFourGHz
    case fiveGHz
}

/// The pause between two OFDM symbols.
public enum GuardInterval: String, Sendable, Hashable, CaseIterable {
    /// 0.4 µs: 802.11n and ac.
    case nanoseconds400
    /// 0.8 µs: all.
    case nanoseconds800
    /// 1.6 and 3.2 µs: 802.11ax.
    case nanoseconds1600
    case nanoseconds3200

    var nanoseconds: Int64 {
        switch self {
        case .nanoseconds400: 400
        case .nanoseconds800: 800
        case .nanoseconds1600: 1600
        case .nanoseconds3200: 3200
        }
    }
}

/// Constellation and code rate.
struct ModulationAndCoding {
    var bitsPerSubcarrier: Int
    var codeNumerator: Int
    var codeDenominator: Int

    /// One stream's schemes in the order of the index: HT stops at 7, VHT at 9, HE at 11
    /// (tables 19-27, 21-29 and 27-54 and their neighbours).
    static let table: [ModulationAndCoding] = [
        .init(bitsPerSubcarrier: 1, codeNumerator: 1, codeDenominator: 2),
        .init(bitsPerSubcarrier: 2, codeNumerator: 1, codeDenominator: 2),
        .init(bitsPerSubcarrier: 2, codeNumerator: 3, codeDenominator: 4),
        .init(bitsPerSubcarrier: 4, codeNumerator: 1, codeDenominator: 2),
        .init(bitsPerSubcarrier: 4, codeNumerator: 3, codeDenominator: 4),
        .init(bitsPerSubcarrier: 6, codeNumerator: 2, codeDenominator: 3),
        .init(bitsPerSubcarrier: 6, codeNumerator: 3, codeDenominator: 4),
        .init(bitsPerSubcarrier: 6, codeNumerator: 5, codeDenominator: 6),
        .init(bitsPerSubcarrier: 8, codeNumerator: 3, codeDenominator: 4),
        .init(bitsPerSubcarrier: 8, codeNumerator: 5, codeDenominator: 6),
        .init(bitsPerSubcarrier: 10, codeNumerator: 3, codeDenominator: 4),
        .init(bitsPerSubcarrier: 10, codeNumerator: 5, codeDenominator: 6),
    ]

    /// Data subcarriers of a width in MHz; `nil` where the amendment does not know it
    /// (tables 19-6, 21-5; HE: resource units of 242, 484, 996 and 2 x 996 tones).
    static func dataSubcarriers(_ amendment: WLANAmendment, width: Int) -> Int? {
        switch (amendment, width) {
        case (.g, 20): 48
        case (.n, 20), (.ac, 20): 52
        case (.n, 40), (.ac, 40): 108
        case (.ac, 80): 234
        case (.ac, 160): 468
        case (.ax, 20): 234
        case (.ax, 40): 468
        case (.ax, 80): 980
        case (.ax, 160): 1960
        default: nil
        }
    }

    /// Combinations that clause 21.5 leaves out, as their coded bits don't divide evenly among the encoders.
    static func isExcludedVHT(scheme: Int, width: Int, streams: Int) -> Bool {
        switch (width, scheme) {
        case (20, 9): streams != 3 && streams != 6
        case (80, 6): streams == 3 || streams == 7
        case (80, 9): streams == 6
        case (160, 9): streams == 3
        default: false
        }
    }

    /// Long training fields for a number of streams: 1, 2, 4, 4, 6, 6, 8, 8 (tables 19-13, 21-13).
    static func trainingFields(streams: Int) -> Int64 { streams == 1 ? 1 : Int64((streams + 1) / 2 * 2) }
}
