/// The event model's records: all plain bits, told apart by number.

/// A station and its contention state.
struct WLANNode: BitwiseCopyable {
    /// Idle time (`WLANChannel.idleTime`) at which its back-off ends, in nanoseconds.
    var target: Int64 = 0
    /// Idle time from which its slots count; later than the others' after a time-out.
    var countingFrom: Int64 = 0
    /// Failures since the last success: the window is 16 · 2^min(stage, 6).
    var stage: Int32 = 0
    /// Place among the contenders, or -1.
    var activePosition: Int32 = -1
    /// First of its links.
    var firstLink: Int32 = -1
    /// Its links with frames that may go, the one whose first frame came first in front; or -1.
    var firstReady: Int32 = -1
    var lastReady: Int32 = -1
    /// The link whose block acknowledgment is missing, or -1.
    var requestLink: Int32 = -1
    /// Its slots start late or between the others'.
    var isOffGrid = false
    /// It has to tell the access point that it is awake.
    var owesNull = false
    /// It dozes while frames wait for it.
    var isAwaited = false
    var isSaving = false
    /// When its bus or processor is ready for more; `.max` when it is.
    var resume: Int64 = .max
    var listenInterval: Int32 = 1
    var tail: Int64 = 0
    var awakeUntil: Int64 = 0

    // Radio: own transmissions, and what the cell's sums hold that it did not hear.
    var transmit: Int64 = 0
    var receiveMissed: Int64 = 0
    var busyMissed: Int64 = 0
    var doze: Int64 = 0
    var receiveAtRest: Int64 = 0
    var busyAtRest: Int64 = 0
}

/// Frames from a node to a next hop, first in, first out.
struct WLANLink: BitwiseCopyable {
    var from: Int32
    var to: Int32
    var nextOfNode: Int32
    var head: Int32 = -1
    var tail: Int32 = -1
    /// Frames wait and may go.
    var isReady = false
    var nextReady: Int32 = -1

    // Times of its physical layer in nanoseconds.
    var preamble: Int64
    var symbol: Int64
    var bitsPerSymbol: Int64
    var signalExtension: Int64
    var acknowledgment: Int64
    var blockAcknowledgment: Int64
    var request: Int64
    var requestToSend: Int64
    var clearToSend: Int64
    var null: Int64
    var byteLimit: Int32
    var frameLimit: Int32
    var frameOverhead: Int32
    var wrapsSingleFrames: Bool
    /// How much longer than the channel the slower end takes: 1 over its goodput factor.
    var slowdown: Double
    /// Full aggregates of the packet size seen last.
    var cachedPacket: Int32 = -1
    var cachedSubframe: Int32 = 0
    var cachedCount: Int32 = 0
    var cachedDuration: Int64 = 0

    @inline(__always)
    func airtime(bytes: Int32) -> Int64 {
        let symbols = (22 &+ 8 &* Int64(bytes) &+ bitsPerSymbol &- 1) / bitsPerSymbol
        return preamble &+ symbols &* symbol &+ signalExtension
    }

    @inline(__always)
    func subframe(packet: Int32) -> Int32 { (packet &+ frameOverhead &+ 7) & ~3 }
}

/// Consecutive frames of one message, or acknowledgments of one connection, in a queue.
struct WLANBatch: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable { case data, acknowledgment }

    var flow: Int32
    var message: Int32
    var count: Int32
    /// Bytes of the full frames' IP packets.
    var packet: Int32
    /// Bytes of the message's last packet if it is the last of this batch; else 0.
    var lastPacket: Int32
    var next: Int32 = -1
    var kind: Kind
    /// Order of arrival at the node.
    var sequence: Int64
    var arrival: Int64
}

/// All messages from one node to another: a TCP connection or a stream of datagrams.
struct WLANFlow: BitwiseCopyable {
    var source: Int32
    var destination: Int32
    /// Links there and, for acknowledgments, back; the second of each is -1 without a relay.
    var firstLink: Int32
    var secondLink: Int32
    var firstLinkBack: Int32
    var secondLinkBack: Int32
    /// The state of TCP, or -1.
    var connection: Int32
    /// The message whose segments are released next, or -1.
    var head: Int32 = -1
    var tail: Int32 = -1
}

/// A message on its way.
struct WLANMessage: BitwiseCopyable {
    var identifier: Int32
    var flow: Int32
    var segments: Int32
    var released: Int32 = 0
    var delivered: Int32 = 0
    var lastPacket: Int32
    var next: Int32 = -1
    var handOver: Int64
    /// When its first frame headed the sender's queue; -1 before.
    var begin: Int64 = -1
    var airtime: Int64 = 0
    var wakeUp: Int64 = 0
}
