public import DeviceProfiles
import Units

/// Equal stations that always have something to send, in steady state.
///
/// Bianchi's fixed point (IEEE JSAC 18(3), 2000, doi 10.1109/49.840210): a station attempts in a slot with probability
/// τ, its attempt collides with probability p = 1 − (1 − τ)^(n − 1). W = 16, m = 6 (CWmin 15, CWmax 1023), no retry limit.
public struct WLANSaturation: Sendable, Hashable {
    public let stations: Int
    /// τ, attempts of a station a slot.
    public let attemptProbability: Double
    /// p, attempts that collide.
    public let collisionProbability: Double
    /// P_tr, slots with an attempt, and P_1, slots with exactly one.
    let busyProbability: Double
    let successProbability: Double
    /// Σ_{j ≥ 2} C(n, j) τ^j (1 − τ)^(n − j) p^j: collisions of stations that all send block acknowledgment requests.
    let requestCollisionProbability: Double

    /// - Precondition: there is a station.
    public init(stations: Int) {
        precondition(stations >= 1, "saturation needs a station")
        self.stations = stations
        // τ falls with p and p grows with τ: bisection on τ.
        var low = 0.0
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            let collision = 1 - Self.power(1 - middle, stations - 1)
            if middle < Self.attempts(collision: collision) { low = middle } else { high = middle }
        }
        let attempt = stations == 1 ? Self.attempts(collision: 0) : (low + high) / 2
        let collision = 1 - Self.power(1 - attempt, stations - 1)
        attemptProbability = attempt
        collisionProbability = collision
        busyProbability = 1 - Self.power(1 - attempt, stations)
        successProbability = Double(stations) * attempt * Self.power(1 - attempt, stations - 1)
        let quiet = 1 - attempt
        let all = Self.power(quiet + attempt * collision, stations)
        requestCollisionProbability = max(
            0,
            all - Self.power(quiet, stations)
                - Double(stations) * attempt * collision * Self.power(quiet, stations - 1))
    }

    /// τ = 2 / (1 + W + p W Σ_{i < m} (2 p)^i)
    private static func attempts(collision: Double) -> Double {
        var sum = 0.0
        var term = 1.0
        for _ in 0..<6 {
            sum += term
            term *= 2 * collision
        }
        return 2 / (1 + 16 + collision * 16 * sum)
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        var square = base
        var left = exponent
        while left > 0 {
            if left & 1 == 1 { result *= square }
            square *= square
            left >>= 1
        }
        return result
    }

    /// o_n: idle slots and collisions in nanoseconds for every data packet that arrives.
    ///
    /// A collision costs the longest packet in it; packets of a mean length are taken as equal. After the loss of an
    /// aggregate the sender asks for a block acknowledgment first, so that an attempt carries data with probability
    /// 1 − p only.
    ///
    /// - Parameters:
    ///   - packet: airtime of a data packet in nanoseconds.
    ///   - loses: what a collision does.
    public func overhead(packet: Double, times: WLANCellTimes, losing loss: WLANCellTimes.Loss) -> Double {
        let idle = (1 - busyProbability) * times.slot
        let collisions = busyProbability - successProbability
        switch loss {
        case .packet: return (idle + collisions * (packet + times.timeout)) / successProbability
        case .protection: return (idle + collisions * (times.requestToSend + times.timeout)) / successProbability
        case .aggregate:
            let p = collisionProbability
            let requests = requestCollisionProbability
            let lost = (collisions - requests) * packet + requests * times.request + collisions * times.timeout
            return (idle + successProbability * p * times.requestExchange + lost) / (successProbability * (1 - p))
        }
    }
}

/// Times of a cell in nanoseconds that closed forms need.
public struct WLANCellTimes: Sendable, Hashable {
    /// What collisions destroy.
    public enum Loss: Sendable, Hashable {
        /// Single frames.
        case packet
        /// Aggregates, after which a block acknowledgment is asked for.
        case aggregate
        /// Frames of RTS.
        case protection
    }

    public let slot: Double
    public let shortSpace: Double
    public let arbitrationSpace: Double
    /// From the end of a lost packet until its sender counts slots again.
    public let timeout: Double
    public let request: Double
    public let requestToSend: Double
    public let clearToSend: Double
    /// A block acknowledgment request and its answer.
    public let requestExchange: Double
    /// Mean back-off of a lone sender: 7.5 slots.
    public let meanBackoff: Double
    /// From an idle channel to the first packet: half a slot with EDCA, DIFS with plain DCF.
    public let firstAccess: Double
    /// Share of time left by beacons.
    public let beaconFactor: Double

    public init(_ configuration: WLANConfiguration) {
        let layer = configuration.layers[0]
        let nanoseconds = { (span: TimeSpan) in Double(span.nanoseconds) }
        slot = nanoseconds(layer.slot)
        shortSpace = nanoseconds(layer.shortInterframeSpace)
        arbitrationSpace = nanoseconds(layer.arbitrationSpace)
        timeout = arbitrationSpace + nanoseconds(layer.responseTimeout)
        request = nanoseconds(layer.blockAcknowledgmentRequestAirtime)
        requestToSend = nanoseconds(layer.requestToSendAirtime)
        clearToSend = nanoseconds(layer.clearToSendAirtime)
        requestExchange =
            arbitrationSpace + request + shortSpace + nanoseconds(layer.blockAcknowledgmentAirtime)
        meanBackoff = 7.5 * slot
        firstAccess = layer.isQoS ? slot / 2 : arbitrationSpace
        let beacon = nanoseconds(configuration.beaconAirtime)
        beaconFactor =
            beacon == 0 ? 1 : 1 - (beacon + arbitrationSpace) / nanoseconds(configuration.beaconInterval)
    }

    /// What collisions destroy in a cell.
    static func loss(in configuration: WLANConfiguration) -> Loss {
        if configuration.isProtected { return .protection }
        return configuration.isAggregating && configuration.layers[0].isQoS ? .aggregate : .packet
    }
}
