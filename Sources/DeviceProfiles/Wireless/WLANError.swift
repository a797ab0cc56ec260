/// Why a wireless configuration or question makes no sense.
public enum WLANError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No such rate of 802.11g; allowed are 6, 9, 12, 18, 24, 36, 48 and 54 Mbit/s.
    case unknownRate(megabitsPerSecond: Double)
    /// The modulation and coding scheme is not defined for this amendment, width and number of streams.
    case undefinedScheme(String)
    case unsupportedWidth(String)
    case unsupportedStreams(String)
    case unsupportedGuardInterval(String)
    case unsupportedBand(String)
    /// A name such as "n65" that no physical layer has.
    case unknownName(String)
    /// A number outside its range: what it is, and what is allowed.
    case outOfRange(String)
    /// A file of measurements that can't be read.
    case unreadableTable(String)

    public var description: String {
        switch self {
        case .unknownRate(let rate):
            "802.11g has no rate of \(rate) Mbit/s; it has 6, 9, 12, 18, 24, 36, 48 and 54"
        case .undefinedScheme(let text), .unsupportedWidth(let text), .unsupportedStreams(let text),
            .unsupportedGuardInterval(let text), .unsupportedBand(let text), .outOfRange(let text),
            .unreadableTable(let text):
            text
        case .unknownName(let name):
            "no physical layer is called \"\(name)\"; names are like g54, n65, n72, ac433 or ax143"
        }
    }
}
