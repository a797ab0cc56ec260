import NeuralNetworks

/// Simulated annealing of a partition by moves of one line's non-zeros (Kirkpatrick, Gelatt and Vecchi, 1983,
/// doi 10.1126/science.220.4598.671).
struct Annealing {
    /// First and last temperature in words; it falls geometrically.
    var temperatures: (first: Double, last: Double)
    /// How many looks at a non-zero the search may take: a measure of time that is the same on every machine.
    var touches: Int
    /// Price in words of a non-zero above a limit, at the first and last temperature.
    var overloadPrices: (first: Double, last: Double) = (0.05, 1)
    /// Smoothness of the price of a worker in a line, at the first and last temperature: a worker with c non-zeros
    /// costs c / (c + s), so that few non-zeros cost little and can go; 0 gives the true cost.
    var smoothness: (first: Double, last: Double) = (16, 0.01)
    /// Whether a worker's non-zeros of a line may go to several others.
    var scatters = false
    var stages = 64

    /// Runs the schedule and leaves the best partition within the limits that a stage ended with, or the last one if
    /// none was.
    func run(
        _ state: inout FineGrainState, generator: inout SplitMix64, progress report: (Double) -> Void = { _ in }
    ) {
        guard state.entryCount > 0, state.workerCount > 1, state.memberEntries.count > 0 else { return }
        let best = FixedBuffer<UInt8>(repeating: 0, count: state.entryCount)
        best.assign(state.owners)
        var bestCost = state.overload == 0 ? state.connectivity : Int.max
        var proposal = Proposal(state)
        var touches = 0
        for stage in 0..<stages {
            let progress = Double(stage) / Double(max(1, stages - 1))
            let temperature = Self.interpolate(temperatures.first, temperatures.last, progress)
            let price = Self.interpolate(overloadPrices.first, overloadPrices.last, progress)
            proposal.setSmoothness(
                stage == stages - 1 ? 0 : Self.interpolate(smoothness.first, smoothness.last, progress))
            let end = self.touches * (stage + 1) / stages
            while touches < end {
                let cost = propose(&proposal, state, &generator)
                touches += cost
                if proposal.count == 0 { continue }
                let rise = proposal.change + price * Double(proposal.overloadChange)
                if rise <= 0 || Self.accepts(rise / temperature, &generator) {
                    for index in 0..<proposal.count {
                        state.move(Int(proposal.entries[index]), to: Int(proposal.targets[index]))
                    }
                    touches += proposal.count
                }
            }
            if state.overload == 0, state.connectivity < bestCost {
                bestCost = state.connectivity
                best.assign(state.owners)
            }
            report(Double(stage + 1) / Double(stages))
        }
        if bestCost < Int.max {
            for entry in 0..<state.entryCount { state.move(entry, to: Int(best[entry])) }
        }
    }

    /// A geometric path from one to the other by square roots, which are exact on every machine, on a grid of 1/64.
    static func interpolate(_ first: Double, _ last: Double, _ progress: Double) -> Double {
        var low = first
        var high = last
        var position = progress
        for _ in 0..<6 {
            let middle = (low * high).squareRoot()
            if position < 0.5 {
                (high, position) = (middle, 2 * position)
            } else {
                (low, position) = (middle, 2 * position - 1)
            }
        }
        return low
    }

    /// Whether a uniform number is below exp(-x), with exp(-x) = (1 + x/256)^-256 so that all machines agree.
    @inline(__always)
    private static func accepts(_ x: Double, _ generator: inout SplitMix64) -> Bool {
        if x > 12 { return false }
        var power = 1 / (1 + x / 256)
        for _ in 0..<8 { power *= power }
        return generator.nextUnit() < power
    }

    /// A set of moves of one line's entries.
    struct Proposal: ~Copyable {
        let entries: FixedBuffer<Int32>
        let targets: FixedBuffer<UInt8>
        let loadChanges: FixedBuffer<Int>
        var count = 0
        var change = 0.0
        var overloadChange = 0
        /// Price of a worker by its number of non-zeros in a line.
        let prices: FixedBuffer<Double>

        func setSmoothness(_ smoothness: Double) {
            for count in 1..<prices.count { prices[count] = Double(count) / (Double(count) + smoothness) }
        }

        @inline(__always)
        func rise(_ count: Int32) -> Double { prices[Int(count) &+ 1] - prices[Int(count)] }

        @inline(__always)
        func fall(_ count: Int32) -> Double { prices[Int(count) &- 1] - prices[Int(count)] }

