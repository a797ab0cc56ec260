import Units

/// The fluid model's records.

/// A message on its way.
struct WLANFluidMessage {
    var identifier: Int32
    var source: Int
    var destination: Int
    /// The access point in between, or -1.
    var relay: Int
    var handOver: Int64
    /// When it headed the sender's queue; -1 before.
    var begin: Int64 = -1
    var wakeUp: Double = 0
    var first: WLANTransferPlan
    var second: WLANTransferPlan?
    /// When its destination is awake, if it sleeps behind the relay; else 0.
    var relayHold: Double = 0
    /// Since when it waits for its destination to wake; -1 if it does not.
    var heldSince: Double = -1
    /// The last acknowledgments of TCP, which nobody above waits for.
    var isTrailing = false
}

/// A message at one of its hops.
struct WLANFluidJob {
    var message: Int
    /// Served opportunities of the node at which it is through.
    var marker: Double
    var opportunities: Double
    var exchange: Double
    var packet: Double
    var accesses: Double
    /// After the delivery of its last packet.
    var lastAnswer: Double
    /// Share of the channel's rate that the link's ends can take.
    var factor: Double
    /// Share of its packets after which the sender waits for an acknowledgment of TCP; 1 for what needs none.
    var blocked: Double
    /// Its last packet has arrived.
    var isDue = false
    var hasAcknowledgments: Bool { accesses > 1 }
}

/// A node: a queue that is filled in lumps (own messages) or in streams (what it relays), and drained in the order of
/// arrival.
struct WLANFluidNode {
    var jobs = FIFOQueue<WLANFluidJob>()
    /// Opportunities queued and served since the start.
    var arrived = 0.0
    var served = 0.0
    /// Opportunities a nanosecond.
    var rate = 0.0
    var isSaving = false
    var listenInterval: Int64 = 1
    var tail: Double = 0
    var awakeUntil: Double = 0
    var doze: Double = 0
    var transmit: Double = 0
    var airtimeAtRest: Double = 0
    var airtimeMissed: Double = 0

    var head: WLANFluidJob? { jobs.first }
}
