public import Tensors
import Units

/// A fault in a plan: a bug of the planner that made it, or of the hand that wrote it.
public enum PlanFault: Error, Sendable, Hashable {
    /// An operation depends on itself or on a later one.
    case notInOrder(operation: Int)
    /// A box is read at a place that does not hold all of it.
    case readsMissingData(operation: Int, tensor: Int, region: Region)
    /// A box is read before an operation that writes it is known to have finished.
    case missingDependency(operation: Int, on: Int)
    /// A message brings what its receiver holds already.
    case sendsKnownData(operation: Int, tensor: Int, region: Region)
    /// A message carries nothing, or goes to its own device.
    case needlessMessage(operation: Int)
    /// A message brings nothing that is ever read at its destination.
    case unreadMessage(operation: Int)
    /// The output place lacks a part of the output at the end.
    case incompleteOutput
}

extension ExecutionPlan {
    /// Replays who holds what and checks that every byte that is read is there, that every dependency is declared,
    /// that nothing is sent twice to the same place or without being used, and that the output arrives whole.
    ///
    /// - Parameter forgetting: whether places may be sent again what they had before and uploads may bring what is not
    ///   used (map/reduce delivery does so).
    /// - Complexity: quadratic in the number of boxes of a tensor at a place.
    public func validate(forgetting: Bool = false) throws(PlanFault) {
        struct Box {
            var region: Region
            var writer: Int
            var wasRead = false
        }
        var boxes = [[Int: [Box]]](repeating: [:], count: tensorShapes.count + partialSums.count)
        let ways = isDynamic ? ways() : []
        boxes[0][inputPlace] = [Box(region: Region(tensorShapes[0]), writer: -1)]
        for (index, operation) in operations.enumerated() {
            if predecessors(of: index).contains(where: { $0 >= index || $0 < 0 }) {
                throw .notInOrder(operation: index)
            }
            let dependencies = predecessorsThroughJoins(of: index)
            let source: Int
            let destination: Int
            var isTransfer = false
            switch operation.action {
            case .compute(let computation):
                source = Int(computation.place)
                destination = source
            case .transfer(let transfer):
                source = Int(transfer.source)
                destination = Int(transfer.destination)
                isTransfer = true
                if transfer.bytes == .zero || placeDevices[source] == placeDevices[destination] {
                    throw .needlessMessage(operation: index)
                }
            case .join: continue
            }
            for slice in reads(of: operation) {
                let tensor = Int(slice.tensor)
                // Places on one device may use each other's data.
                let readable =
                    placeDevices[source] == Self.undecided
                    ? [] : placeDevices.indices.filter { placeDevices[$0] == placeDevices[source] }
                var rest = [slice.region]
                for place in [source] + readable where !rest.isEmpty {
                    for boxIndex in (boxes[tensor][place] ?? []).indices.reversed() where !rest.isEmpty {
                        let box = boxes[tensor][place]![boxIndex]
                        guard rest.contains(where: { $0.overlaps(box.region) }) else { continue }
                        let isDeclared = box.writer < 0 || dependencies.contains(Int32(box.writer))
                        // The same box may have come by another way as well; one declared way is enough.
                        if !isDeclared { continue }
                        boxes[tensor][place]![boxIndex].wasRead = true
                        rest = rest.flatMap { $0.subtracting(box.region) }
                    }
                }
                if let missing = rest.first {
                    let holders = Set([source] + readable).sorted().flatMap { boxes[tensor][$0] ?? [] }
                    if let undeclared = holders.first(where: { $0.region.overlaps(missing) }) {
                        throw .missingDependency(operation: index, on: undeclared.writer)
                    }
                    throw .readsMissingData(operation: index, tensor: tensor, region: missing)
                }
            }
            for slice in writes(of: operation) {
                let tensor = Int(slice.tensor)
                if isTransfer && !forgetting,
                    let known = boxes[tensor][destination]?.first(where: { box in
                        // Of several ways to do a task only one sends its result.
                        let isOtherWay =
                            isDynamic && box.writer >= 0
                            && (ways[box.writer].flatMap { way in ways[index].map(way.excludes) } ?? false)
                        return box.region.overlaps(slice.region) && !isOtherWay
                    })
                {
                    throw .sendsKnownData(
                        operation: index, tensor: tensor, region: known.region.intersection(slice.region))
                }
                boxes[tensor][destination, default: []].append(Box(region: slice.region, writer: index))
            }
        }
        let output = placeDevices.indices.filter { placeDevices[$0] == placeDevices[outputPlace] }
            .flatMap { boxes[outputTensor][$0] ?? [] }
        guard Region(tensorShapes[outputTensor]).subtracting(output.map(\.region)).isEmpty else {
            throw .incompleteOutput
        }
        var unread: [Int] = []
        for (tensor, places) in boxes.enumerated() {
            for (place, held) in places where !(tensor == outputTensor && place == outputPlace) {
                for box in held where !box.wasRead && box.writer >= 0 {
                    guard case .transfer(let transfer) = operations[box.writer].action else { continue }
                    if isDynamic, ways[box.writer] != nil {
                        // The reader may take the same from another way to do the task.
                        continue
                    }
                    // Map/reduce collects all outputs, rows that a stride leaves out included.
                    if !(forgetting && transfer.purpose == .upload) { unread.append(box.writer) }
                }
            }
        }
        // A dictionary of places has no order: name the first message.
        if let first = unread.min() { throw .unreadMessage(operation: first) }
    }

    /// The operations that one waits for, joins replaced by what they stand for.
    private func predecessorsThroughJoins(of operation: Int) -> Set<Int32> {
        var result: Set<Int32> = []
        for predecessor in predecessors(of: operation) {
            if case .join = operations[Int(predecessor)].action {
                result.formUnion(predecessors(of: Int(predecessor)))
            } else {
                result.insert(predecessor)
            }
        }
        return result
    }
}
