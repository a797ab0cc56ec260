import Units

extension WLANPhysicalLayer {
    /// Reads names such as "g54", "n65", "n72", "n6.5", "ac433" or "ax143": the amendment and the rate in Mbit/s,
    /// fraction cut off or not, of one stream at 20 MHz (g, n, ax) or 80 MHz (ac).
    ///
    /// Where two guard intervals give a rate, the longer one is meant: "n65" is MCS 7 and not MCS 6 with a short one.
    ///
    /// - Parameter omitsSignalB: as ns-3 3.44, whose results bear these names.
    public init(named name: String, omitsSignalB: Bool = false) throws(WLANError) {
        let letters = name.prefix { $0.isLetter }
        guard let amendment = WLANAmendment(rawValue: String(letters)),
            let rate = Double(name[letters.endIndex...]), rate > 0
        else { throw .unknownName(name) }
        if amendment == .g {
            try self.init(gMegabitsPerSecond: rate)
            return
        }
        let intervals: [GuardInterval] =
            amendment == .ax
            ? [.nanoseconds800, .nanoseconds1600, .nanoseconds3200] : [.nanoseconds800, .nanoseconds400]
        for tolerance in [0.0501, 1] {
            for interval in intervals {
                for scheme in (0...11).reversed() {
                    guard
                        let layer = try? WLANPhysicalLayer(
                            amendment, width: amendment == .ac ? 80 : 20, scheme: scheme, guardInterval: interval,
                            omitsSignalB: omitsSignalB)
                    else { continue }
                    let megabits = layer.rate.bitsPerSecond / 1e6
                    // To the decimal place first, then with the fraction cut off.
                    if tolerance < 1 ? abs(megabits - rate) < tolerance : megabits.rounded(.down) == rate {
                        self = layer
                        return
                    }
                }
            }
        }
        throw .unknownName(name)
    }
}
