/// Nodes whose bus or processor is slower than the channel.
extension WLANChannel {
    /// After an opportunity a slow node's next one begins so late that it takes its share of the channel's goodput and
    /// no more; others may send meanwhile.
    mutating func rest(_ index: Int32, slowdown: Double, since start: Int64) {
        if slowdown == 1 { return }
        let cycle = busyEnd - start + arbitrationSpace + Self.meanBackoffSlotsTimesTwo * slot / 2
        let end = start + Int64(Double(cycle) * slowdown)
        if end <= countStart { return }
        if nodes[index].activePosition >= 0 { leave(index) }
        nodes[index].resume = end
        nextResume = min(nextResume, end)
    }

    /// Mean of 0 ... 15 slots, doubled.
    private static let meanBackoffSlotsTimesTwo: Int64 = 15

    /// Nodes that are ready by an instant contend again.
    mutating func resume(at instant: Int64) {
        nextResume = .max
        for index in 0..<nodes.count {
            if nodes[index].resume <= instant {
                nodes[index].resume = .max
                if nodes[index].firstReady >= 0 || nodes[index].requestLink >= 0 || nodes[index].owesNull {
                    activate(index, at: instant)
                }
            } else {
                nextResume = min(nextResume, nodes[index].resume)
            }
        }
    }
}
