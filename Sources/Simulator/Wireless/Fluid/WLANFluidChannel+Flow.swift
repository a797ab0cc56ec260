import DeviceProfiles
import Units

/// How the queues drain.
extension WLANFluidChannel {
    /// Opportunities below this are rounding.
    static let trifle = 1e-9

    func isActive(_ index: Int) -> Bool { nodes[index].arrived - nodes[index].served > Self.trifle || isFed(index) }

    /// Whether the node relays a message whose first packet has come and whose last has not.
    private func isFed(_ index: Int) -> Bool {
        index == configuration.accessPoint && nodes.indices.contains { feeds($0) }
    }

    /// The message that a node sends now goes on from the relay, whose queue grows at the same rate after a packet.
    private func feeds(_ index: Int) -> Bool {
        guard let head = nodes[index].head, let point = configuration.accessPoint, index != point,
            messages[head.message].relay == point, messages[head.message].relayHold == 0, !head.isDue
        else { return false }
        return sent(head, by: index) > 1 - Self.trifle
    }

    /// Opportunities of the second hop for one of the first.
    private func hopRatio(_ job: WLANFluidJob) -> Double {
        let message = messages[job.message]
        return (message.second?.opportunities ?? 1) / message.first.opportunities
    }

    private func sent(_ job: WLANFluidJob, by node: Int) -> Double {
        nodes[node].served - job.marker + job.opportunities
    }

    /// The job that counts for a node's rate: the head of its queue, or what flows through it.
    private func current(_ index: Int) -> WLANFluidJob? {
        if let head = nodes[index].head { return head }
        for source in nodes.indices where feeds(source) {
            guard let job = nodes[source].head, let plan = messages[job.message].second else { continue }
            return WLANFluidJob(
                message: job.message, marker: 0, opportunities: plan.opportunities, exchange: plan.meanExchange,
                packet: plan.meanPacket, accesses: plan.accesses, lastAnswer: plan.lastAnswer,
                factor: configuration.goodputFactor(from: index, to: messages[job.message].destination),
                blocked: plan.blocked / plan.opportunities)
        }
        return nil
    }

    /// Shares out the opportunities: equal rates, but none above what the ends of its link can take and no relay above
    /// what flows in; what such leave over goes to the others.
    mutating func updateRates() {
        guard isStale else { return }
        isStale = false
        let active = nodes.indices.filter { isActive($0) }
        for index in nodes.indices { nodes[index].rate = 0 }
        if active.isEmpty { return }
        let contenders = self.contenders(active)
        while saturation.count < contenders { saturation.append(WLANSaturation(stations: saturation.count + 1)) }
        let share = saturation[contenders - 1]
        var costs: [Double] = []
        var caps: [Double] = []
        for index in active {
            guard let job = current(index) else {
                costs.append(1)
                caps.append(0)
                continue
            }
            let overhead = share.overhead(packet: job.packet, times: times, losing: loss)
            costs.append(job.exchange + job.accesses * overhead)
            caps.append(
                job.factor < 1 ? job.factor / (job.exchange + job.accesses * times.meanBackoff) : .infinity)
        }
        // A relay without backlog sends what comes in; that is known once its sources' rates are.
        var isCapped = [Bool](repeating: false, count: active.count)
        var common = 0.0
        for _ in 0...active.count {
            var left = times.beaconFactor
            var open = 0.0
            for position in active.indices {
                if isCapped[position] { left -= caps[position] * costs[position] } else { open += costs[position] }
            }
            common = open > 0 ? max(0, left) / open : 0
            var hasChanged = false
            for position in active.indices where !isCapped[position] {
                if nodes[active[position]].arrived - nodes[active[position]].served <= Self.trifle {
                    caps[position] = min(
                        caps[position], inflow(common: common, active: active, isCapped: isCapped, caps: caps))
                }
                if caps[position] < common {
                    isCapped[position] = true
                    hasChanged = true
                }
            }
            if !hasChanged { break }
        }
        for position in active.indices {
            nodes[active[position]].rate = isCapped[position] ? caps[position] : common
        }
    }

    private func inflow(common: Double, active: [Int], isCapped: [Bool], caps: [Double]) -> Double {
        var sum = 0.0
        for position in active.indices where feeds(active[position]) {
            guard let head = nodes[active[position]].head else { continue }
            sum += (isCapped[position] ? caps[position] : common) * hopRatio(head)
        }
        return sum
    }

    /// With TCP the receivers contend for their acknowledgments as well: one more contender with aggregation. Senders
    /// that wait for acknowledgments don't contend meanwhile, nor, without aggregation, more than two at a time: the
    /// access point, which owes all of them answers, has one share only.
    private func contenders(_ active: [Int]) -> Int {
        var waiting = 0.0
        var answered = 0
        for index in active {
            guard let job = current(index), job.hasAcknowledgments else { continue }
            answered += 1
            waiting += job.blocked
        }
        if answered == 0 { return active.count }
        let others = active.count - answered
        if !planner.isAggregating { return others + 2 }
        let free = (Double(answered) - waiting) * Double(answered - 1) / Double(answered)
        return others + 2 + Int(free.rounded())
    }

