import DeviceProfiles
import Execution
import NeuralNetworks
import Partitioning
import Tensors
import Testing

/// Needed minus owned, element by element: the plan against the definitions of the layers.
@Suite struct ElementTests {
    @Test(arguments: TestNetworks.names) func messagesBringExactlyWhatIsNeededAndNotHeld(name: String) throws {
        let network = try TestNetworks.named(name)
        let graph = ElementGraph(network)
        for count in [3, 5] {
            let cluster = Cluster.devices(Array([2, 3, 1, 1, 4].prefix(count)), ownerComputes: count != 3)
            for (number, scheme) in ConvolutionScheme.variants.enumerated() {
                let fullyConnected = FullyConnectedScheme.allCases[(number + count) % 3]
                let example = PlanCase(network, on: cluster, scheme, fullyConnected)
                let faults = example.elementFaults(graph)
                if !faults.isEmpty { Issue.record("\(example.label): \(faults.prefix(3).joined(separator: "; "))") }
            }
        }
    }
}

extension PlanCase {
    /// Replays a plan with direct delivery on sets of elements.
    fileprivate func elementFaults(_ graph: ElementGraph) -> [String] {
        let plan = plan()
        var replay = ElementReplay(plan: plan, network: network)
        var step = 0
        for stage in partition.stages {
            let steps = step..<step + stage.steps.count
            let made = Set(stage.steps.map(\.outputTensor))
            var needs = ElementReplay.Contents()
            for item in stage.steps {
                for part in item.parts {
                    let output = ElementGraph.indices(of: part.output, in: network.layers[item.mainLayer].output)
                    let input = network.layers[item.mainLayer].inputs[0]
                    let reads =
                        part.summing.map { region in
                            ElementGraph.indices(of: region, in: network.shape(ofTensor: input)).map {
                                ElementGraph.Source(tensor: input, element: $0)
                            }
                        } ?? graph.reads(of: output, layers: item.layers)
                    for source in reads {
                        needs.insert(source.element, at: part.place, source.tensor, plan.tensorShapes[source.tensor])
                    }
                }
            }
            replay.deliver(needs, leavingOut: made, steps: steps)
            for item in stage.steps where item.sums.isEmpty {
                for part in item.parts { replay.hold(part.output, of: item.outputTensor, at: part.place) }
            }
            replay.checkMadeInside(needs, made)
            for (number, item) in zip(steps, stage.steps) where !item.sums.isEmpty {
                replay.addUp(parts: item.parts, sums: item.sums, tensor: item.outputTensor, step: number)
            }
            step += stage.steps.count
        }
        var result = ElementReplay.Contents()
        let shape = plan.tensorShapes[network.outputTensor]
        for element in 0..<shape.elementCount {
            result.insert(element, at: plan.outputPlace, network.outputTensor, shape)
        }
        replay.deliver(result, leavingOut: [], steps: step..<step + 1)
        return replay.faults
    }
}

/// Who holds which elements while a plan is replayed.
private struct ElementReplay {
    /// Elements by place and tensor.
    struct Contents {
        private(set) var sets: [Int: [Int: ElementSet]] = [:]

        subscript(place: Int, tensor: Int) -> ElementSet? { sets[place]?[tensor] }

        mutating func insert(_ element: Int, at place: Int, _ tensor: Int, _ shape: TensorShape) {
            sets[place, default: [:]][tensor, default: ElementSet(shape)].insert(element)
        }

        mutating func insert(_ region: Region, at place: Int, _ tensor: Int, _ shape: TensorShape) {
            sets[place, default: [:]][tensor, default: ElementSet(shape)].insert(region)
        }
    }

    let plan: ExecutionPlan
    let network: Network
    var held = Contents()
    var faults: [String] = []

    init(plan: ExecutionPlan, network: Network) {
        self.plan = plan
        self.network = network
        held.insert(Region(network.input), at: plan.inputPlace, 0, network.input)
    }

    private func shape(_ tensor: Int) -> TensorShape {
        tensor < plan.tensorShapes.count
            ? plan.tensorShapes[tensor] : plan.tensorShapes[plan.partialSums[tensor - plan.tensorShapes.count].tensor]
    }

    mutating func hold(_ region: Region, of tensor: Int, at place: Int) {
        held.insert(region, at: place, tensor, shape(tensor))
    }

