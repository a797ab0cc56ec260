import DeviceProfiles
import NeuralNetworks

/// Blocks of fused tiles, found by dynamic programming: AOFL (Zhou et al., SEC 2019, algorithms 1 and 2).
///
/// The best division of the first layers up to b is the best up to some a and one block from a to b; a block costs what
/// `StepCosts.coordinated` says. All blocks run on all devices (optimal fused), or on as many of the fastest as is best
/// for the network (adaptive; the published cases leave devices out altogether). Tiles are equal, as many as devices.
struct OptimalFusedPartitioner {
    /// Cutters for the fastest device, the two fastest and so on, or just for all devices.
    var candidates: [SpatialPartitioner]
    var costs: StepCosts

    /// - Parameter isAdaptive: whether devices may be left out.
    init(_ spatial: SpatialPartitioner, costs: StepCosts, isAdaptive: Bool) {
        self.costs = costs
        guard isAdaptive else {
            candidates = [spatial]
            return
        }
        let ranked = spatial.places.enumerated().sorted { a, b in
            let speeds = (costs.cluster.devices[a.element].capability, costs.cluster.devices[b.element].capability)
            return speeds.0 == speeds.1 ? a.offset < b.offset : speeds.0 > speeds.1
        }.map(\.element)
        // All numbers of devices up to 16; of thousands, some.
        var last = 0
        var numbers: [Int] = []
        while last < ranked.count - 1 {
            numbers.append(last)
            last += last < 16 ? 1 : last / 2
        }
        candidates = (numbers + [ranked.count - 1]).map { last in
            SpatialPartitioner(
                network: spatial.network, steps: spatial.steps, scheme: spatial.scheme,
                places: Array(ranked[...last]), weights: Array(repeating: 1, count: last + 1))
        }
    }

    func stages(of range: Range<Int>) -> [Partition.Stage] {
        if range.isEmpty { return [] }
        let divisions = candidates.map { division(of: range, among: $0) }
        return divisions.min { $0.seconds < $1.seconds }!.stages
    }

    /// The best blocks for the devices of one cutter.
    private func division(
        of range: Range<Int>, among spatial: SpatialPartitioner
    ) -> (seconds: Double, stages: [Partition.Stage]) {
        let ends =
            (range.lowerBound..<range.upperBound - 1).filter { spatial.isCutPoint(after: $0, in: range) }.map { $0 + 1 }
            + [range.upperBound]
        // By end of the block: seconds up to there, and the last block.
        var best: [Int: (seconds: Double, start: Int, stage: Partition.Stage)] = [:]
        for end in ends {
            for start in [range.lowerBound] + ends where start < end {
                let before = start == range.lowerBound ? 0 : best[start]!.seconds
                if let known = best[end], before >= known.seconds { continue }
                let block = start..<end
                let stage = spatial.fusedStage(block)
                let cost = costs.coordinated(stage, steps: spatial.steps[block]) {
                    spatial.isReadOutside(of: block, step: $0) || $0 == end - 1
                }
                if best[end].map({ before + cost < $0.seconds }) ?? true { best[end] = (before + cost, start, stage) }
            }
        }
        var stages: [Partition.Stage] = []
        var end = range.upperBound
        while end > range.lowerBound {
            stages.append(best[end]!.stage)
            end = best[end]!.start
        }
        return (best[range.upperBound]!.seconds, stages.reversed())
    }
}
