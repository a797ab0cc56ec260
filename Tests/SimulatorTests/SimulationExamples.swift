import DeviceProfiles
import Execution
import Simulator
import Tensors
import TestSupport
import Units

func nanoseconds(_ count: Int) -> TimeSpan { TimeSpan(nanoseconds: Int64(count)) }
func instant(_ nanoseconds: Int) -> Instant { Instant(nanoseconds: Int64(nanoseconds)) }

extension DeviceProfile {
    /// One multiply-accumulate and 1000 bytes of memory a nanosecond, all memory of the world, a radio of 8 Gbit/s.
    static func plain(name: String = "plain", macsPerSecond: Double = 1e9, memory: ByteCount = ByteCount(1 << 40))
        -> DeviceProfile
    {
        let made = Provenance.estimate("made up for a test")
        var profile = DeviceCatalogue.profiles[0]
        profile.name = name
        profile.convolutionRate = Sourced(ComputeRate(macsPerSecond: macsPerSecond), made)
        profile.relativeRates = [:]
        profile.memoryBandwidth = Sourced(DataRate(bitsPerSecond: 8e12), made)
        profile.applicationMemory = Sourced(memory, made)
        profile.storageReadRate = Sourced(DataRate(bitsPerSecond: 8e8), made)
        profile.wirelessRate = Sourced(DataRate(bitsPerSecond: 8e9), made)
        return profile
    }

    /// Everything twice as fast.
    var doubled: DeviceProfile {
        var profile = self
        profile.convolutionRate.value.macsPerSecond *= 2
        profile.memoryBandwidth.value.bitsPerSecond *= 2
        profile.storageReadRate.value.bitsPerSecond *= 2
        profile.wirelessRate.value.bitsPerSecond *= 2
        return profile
    }
}

extension WirelessNetwork {
    /// A byte a nanosecond.
    static func plain(overhead: Int = 0, wakeUp: Int = 0, occupying: Bool = true, _ sharing: Sharing = .fair)
        -> WirelessNetwork
    {
        WirelessNetwork(
            rate: DataRate(bitsPerSecond: 8e9), messageOverhead: nanoseconds(overhead), wakeUp: nanoseconds(wakeUp),
            wakeUpOccupiesChannel: occupying, sharing: sharing)
    }
}

extension Cluster {
    static func of(_ profiles: [DeviceProfile], _ wireless: WirelessNetwork = .plain()) -> Cluster {
        Cluster(
            devices: profiles.enumerated().map { Device(name: "device-\($0)", profile: $1, capability: 1) },
            groupOwner: 0, source: 0, computing: Array(profiles.indices), wireless: wireless)
    }

    var channel: SharedChannel {
        SharedChannel(network: wireless, deviceRates: devices.map(\.profile.wirelessRate.value))
    }
}

extension CompiledPlan {
    init(_ plan: ExecutionPlan, on cluster: Cluster) {
        self.init(plan, on: cluster, cost: ComputeCost(), bytesPerElement: 4)
    }

    func run(_ variation: ComputeVariation = .none, seed: UInt64 = 0) -> Timeline {
        PlanSimulation(self, medium: cluster.channel, variation: variation, seed: seed).run()
    }

    /// Computations of every device, and messages, as operation numbers.
    var computationsByDevice: [[Int]] {
        var result = [[Int]](repeating: [], count: cluster.devices.count)
        for (index, operation) in plan.operations.enumerated() {
            if case .compute(let computation) = operation.action {
                result[plan.placeDevices[Int(computation.place)]].append(index)
            }
        }
        return result
    }
}

extension TensorSlice {
    /// Rows of a map with one channel and `width` columns.
    static func rows(_ rows: Range<Int>, of tensor: Int, width: Int = 4) -> TensorSlice {
        TensorSlice(tensor: tensor, region: Region(channels: 0..<1, rows: rows, columns: 0..<width))
    }
}

extension PlanBuilder {
    /// A builder of plans over maps of one channel, `rows` rows and 4 columns, float32.
    static func maps(_ count: Int, rows: Int = 6, devices: Int) -> PlanBuilder {
        let shapes = [TensorShape](repeating: TensorShape(channels: 1, height: rows, width: 4), count: count)
        var builder = PlanBuilder(
            tensorShapes: shapes, outputTensor: count - 1, deviceCount: devices, placeDevices: Array(0..<devices),
            inputPlace: 0, outputPlace: 0, bytesPerElement: 4)
        for tensor in 1..<count {
            _ = builder.addStep(
                PlanStep(name: "conv\(tensor)", layers: [tensor - 1], elementCount: 4 * rows, macs: MACCount(1000)))
        }
        _ = builder.addStep(PlanStep(name: "output", layers: [], elementCount: 0, macs: .zero))
        return builder
    }