    /// Checks the messages of some steps against what their places need, boxes being sent whole, and delivers them.
    mutating func deliver(_ needs: Contents, leavingOut made: Set<Int>, steps: Range<Int>) {
        let brought = messages(of: steps, addingUp: false)
        var expected = Contents()
        for (place, tensors) in needs.sets {
            for (tensor, set) in tensors where !made.contains(tensor) {
                expected.insert(set.boundingBox(), at: place, tensor, set.shape)
            }
        }
        compare(brought, expected, steps)
    }

    /// Whether every place computed itself what it reads of tensors that are made in the stage.
    mutating func checkMadeInside(_ needs: Contents, _ made: Set<Int>) {
        for (place, tensors) in needs.sets {
            for (tensor, set) in tensors where made.contains(tensor) {
                let own = held[place, tensor]
                for element in set.holds.indices where set.holds[element] && !(own?.holds[element] ?? false) {
                    faults.append("place \(place) lacks element \(element) of tensor \(tensor) inside a stage")
                    return
                }
            }
        }
    }

    /// Every contribution goes to whoever adds up its outputs.
    mutating func addUp(parts: [Partition.Part], sums: [Partition.Part], tensor: Int, step: Int) {
        let first = plan.tensorShapes.count
        let numbers = plan.partialSums.indices.filter { plan.partialSums[$0].tensor == tensor }
        if numbers.map({ plan.partialSums[$0].place }) != parts.map(\.place) { faults.append("other contributors") }
        for number in numbers { hold(Region(shape(tensor)), of: first + number, at: plan.partialSums[number].place) }
        var expected = Contents()
        for sum in sums {
            for number in numbers { expected.insert(sum.output, at: sum.place, first + number, shape(tensor)) }
        }
        compare(messages(of: step..<step + 1, addingUp: true), expected, step..<step + 1)
        for sum in sums { hold(sum.output, of: tensor, at: sum.place) }
    }

    private mutating func messages(of steps: Range<Int>, addingUp: Bool) -> Contents {
        var brought = Contents()
        for (operation, step, transfer) in plan.messages
        where steps.contains(step) && (transfer.purpose == .partialSums) == addingUp {
            let (source, destination) = (Int(transfer.source), Int(transfer.destination))
            for slice in plan.reads(of: plan.operations[operation]) {
                let tensor = Int(slice.tensor)
                for element in ElementGraph.indices(of: slice.region, in: shape(tensor)) {
                    if !(held[source, tensor]?.holds[element] ?? false) {
                        faults.append(
                            "message \(operation) sends element \(element) of \(tensor) unknown at its source")
                    }
                    if brought[destination, tensor]?.holds[element] ?? false {
                        faults.append("message \(operation) sends element \(element) of \(tensor) again")
                    }
                    brought.insert(element, at: destination, tensor, shape(tensor))
                }
            }
        }
        return brought
    }

    private mutating func compare(_ brought: Contents, _ expected: Contents, _ steps: Range<Int>) {
        for place in plan.placeDevices.indices {
            let neighbours = plan.placeDevices.indices.filter {
                $0 != place && plan.placeDevices[$0] == plan.placeDevices[place]
            }
            for tensor in 0..<plan.tensorShapes.count + plan.partialSums.count {
                let arrived = brought[place, tensor]
                guard let needed = expected[place, tensor] else {
                    if arrived != nil { faults.append("place \(place) gets tensor \(tensor) without need") }
                    continue
                }
                for element in needed.holds.indices {
                    let isMissing = needed.holds[element] && !(held[place, tensor]?.holds[element] ?? false)
                    let hasArrived = arrived?.holds[element] ?? false
                    // Places on one device pass on what they hold without a message.
                    let isNear = neighbours.contains { held[$0, tensor]?.holds[element] ?? false }
                    if hasArrived != isMissing && !(isMissing && isNear) {
                        faults.append(
                            "steps \(steps): element \(element) of tensor \(tensor) is \(isMissing ? "" : "not ")missing "
                                + "at place \(place) but did \(hasArrived ? "" : "not ")arrive")
                    }
                }
            }
        }
        for (place, tensors) in expected.sets {
            for (tensor, set) in tensors { held.insert(set.boundingBox(), at: place, tensor, set.shape) }
        }
    }
}
