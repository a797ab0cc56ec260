import DeviceProfiles
import Units

/// The sender's side of TCP: how much may be in flight.
///
/// CUBIC (RFC 9438) with HyStart (Ha and Rhee, 2011, doi 10.1016/j.comnet.2010.11.014) and byte counting (RFC 3465) on a
/// network that loses nothing: slow start until HyStart sees a train of acknowledgments or growing delay, then one
/// segment more for at most 20 acknowledged, as long as no loss has told a maximum (Linux and ns-3 alike).
struct WLANConnection: BitwiseCopyable {
    /// Segments that may be in flight.
    var window: Int32
    var inFlight: Int32 = 0
    /// Segments released and acknowledged since the start.
    var released: Int64 = 0
    var acknowledged: Int64 = 0
    /// Segments received and not acknowledged: 0 or 1.
    var unacknowledged: Int32 = 0
    var lastArrival: Int64 = 0

    var isSlowStart = true
    // HyStart's round: from its first acknowledgment until all that was in flight then is acknowledged.
    var roundStart: Int64 = 0
    var roundEnd: Int64 = 0
    var lastAcknowledgment: Int64 = 0
    var shortestDelay: Int64 = .max
    var roundDelay: Int64 = .max
    var roundSamples: Int32 = 0
    // CUBIC: when its curve began and with what window, and segments acknowledged towards the next step.
    var epoch: Int64 = -1
    var epochWindow: Int32 = 0
    var credit: Int32 = 0
    /// When which segments were released, oldest first, as a ring; not kept after slow start.
    var firstRelease: Int32 = 0
    var releaseCount: Int32 = 0
    let releaseRing: Int32

    /// Entries of the ring.
    static let ringSize: Int32 = 16

    /// Constants of Linux' tcp_cubic.c, which ns-3 takes over: HyStart works from 16 segments on, acknowledgments
    /// within 2 ms are a train, delay has grown when the least of 8 samples exceeds the shortest by 4 ms at least.
    static let lowWindow: Int32 = 16
    static let trainGap: Int64 = 2_000_000
    static let samples: Int32 = 8
    static let leastDelayGrowth: Int64 = 4_000_000
    /// CUBIC's constant in segments a cubic second.
    static let cubicFactor = 0.4
    /// Most acknowledged segments a step of the window takes before the first loss.
    static let slowestStep: Int32 = 20
    /// Time stamps count milliseconds; a delay below is taken as 1 µs (ns-3).
    static let clockTick: Int64 = 1_000_000
}

/// Segments up to a number were released at an instant.
struct WLANRelease: BitwiseCopyable {
    var end: Int64
    var instant: Int64
}

extension WLANChannel {
    /// Notes that segments were released.
    @inline(__always)
    func noteRelease(of count: Int32, on index: Int32, at instant: Int64) {
        let connection = connections.base + Int(index)
        connection.pointee.inFlight &+= count
        connection.pointee.released &+= Int64(count)
        guard connection.pointee.isSlowStart else { return }
        let ring = releases.base + Int(connection.pointee.releaseRing)
        let mask = WLANConnection.ringSize &- 1
        if connection.pointee.releaseCount == WLANConnection.ringSize {
            // A full ring takes the newest together.
            ring[Int((connection.pointee.firstRelease &+ mask) & mask)].end = connection.pointee.released
            return
        }
        let place = (connection.pointee.firstRelease &+ connection.pointee.releaseCount) & mask
        ring[Int(place)] = WLANRelease(end: connection.pointee.released, instant: instant)
        connection.pointee.releaseCount &+= 1
    }

    /// Acknowledgments of two segments each reach the sender.
    @inline(__always)
    func growWindow(by count: Int32, on index: Int32, at instant: Int64) {
        let connection = connections.base + Int(index)
        connection.pointee.inFlight &-= 2 &* count
        if connection.pointee.isSlowStart {
            growInSlowStart(by: count, on: index, at: instant)
        } else {
            connection.pointee.acknowledged &+= Int64(2 &* count)
            avoidCongestion(2 &* count, on: index, at: instant)
        }
        if connection.pointee.window > largestWindow { connection.pointee.window = largestWindow }
    }

