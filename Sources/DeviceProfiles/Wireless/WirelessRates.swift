import Units

/// Highest physical-layer rates of common radios: data bits a symbol over the symbol's time, short guard interval.
enum WirelessRates {
    /// IEEE 802.11n, one stream, 20 MHz, MCS 7: 52 subcarriers x 6 bit x 5/6 = 260 bit every 3.6 µs.
    static let n20OneStream = DataRate(bitsPerSecond: 260 / 3.6e-6)
    /// IEEE 802.11ac, one stream, 80 MHz, MCS 9: 234 subcarriers x 8 bit x 5/6 = 1560 bit every 3.6 µs.
    static let ac80OneStream = DataRate(bitsPerSecond: 1560 / 3.6e-6)
    /// IEEE 802.11ac, two streams, 80 MHz, MCS 9: twice one stream.
    static let ac80TwoStreams = DataRate(bitsPerSecond: 3120 / 3.6e-6)
}