    /// The next instant at which rates change or a message arrives.
    var nextChange: Double? {
        mutating get {
            updateRates()
            var next = Double.infinity
            for index in nodes.indices where nodes[index].rate > 0 {
                let node = nodes[index]
                if let head = node.head {
                    let left = head.marker - node.served
                    let end = left / node.rate
                    next = min(next, head.isDue ? end : max(0, end - head.lastAnswer))
                    let first = 1 - sent(head, by: index)
                    if messages[head.message].relay >= 0, first > Self.trifle { next = min(next, first / node.rate) }
                } else {
                    let inflow = relayInflow(into: index)
                    if node.rate > inflow, node.arrived - node.served > Self.trifle {
                        next = min(next, (node.arrived - node.served) / (node.rate - inflow))
                    }
                }
            }
            guard next < .infinity else { return nil }
            return presentEnd(from: max(now, stalledUntil), working: next)
        }
    }

    private func relayInflow(into index: Int) -> Double {
        guard index == configuration.accessPoint else { return 0 }
        var sum = 0.0
        for source in nodes.indices where feeds(source) {
            if let head = nodes[source].head { sum += nodes[source].rate * hopRatio(head) }
        }
        return sum
    }

    /// Drains the queues up to an instant and handles what is due then.
    mutating func advance(to instant: Double) {
        updateRates()
        let work = presentTime(from: max(now, stalledUntil), to: instant)
        now = max(now, instant)
        if work > 0 {
            if let point = configuration.accessPoint {
                let inflow = relayInflow(into: point) * work
                nodes[point].arrived += inflow
            }
            for index in nodes.indices where nodes[index].rate > 0 {
                nodes[index].served = min(nodes[index].served + nodes[index].rate * work, limit(of: index))
            }
        }
        for index in nodes.indices { settle(index) }
        isStale = true
    }

    private func limit(of index: Int) -> Double { nodes[index].head?.marker ?? nodes[index].arrived }

    /// Delivers and removes what a node has sent.
    private mutating func settle(_ index: Int) {
        while let head = nodes[index].head {
            let left = head.marker - nodes[index].served
            let isOver = left <= Self.trifle
            if !head.isDue, isOver || left <= (head.lastAnswer + 1) * nodes[index].rate {
                nodes[index].jobs.first?.isDue = true
                arrive(head, from: index)
            }
            guard isOver else { return }
            _ = nodes[index].jobs.popFirst()
            if let next = nodes[index].head, messages[next.message].begin < 0 {
                messages[next.message].begin = Int64(now.rounded())
            }
        }
        if !isFed(index) {
            // Empty; sums start anew, so that they stay exact.
            nodes[index].arrived = 0
            nodes[index].served = 0
        }
    }

    /// The last packet of a job has arrived at the end of its hop.
    private mutating func arrive(_ job: WLANFluidJob, from index: Int) {
        let message = messages[job.message]
        let isFirstHop = index == message.source
        let plan = isFirstHop ? message.first : message.second ?? message.first
        let next = isFirstHop && message.relay >= 0 ? message.relay : message.destination
        nodes[index].transmit += plan.senderTransmit
        nodes[next].transmit += plan.receiverTransmit
        airtime += plan.senderTransmit + plan.receiverTransmit
        if next == message.destination {
            if !message.isTrailing { deliver(job.message) }
            acknowledge(job.message)
            for end in [index, next] where nodes[end].isSaving { rest(end) }
            return
        }
        if nodes[index].isSaving { rest(index) }
        if message.relayHold > 0 {
            hold(job.message, until: max(message.relayHold, now))
        } else {
            // All but its last packet has flowed through already.
            let flowed = max(0, sent(job, by: index) - 1) * hopRatio(job)
            enqueueRelayed(job.message, flowed: flowed)
        }
    }

    private mutating func deliver(_ number: Int) {
        let message = messages[number]
        let access = times.arbitrationSpace
        var transmission = message.first.exchangeTime - message.first.opportunities * access
        if let second = message.second { transmission += second.exchangeTime - second.opportunities * access }
        let wakeUp = TimeSpan(nanoseconds: Int64(message.wakeUp.rounded()))
        deliveries.append(
            DeliveredMessage(
                identifier: message.identifier,
                begin: Instant(
                    nanoseconds: message.wakeUp > 0 ? message.handOver : max(message.handOver, message.begin)),
                end: Instant(nanoseconds: max(message.handOver, Int64(now.rounded()))), wakeUp: wakeUp,
                transmission: TimeSpan(nanoseconds: Int64(max(0, transmission - message.wakeUp).rounded()))))
    }
}
