public import Units

/// The times of one physical layer at one rate, in whole nanoseconds.
///
/// Sources: IEEE 802.11-2020 clauses 10.3 and 10.23 (channel access), 17-19 and 21 (physical layers), 802.11ax-2021
/// clause 27. Not modelled: Greenfield and short preambles, protection of older stations, several encoders' tail bits,
/// the packet extension of HE (taken as 0 µs), multi-user transmissions.
public struct WLANPhysicalLayer: Sendable, Hashable {
    public let amendment: WLANAmendment
    public let band: WLANBand
    /// Channel width in MHz.
    public let width: Int
    /// Modulation and coding scheme of one stream, 0 ... 11; for 802.11g the place of the rate in its list.
    public let scheme: Int
    public let streams: Int
    public let guardInterval: GuardInterval

    /// Time before the first data symbol.
    public let preamble: TimeSpan
    public let symbol: TimeSpan
    /// Data bits a symbol, all streams.
    public let bitsPerSymbol: Int
    /// Silence after a packet in the 2.4 GHz band, so that it ends like one of 802.11g (clause 18.3.2.4).
    public let signalExtension: TimeSpan
    public let shortInterframeSpace: TimeSpan
    public var slot: TimeSpan
    /// Data bits a 4 µs symbol of control responses: the highest of 6, 12 and 24 Mbit/s not above the data rate.
    public let controlBitsPerSymbol: Int
    /// Whether frames carry the QoS field and the access is EDCA (best effort), as in 802.11n and later.
    public let isQoS: Bool

    /// The gross rate: data bits a symbol over its time.
    public var rate: DataRate { DataRate(bitsPerSecond: Double(bitsPerSymbol) / symbol.seconds) }

    /// A layer of 802.11g.
    public init(gMegabitsPerSecond rate: Double) throws(WLANError) {
        let rates: [Double] = [6, 9, 12, 18, 24, 36, 48, 54]
        guard let index = rates.firstIndex(of: rate) else { throw .unknownRate(megabitsPerSecond: rate) }
        self.init(
            amendment: .g, band: .twoPointFourGHz, width: 20, scheme: index, streams: 1,
            guardInterval: .nanoseconds800, preamble: 20_000, symbol: 4000, bitsPerSymbol: Int(rate) * 4)
    }

