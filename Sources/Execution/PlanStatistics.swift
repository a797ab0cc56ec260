import Tensors
public import Units

/// Sums over a plan that need no clock.
public struct PlanStatistics: Sendable, Hashable {
    public var messages = 0
    public var sentBytes = ByteCount.zero
    /// Bytes that devices put on the air and take from it.
    public var sentBytesByDevice: [ByteCount]
    public var receivedBytesByDevice: [ByteCount]
    public var macsByDevice: [MACCount]
    public var weightBytesByDevice: [ByteCount]
    /// Most activations that a device holds at a time, if it drops each tensor after its last use.
    public var peakActivationBytesByDevice: [ByteCount]

    public var macs: MACCount { macsByDevice.reduce(.zero, +) }
}

extension ExecutionPlan {
    /// Leaves out operations of tasks in pools, which may be skipped or need no message; any device that may run them is
    /// charged the activations of the largest.
    ///
    /// - Parameter bytesPerElement: size of an activation.
    /// - Complexity: linear in operations and slices.
    public func statistics(bytesPerElement: Int) -> PlanStatistics {
        var result = PlanStatistics(
            sentBytesByDevice: .init(repeating: .zero, count: deviceCount),
            receivedBytesByDevice: .init(repeating: .zero, count: deviceCount),
            macsByDevice: .init(repeating: .zero, count: deviceCount),
            weightBytesByDevice: .init(repeating: .zero, count: deviceCount),
            peakActivationBytesByDevice: .init(repeating: .zero, count: deviceCount))
        let ways = isDynamic ? ways() : []
        for (index, operation) in operations.enumerated() {
            if isDynamic, ways[index] != nil { continue }
            switch operation.action {
            case .compute(let computation):
                result.macsByDevice[placeDevices[Int(computation.place)]] += computation.macs
            case .transfer(let transfer):
                result.messages += 1
                result.sentBytes += transfer.bytes
                result.sentBytesByDevice[placeDevices[Int(transfer.source)]] += transfer.bytes
                result.receivedBytesByDevice[placeDevices[Int(transfer.destination)]] += transfer.bytes
            case .join: break
            }
        }
        for block in weightBlocks { result.weightBytesByDevice[block.device] += block.bytes }
        result.peakActivationBytesByDevice = peakActivations(bytesPerElement: bytesPerElement)
        return result
    }

    /// Walks the operations in order; a tensor's boxes at a place live from their writing to the place's last reading.
    private func peakActivations(bytesPerElement: Int) -> [ByteCount] {
        struct Key: Hashable {
            var tensor: Int32
            var place: Int32
        }
        var lastUse: [Key: Int] = [:]
        func places(of operation: PlanOperation) -> (source: Int32, destination: Int32) {
            switch operation.action {
            case .compute(let computation): (computation.place, computation.place)
            case .transfer(let transfer): (transfer.source, transfer.destination)
            // It has no slices.
            case .join: (0, 0)
            }
        }
        for (index, operation) in operations.enumerated() {
            let (source, destination) = places(of: operation)
            for slice in reads(of: operation) { lastUse[Key(tensor: slice.tensor, place: source)] = index }
            for slice in writes(of: operation) {
                lastUse[Key(tensor: slice.tensor, place: destination)] = index
            }
        }
        lastUse[Key(tensor: Int32(outputTensor), place: Int32(outputPlace))] = operations.count
        var live: [Key: Int] = [:]
        // The last number stands for whichever device runs a task.
        var current = [Int](repeating: 0, count: deviceCount + 1)
        func account(of place: Int32) -> Int {
            let device = placeDevices[Int(place)]
            return device == Self.undecided ? deviceCount : device
        }
        var peak = current
        let input = Key(tensor: 0, place: Int32(inputPlace))
        live[input] = tensorShapes[0].elementCount
        current[placeDevices[inputPlace]] = tensorShapes[0].elementCount
        peak = current
        for (index, operation) in operations.enumerated() {
            let (source, destination) = places(of: operation)
            let device = account(of: destination)
            for slice in writes(of: operation) {
                live[Key(tensor: slice.tensor, place: destination), default: 0] += slice.region.elementCount
                current[device] += slice.region.elementCount
            }
            peak[device] = max(peak[device], current[device])
            func release(_ tensor: Int32, at place: Int32) {
                let key = Key(tensor: tensor, place: place)
                guard lastUse[key] == index, let elements = live.removeValue(forKey: key) else { return }
                current[account(of: place)] -= elements
            }
            for slice in reads(of: operation) { release(slice.tensor, at: source) }
            for slice in writes(of: operation) { release(slice.tensor, at: destination) }
        }
        for device in Set(pools.flatMap(\.candidates)).sorted() { peak[device] += peak[deviceCount] }
        return peak.dropLast().map { ByteCount($0 * bytesPerElement) }
    }
}