    private func growInSlowStart(by count: Int32, on index: Int32, at instant: Int64) {
        let connection = connections.base + Int(index)
        let ring = releases.base + Int(connection.pointee.releaseRing)
        let mask = WLANConnection.ringSize - 1
        for number in 0..<count {
            // Acknowledgments of one aggregate come microseconds apart; only their order counts.
            let now = instant - Int64(count - 1 - number) * Self.acknowledgmentSpacing
            connection.pointee.acknowledged += 2
            while connection.pointee.releaseCount > 1,
                ring[Int(connection.pointee.firstRelease)].end < connection.pointee.acknowledged
            {
                connection.pointee.firstRelease = (connection.pointee.firstRelease + 1) & mask
                connection.pointee.releaseCount -= 1
            }
            let ticks = (now - ring[Int(connection.pointee.firstRelease)].instant) / WLANConnection.clockTick
            noteDelay(ticks > 0 ? ticks * WLANConnection.clockTick : 1000, on: index, at: now)
            if !connection.pointee.isSlowStart {
                avoidCongestion(2, on: index, at: now)
            } else {
                if connection.pointee.acknowledged > connection.pointee.roundEnd {
                    connection.pointee.roundStart = now
                    connection.pointee.lastAcknowledgment = now
                    connection.pointee.roundEnd = connection.pointee.released
                    connection.pointee.roundDelay = .max
                    connection.pointee.roundSamples = 0
                }
                connection.pointee.window += 2
            }
        }
    }

    /// Subframes with TCP acknowledgments are 96 bytes: some microseconds at any rate.
    private static let acknowledgmentSpacing: Int64 = 2000

    /// HyStart: ends slow start at a train longer than the shortest delay, or when delay has grown.
    private func noteDelay(_ delay: Int64, on index: Int32, at now: Int64) {
        let connection = connections.base + Int(index)
        connection.pointee.shortestDelay = min(connection.pointee.shortestDelay, delay)
        if connection.pointee.window < WLANConnection.lowWindow { return }
        let shortest = connection.pointee.shortestDelay
        if now - connection.pointee.lastAcknowledgment <= WLANConnection.trainGap {
            connection.pointee.lastAcknowledgment = now
            if now - connection.pointee.roundStart > shortest { connection.pointee.isSlowStart = false }
        }
        if connection.pointee.roundSamples < WLANConnection.samples {
            connection.pointee.roundDelay = min(connection.pointee.roundDelay, delay)
            connection.pointee.roundSamples += 1
        } else if connection.pointee.roundDelay > shortest + max(shortest, WLANConnection.leastDelayGrowth) {
            connection.pointee.isSlowStart = false
        }
    }

    /// CUBIC's step: the window follows its curve from where slow start ended, never slower than one in 20.
    @inline(__always)
    private func avoidCongestion(_ segments: Int32, on index: Int32, at now: Int64) {
        let connection = connections.base + Int(index)
        if connection.pointee.epoch < 0 {
            connection.pointee.epoch = now
            connection.pointee.epochWindow = connection.pointee.window
        }
        connection.pointee.credit &+= segments
        if connection.pointee.credit &* 4 < WLANConnection.slowestStep,
            now &- connection.pointee.epoch < 1_000_000_000
        {
            return
        }
        let seconds = Double(now &- connection.pointee.epoch) * 1e-9
        let curve = WLANConnection.cubicFactor * seconds * seconds * seconds
        let ahead = Int32(min(1e6, curve)) &+ connection.pointee.epochWindow &- connection.pointee.window
        var step = WLANConnection.slowestStep
        if ahead > 0 { step = max(2, min(step, connection.pointee.window / ahead)) }
        while connection.pointee.credit >= step {
            connection.pointee.credit &-= step
            connection.pointee.window &+= 1
        }
    }
}