    mutating func compute(
        _ step: Int, at place: Int, macs: Int, weightBlock: Int? = nil, reads: [TensorSlice], writes: [TensorSlice]
    ) {
        addComputation(
            step: step, place: place, kernel: .convolution, macs: MACCount(macs),
            outputElements: writes.reduce(0) { $0 + $1.region.elementCount }, weightBlock: weightBlock, reads: reads,
            writes: writes)
    }
}

extension ExecutionPlan {
    /// Two convolutions of 1000 multiply-accumulates a strip, on two strips of three rows of 16 bytes.
    ///
    /// | operation | | predecessors |
    /// |---|---|---|
    /// | 0 | 64 bytes to device 1 | |
    /// | 1, 2 | the first convolution on device 0 and 1 | none; 0 |
    /// | 3, 4 | 16 bytes to device 1, 16 bytes to device 0 | 1; 2 |
    /// | 5, 6 | the second convolution on device 0 and 1 | 1, 4; 2, 3 |
    /// | 7 | 48 bytes to device 0 | 6 |
    static func twoStrips() -> ExecutionPlan {
        var builder = PlanBuilder.maps(3, devices: 2)
        func send(_ step: Int, _ from: Int, _ to: Int, _ slice: TensorSlice) {
            builder.addTransfer(step: step, source: from, destination: to, purpose: .exchange, slices: [slice])
        }
        send(0, 0, 1, .rows(2..<6, of: 0))
        builder.compute(0, at: 0, macs: 1000, reads: [.rows(0..<4, of: 0)], writes: [.rows(0..<3, of: 1)])
        builder.compute(0, at: 1, macs: 1000, reads: [.rows(2..<6, of: 0)], writes: [.rows(3..<6, of: 1)])
        send(1, 0, 1, .rows(2..<3, of: 1))
        send(1, 1, 0, .rows(3..<4, of: 1))
        builder.compute(1, at: 0, macs: 1000, reads: [.rows(0..<4, of: 1)], writes: [.rows(0..<3, of: 2)])
        builder.compute(1, at: 1, macs: 1000, reads: [.rows(2..<6, of: 1)], writes: [.rows(3..<6, of: 2)])
        send(2, 1, 0, .rows(3..<6, of: 2))
        return builder.finish()
    }

    /// Convolutions along the rows with random windows, cuts, work and weights; several parts a device, out of order.
    static func random(devices: Int, using generator: inout SeededGenerator) -> ExecutionPlan {
        let rows = Int.random(in: devices...3 * devices, using: &generator)
        let layers = Int.random(in: 1...5, using: &generator)
        var builder = PlanBuilder.maps(layers + 1, rows: rows, devices: devices)
        var owners = [Int](repeating: 0, count: rows)
        /// Sends what a place needs and lacks, one message from every owner.
        func fetch(_ needed: Range<Int>, of tensor: Int, to place: Int, step: Int) {
            for source in 0..<devices where source != place {
                let known = builder.holdings(of: tensor, at: place).map(\.region.rows)
                let missing = needed.filter { row in owners[row] == source && !known.contains { $0.contains(row) } }
                let slices = missing.map { TensorSlice.rows($0..<$0 + 1, of: tensor) }
                if slices.isEmpty { continue }
                builder.addTransfer(step: step, source: source, destination: place, purpose: .exchange, slices: slices)
            }
        }
        for layer in 0..<layers {
            let halo = Int.random(in: 0...3, using: &generator)
            var next = owners
            var row = 0
            while row < rows {
                let end = min(rows, row + Int.random(in: 1...4, using: &generator))
                let place = Int.random(in: 0..<devices, using: &generator)
                let needed = max(0, row - halo)..<min(rows, end + halo)
                fetch(needed, of: layer, to: place, step: layer)
                let bytes = ByteCount(Int.random(in: 0...2000, using: &generator))
                builder.compute(
                    layer, at: place, macs: Int.random(in: 0...3000, using: &generator),
                    weightBlock: bytes > .zero ? builder.addWeightBlock(WeightBlock(device: place, bytes: bytes)) : nil,
                    reads: [.rows(needed, of: layer)], writes: [.rows(row..<end, of: layer + 1)])
                for done in row..<end { next[done] = place }
                row = end
            }
            owners = next
        }
        fetch(0..<rows, of: layers, to: 0, step: layers)
        return builder.finish()
    }
}