        init(_ state: borrowing FineGrainState) {
            var longest = 1
            for line in 0..<state.lineCount {
                longest = max(longest, Int(state.offsets[line + 1] - state.offsets[line]))
            }
            var largest = 1
            for line in 0..<state.lineCount {
                var degree = 0
                for worker in 0..<state.workerCount { degree += Int(state.counts[line * state.workerCount + worker]) }
                largest = max(largest, degree)
            }
            prices = FixedBuffer(repeating: 0, count: largest + 2)
            entries = FixedBuffer(repeating: 0, count: longest)
            targets = FixedBuffer(repeating: 0, count: longest)
            loadChanges = FixedBuffer(repeating: 0, count: state.workerCount)
        }
    }

    /// Draws a move. - Returns: its touches.
    @inline(__always)
    private func propose(
        _ proposal: inout Proposal, _ state: borrowing FineGrainState, _ generator: inout SplitMix64
    ) -> Int {
        let workers = state.workerCount
        proposal.count = 0
        let bits = generator.next()
        let entry = Int(((bits >> 32) &* UInt64(state.entryCount)) >> 32)
        let source = Int(state.owners[entry])
        let sourceBit: UInt64 = 1 << UInt64(truncatingIfNeeded: source)
        var target = Int(((bits & 0xffff) &* UInt64(workers &- 1)) >> 16)
        if target >= source { target += 1 }
        let targetBit: UInt64 = 1 << UInt64(truncatingIfNeeded: target)
        let choice = (bits >> 16) & 0xff
        let membership = state.memberships[entry]
        let isRow = membership == 3 ? choice & 1 == 0 : membership == 1
        let line = Int(isRow ? state.rowLines[entry] : state.columnLines[entry])
        let rest = state.masks[line] & ~sourceBit

        if scatters, choice & 0b110 == 0 {
            // A single entry.
            proposal.entries[0] = Int32(truncatingIfNeeded: entry)
            proposal.targets[0] = UInt8(truncatingIfNeeded: target)
            proposal.count = 1
            let row = Int(state.rowLines[entry]) &* workers
            let column = Int(state.columnLines[entry]) &* workers
            proposal.change =
                proposal.fall(state.counts[row &+ source]) + proposal.fall(state.counts[column &+ source])
                + proposal.rise(state.counts[row &+ target]) + proposal.rise(state.counts[column &+ target])
            proposal.overloadChange =
                (state.loads[target] >= state.limits[target] ? 1 : 0)
                - (state.loads[source] > state.limits[source] ? 1 : 0)
            return 3
        }

        for worker in 0..<workers { proposal.loadChanges[worker] = 0 }
        var allowed = targetBit
        if scatters {
            switch (choice >> 3) & 3 {
            case 0: allowed = targetBit
            case 1: allowed = rest | targetBit
            default: allowed = rest == 0 ? targetBit : rest
            }
        }
        var current = rest
        var change = 0.0
        var count = 0
        let lower = Int(state.offsets[line])
        let upper = Int(state.offsets[line &+ 1])
        var member = lower
        while member < upper {
            let number = Int(state.memberEntries[member])
            if Int(state.owners[number]) == source {
                let other = Int(state.memberLines[member])
                let otherMask = state.masks[other]
                var candidates = otherMask & allowed & current
                if candidates == 0 {
                    candidates = otherMask & allowed
                    if candidates == 0 {
                        candidates = allowed & current
                        if candidates == 0 { candidates = allowed }
                    }
                }
                var chosen = candidates.trailingZeroBitCount
                candidates &= candidates &- 1
                while candidates != 0 {
                    let next = candidates.trailingZeroBitCount
                    candidates &= candidates &- 1
                    if (state.loads[next] &+ proposal.loadChanges[next]) &* state.limits[chosen]
                        < (state.loads[chosen] &+ proposal.loadChanges[chosen]) &* state.limits[next]
                    {
                        chosen = next
                    }
                }
                current |= 1 << UInt64(truncatingIfNeeded: chosen)
                change += proposal.fall(state.counts[other &* workers &+ source])
                change += proposal.rise(state.counts[other &* workers &+ chosen])
                proposal.loadChanges[chosen] += 1
                proposal.entries[count] = Int32(truncatingIfNeeded: number)
                proposal.targets[count] = UInt8(truncatingIfNeeded: chosen)
                count &+= 1
            }
            member &+= 1
        }
        proposal.loadChanges[source] -= count
        var overload = 0
        for worker in 0..<workers {
            let difference = proposal.loadChanges[worker]
            if difference != 0 {
                let before = state.counts[line &* workers &+ worker]
                change += proposal.prices[Int(before) &+ difference] - proposal.prices[Int(before)]
                let load = state.loads[worker]
                let limit = state.limits[worker]
                overload &+= max(0, load &+ difference &- limit) &- max(0, load &- limit)
            }
        }
        proposal.change = change
        proposal.overloadChange = overload
        proposal.count = count
        return upper &- lower &+ 4
    }
}