    /// A layer of 802.11n, ac or ax.
    ///
    /// - Parameters:
    ///   - scheme: modulation and coding scheme of one stream; HT's index 8 is scheme 0 with two streams.
    ///   - omitsSignalB: leaves the 4 µs of VHT-SIG-B out of VHT preambles, as ns-3 3.44 does.
    public init(
        _ amendment: WLANAmendment, width: Int, scheme: Int, streams: Int = 1,
        guardInterval: GuardInterval = .nanoseconds800, band: WLANBand? = nil, omitsSignalB: Bool = false
    ) throws(WLANError) {
        guard amendment != .g else {
            throw .undefinedScheme("802.11g is told by its rate: use init(gMegabitsPerSecond:)")
        }
        guard let subcarriers = ModulationAndCoding.dataSubcarriers(amendment, width: width) else {
            throw .unsupportedWidth("802.11\(amendment.rawValue) has no channels of \(width) MHz")
        }
        let mostStreams = amendment == .n ? 4 : 8
        guard (1...mostStreams).contains(streams) else {
            throw .unsupportedStreams("802.11\(amendment.rawValue) has 1 ... \(mostStreams) streams, not \(streams)")
        }
        let highestScheme = amendment == .n ? 7 : amendment == .ac ? 9 : 11
        guard (0...highestScheme).contains(scheme) else {
            throw .undefinedScheme(
                "802.11\(amendment.rawValue) has schemes 0 ... \(highestScheme) a stream, not \(scheme)")
        }
        if amendment == .ac, ModulationAndCoding.isExcludedVHT(scheme: scheme, width: width, streams: streams) {
            throw .undefinedScheme("802.11ac has no scheme \(scheme) at \(width) MHz with \(streams) stream(s)")
        }
        let allowedIntervals: [GuardInterval] =
            amendment == .ax
            ? [.nanoseconds800, .nanoseconds1600, .nanoseconds3200] : [.nanoseconds400, .nanoseconds800]
        guard allowedIntervals.contains(guardInterval) else {
            throw .unsupportedGuardInterval(
                "802.11\(amendment.rawValue) has no guard interval of \(guardInterval.nanoseconds) ns")
        }
        let band = band ?? (amendment == .n ? .twoPointFourGHz : .fiveGHz)
        if band == .twoPointFourGHz, amendment == .ac || width > 40 {
            throw .unsupportedBand("802.11\(amendment.rawValue) at \(width) MHz needs the 5 GHz band")
        }
        let coding = ModulationAndCoding.table[scheme]
        let fields = ModulationAndCoding.trainingFields(streams: streams)
        // Legacy training and signal fields take 20 µs, then come those of the amendment.
        let preamble: Int64 =
            switch amendment {
            case .g: 20_000
            // HT-SIG 8, HT-STF 4, HT-LTF 4 each (clause 19.3.2, mixed format).
            case .n: 20_000 + 8000 + 4000 + 4000 * fields
            // VHT-SIG-A 8, VHT-STF 4, VHT-LTF 4 each, VHT-SIG-B 4 (clause 21.3.2).
            case .ac: 20_000 + 8000 + 4000 + 4000 * fields + (omitsSignalB ? 0 : 4000)
            // RL-SIG 4, HE-SIG-A 8, HE-STF 4, HE-LTF of 6.4 µs (12.8 with the longest interval) and the interval each.
            case .ax:
                20_000 + 16_000 + fields
                    * ((guardInterval == .nanoseconds3200 ? 12_800 : 6400) + guardInterval.nanoseconds)
            }
        self.init(
            amendment: amendment, band: band, width: width, scheme: scheme, streams: streams,
            guardInterval: guardInterval, preamble: preamble,
            symbol: (amendment == .ax ? 12_800 : 3200) + guardInterval.nanoseconds,
            bitsPerSymbol: subcarriers * streams * coding.bitsPerSubcarrier * coding.codeNumerator
                / coding.codeDenominator)
    }

    private init(
        amendment: WLANAmendment, band: WLANBand, width: Int, scheme: Int, streams: Int,
        guardInterval: GuardInterval, preamble: Int64, symbol: Int64, bitsPerSymbol: Int
    ) {
        self.amendment = amendment
        self.band = band
        self.width = width
        self.scheme = scheme
        self.streams = streams
        self.guardInterval = guardInterval
        self.preamble = TimeSpan(nanoseconds: preamble)
        self.symbol = TimeSpan(nanoseconds: symbol)
        self.bitsPerSymbol = bitsPerSymbol
        // Clauses 18.4.4, 19.4.4 and 21.4.4: SIFS 10 µs and 6 µs of extension, or 16 µs; slots of 9 µs.
        let isLow = band == .twoPointFourGHz
        signalExtension = TimeSpan(nanoseconds: isLow ? 6000 : 0)
        shortInterframeSpace = TimeSpan(nanoseconds: isLow ? 10_000 : 16_000)
        slot = TimeSpan(nanoseconds: 9000)
        // Bits a nanosecond times 10^3 are Mbit/s.
        let megabits = Double(bitsPerSymbol) * 1000 / Double(symbol)
        controlBitsPerSymbol = megabits >= 24 ? 96 : megabits >= 12 ? 48 : 24
        isQoS = amendment != .g
    }

    /// The same with slots of 20 µs: an ad-hoc cell (IBSS) in the 2.4 GHz band, where short slots are not used
    /// (clause 18.4.5); at 5 GHz nothing changes.
    public var adHoc: WLANPhysicalLayer {
        var copy = self
        if band == .twoPointFourGHz { copy.slot = TimeSpan(nanoseconds: 20_000) }
        return copy
    }
}
