public import DeviceProfiles
public import Execution
public import NeuralNetworks
import Tensors
import Units

/// Turns a partition into operations by one rule: what a place needs and does not hold is fetched from its owners.
public struct Planner: Sendable, Hashable {
    public var delivery: Delivery

    public init(delivery: Delivery) { self.delivery = delivery }

    /// - Complexity: about linear in operations for strips; a query of a grid also visits the tiles of its rows.
    public func plan(_ partition: Partition, of network: Network, on cluster: Cluster) -> ExecutionPlan {
        var planning = Planning(partition: partition, network: network, cluster: cluster, delivery: delivery)
        return planning.run()
    }
}

/// The state of one planning run.
struct Planning {
    let partition: Partition
    let network: Network
    let delivery: Delivery
    /// Devices that may run tasks.
    let computing: [Int]
    /// The Group Owner's own memory.
    let hub: Int
    let placesOfDevice: [[Int]]
    var deviceCount: Int { placesOfDevice.count }
    /// For every tensor the last stage that reads it; the output is read after all stages.
    let lastReader: [Int]

    var builder: PlanBuilder
    /// Who made which box of a tensor, partial sums included.
    var owners: [Int: OwnerIndex] = [:]
    /// Tensors that places other than the hub got hold of in the current stage.
    var touched: [(tensor: Int, place: Int)] = []
    /// Numbers of the partial sums of a plan step.
    var partialSums: [Int: [Int]] = [:]

    struct Need {
        var place: Int
        var slices: [TensorSlice]
    }

    init(partition: Partition, network: Network, cluster: Cluster, delivery: Delivery) {
        self.partition = partition
        self.network = network
        self.delivery = delivery
        computing = cluster.computing
        hub = cluster.groupOwner
        var placesOfDevice = [[Int]](repeating: [], count: cluster.devices.count)
        for (place, device) in partition.placeDevices.enumerated() where device != ExecutionPlan.undecided {
            placesOfDevice[device].append(place)
        }
        self.placesOfDevice = placesOfDevice
        var lastReader = [Int](repeating: -1, count: network.tensorCount)
        for (index, stage) in partition.stages.enumerated() {
            for step in stage.steps {
                for tensor in network.layers[step.mainLayer].inputs { lastReader[tensor] = index }
            }
        }
        lastReader[network.outputTensor] = partition.stages.count
        self.lastReader = lastReader
        builder = PlanBuilder(
            tensorShapes: (0..<network.tensorCount).map(network.shape(ofTensor:)), outputTensor: network.outputTensor,
            deviceCount: cluster.devices.count,
            placeDevices: partition.placeDevices.filter { $0 != ExecutionPlan.undecided }, inputPlace: cluster.source,
            outputPlace: hub, bytesPerElement: Network.bytesPerElement)
        owners[0] = OwnerIndex([.init(place: cluster.source, region: Region(network.input))])
    }

    mutating func run() -> ExecutionPlan {
        // Tiles that wait to be taken wait where the input is.
        if delivery.collects, partition.stages.first?.tiles == nil { collectInput() }
        for index in partition.stages.indices { plan(stage: index) }
        let output = builder.addStep(PlanStep(name: "output", layers: [], elementCount: 0, macs: .zero))
        let result = TensorSlice(
            tensor: network.outputTensor, region: Region(network.shape(ofTensor: network.outputTensor)))
        fetch([Need(place: hub, slices: [result])], step: output, purpose: .gather)
        return builder.finish()
    }

    // MARK: Stages

    private mutating func plan(stage index: Int) {
        let stage = partition.stages[index]
        if let parts = stage.steps[0].sparse {
            planSparse(stage.steps[0], parts, isFirst: index == 0)
            if delivery == .mapReduce { collect(stage, index: index, steps: []) }
            return
        }
        let steps = stage.steps.map { step in
            let layer = network.layers[step.mainLayer]
            return builder.addStep(
                PlanStep(
                    name: layer.name, layers: step.layers, elementCount: layer.output.elementCount, macs: layer.macs,
                    weights: step.layers.reduce(ByteCount.zero) {
                        $0 + network.layers[$1].weightBytes(of: Region(network.layers[$1].output))
                    }))
        }
        if let tiles = stage.tiles {
            planPool(stage, tiles, index: index, steps: steps)
            return
        }
        fetch(needs(of: stage), step: steps[0], purpose: index == 0 ? .scatter : .exchange)
        compute(stage, steps: steps)
        for (step, number) in zip(stage.steps, steps) where !step.sums.isEmpty { addUp(step, number) }
        if delivery.collects { collect(stage, index: index, steps: steps) }
    }

    /// What the places of a stage read of tensors from before it, by place.
    func needs(of stage: Partition.Stage) -> [Need] {
        let made = Set(stage.steps.map(\.outputTensor))
        var order: [Int] = []
        var needs: [Int: [Int: Region]] = [:]
        for step in stage.steps {
            let layer = network.layers[step.mainLayer]
            for part in step.parts {
                if needs[part.place] == nil {
                    needs[part.place] = [:]
                    order.append(part.place)
                }
                for (input, tensor) in layer.inputs.enumerated() where !made.contains(tensor) {
                    let region = part.summing ?? layer.inputRegion(of: part.output, input: input)
                    let known = needs[part.place]![tensor] ?? .empty
                    needs[part.place]![tensor] = known.hull(region)
                }
            }
        }
        return order.map { place in
            let slices = needs[place]!.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }
            return Need(place: place, slices: slices.map { TensorSlice(tensor: $0.key, region: $0.value) })
        }
    }

    private mutating func compute(_ stage: Partition.Stage, steps: [Int]) {
        struct WeightKey: Hashable {
            var device: Int
            var step: Int
            var channels: Range<Int>
            var summing: Region?
        }
        var blocks: [WeightKey: Int] = [:]
        var partsOfPlace: [Int: [(step: Int, part: Partition.Part)]] = [:]
        var order: [Int] = []
        for (position, step) in stage.steps.enumerated() {
            for part in step.parts {
                if partsOfPlace[part.place] == nil { order.append(part.place) }
                partsOfPlace[part.place, default: []].append((position, part))
            }
        }
        // A place runs all its layers before the next place on the same device begins.
        for place in order {
            if stage.steps.count > 1 { builder.beginTask() }
            for (position, part) in partsOfPlace[place]! {
                let step = stage.steps[position]
                let layer = network.layers[step.mainLayer]
                let reads = layer.inputs.enumerated().compactMap { input, tensor -> TensorSlice? in
                    let region = part.summing ?? layer.inputRegion(of: part.output, input: input)
                    return region.isEmpty ? nil : TensorSlice(tensor: tensor, region: region)
                }
                var tensor = step.outputTensor
                if part.summing != nil {
                    tensor = builder.addPartialSum(PartialSum(tensor: step.outputTensor, place: place))
                    owners[tensor] = OwnerIndex([.init(place: place, region: part.output)])
                    partialSums[steps[position], default: []].append(tensor)
                }
                let weightBytes = step.layers.reduce(ByteCount.zero) { sum, layer in
                    sum + network.layers[layer].weightBytes(of: part.output, summing: part.summing)
                }
                var block: Int?
                if weightBytes > .zero {
                    let device = builder.device(of: place)
                    let key = WeightKey(
                        device: device, step: position, channels: part.output.channels, summing: part.summing)
                    block = blocks[key] ?? builder.addWeightBlock(WeightBlock(device: device, bytes: weightBytes))
                    blocks[key] = block
                }
                builder.addComputation(
                    step: steps[position], place: place, kernel: layer.kernelClass,
                    macs: layer.macs(of: part.output, summing: part.summing),
                    outputElements: part.output.elementCount, weightBytes: weightBytes, weightBlock: block,
                    summing: part.summing, reads: reads, writes: [TensorSlice(tensor: tensor, region: part.output)])
                if place != hub { touched.append((tensor, place)) }
            }
        }
        for step in stage.steps {
            if step.sums.isEmpty {
                owners[step.outputTensor] = OwnerIndex(
                    step.parts.map { .init(place: $0.place, region: $0.output) })
            }
            if stage.steps.count > 1 { builder.addRedundantMACs(partition.redundantMACs(of: step, in: network)) }
        }
    }

    /// Sends partial sums to where their total belongs and adds them there.
    private mutating func addUp(_ step: Partition.Step, _ number: Int) {
        let partials = partialSums[number] ?? []
        // In map/reduce terms the Group Owner is the reducer.
        let sums =
            delivery.collects
            ? [Partition.Part(place: hub, output: Region(network.layers[step.mainLayer].output))] : step.sums
        fetch(
            sums.map { sum in
                Need(place: sum.place, slices: partials.map { TensorSlice(tensor: $0, region: sum.output) })
            }, step: number, purpose: .partialSums)
        for sum in sums {
            builder.addComputation(
                step: number, place: sum.place, kernel: .elementwise, macs: .zero,
                outputElements: sum.output.elementCount, addsPartialSums: true,
                reads: partials.map { TensorSlice(tensor: $0, region: sum.output) },
                writes: [TensorSlice(tensor: step.outputTensor, region: sum.output)])
        }
        owners[step.outputTensor] = OwnerIndex(sums.map { .init(place: $0.place, region: $0.output) })
    }

    // MARK: Map/reduce

    private mutating func collectInput() {
        let source = owners[0]!.pieces(of: Region(network.input))[0].place
        guard source != hub else { return }
        // The first step is added later; its number is 0.
        builder.addTransfer(
            step: 0, source: source, destination: hub, purpose: .upload,
            slices: [TensorSlice(tensor: 0, region: Region(network.input))])
        builder.forget(tensor: 0, at: source)
        owners[0] = OwnerIndex([.init(place: hub, region: Region(network.input))])
    }

    /// Brings the stage's outputs to the Group Owner and lets all others forget them.
    private mutating func collect(_ stage: Partition.Stage, index: Int, steps: [Int]) {
        for (step, number) in zip(stage.steps, steps) where lastReader[step.outputTensor] > index {
            let tensor = step.outputTensor
            if step.sums.isEmpty {
                for part in step.parts where part.place != hub {
                    let isResult = tensor == network.outputTensor
                    let missing = builder.missingParts(of: part.output, of: tensor, at: hub)
                    move(
                        missing.map { TensorSlice(tensor: tensor, region: $0) }, from: part.place, to: hub,
                        step: number, purpose: isResult ? .gather : .upload)
                }
            }
            owners[tensor] = OwnerIndex([.init(place: hub, region: Region(network.layers[step.mainLayer].output))])
        }
        for (tensor, place) in touched { builder.forget(tensor: tensor, at: place) }
        touched = []
        if delivery == .coordinated {
            let kept = zip(stage.steps, steps).filter { lastReader[$0.0.outputTensor] > index }
            builder.merge(kept.map(\.0.outputTensor), at: hub, step: steps[steps.count - 1])
        }
    }

    // MARK: Needed minus owned

    mutating func fetch(_ needs: [Need], step: Int, purpose: Transfer.Purpose) {
        for need in needs where need.place != hub {
            for slice in need.slices { touched.append((Int(slice.tensor), need.place)) }
        }
        if delivery == .direct {
            for need in needs { fetchDirectly(missingParts(of: need), to: need.place, step: step, purpose: purpose) }
            return
        }
        let missing = needs.map(missingParts)
        upload(needs, missing: missing, step: step, purpose: purpose)
        let isPassedOn = purpose == .exchange || purpose == .partialSums
        for (need, missing) in zip(needs, missing) where need.place != hub {
            let place = need.place
            if builder.device(of: place) == builder.device(of: hub)
                || placesOfDevice[builder.device(of: place)].count > 1
            {
                // Some of it may come from a place on the same device, or end its way at the Group Owner's device.
                var fromHub: [TensorSlice] = []
                for (source, slices) in grouped(pieces(of: missing)) {
                    if goesThroughHub(from: source, to: place) {
                        fromHub += slices
                    } else {
                        move(slices, from: source, to: place, step: step, purpose: purpose)
                    }
                }
                move(fromHub, from: hub, to: place, step: step, purpose: isPassedOn ? .download : purpose)
            } else {
                move(missing, from: hub, to: place, step: step, purpose: isPassedOn ? .download : purpose)
            }
        }
    }

    private mutating func fetchDirectly(
        _ missing: [TensorSlice], to place: Int, step: Int, purpose: Transfer.Purpose
    ) {
        for (source, slices) in grouped(pieces(of: missing)) {
            move(slices, from: source, to: place, step: step, purpose: purpose)
        }
    }

    /// Brings to the Group Owner what it has to pass on: of every owner what others need, each element once.
    private mutating func upload(
        _ needs: [Need], missing: [[TensorSlice]], step: Int, purpose: Transfer.Purpose
    ) {
        // A box that several devices need is needed from every owner of it, so one look at it will do for all of them.
        var needers: [TensorSlice: [Int]] = [:]
        for (number, need) in needs.enumerated() {
            for slice in need.slices { needers[slice, default: []].append(number) }
        }
        var uploads: [(source: Int, slice: TensorSlice)] = []
        for (number, need) in needs.enumerated() {
            for slice in need.slices {
                let group = needers[slice]!
                guard group[0] == number else { continue }
                let places = group.map { needs[$0].place }
                if Set(places.map(builder.device)).count > 1, places.allSatisfy(endsInHubOrElsewhere) {
                    uploads += pieces(of: [slice]).filter { $0.source != hub }
                } else {
                    for member in group {
                        let parts = missing[member].filter { $0.tensor == slice.tensor }
                        uploads += pieces(of: parts).filter { reachesHub(from: $0.source, to: needs[member].place) }
                    }
                }
            }
        }
        for (source, slices) in grouped(uploads) {
            let isPassedOn = purpose == .exchange || purpose == .partialSums
            move(
                unknownParts(of: slices, at: hub), from: source, to: hub, step: step,
                purpose: isPassedOn ? .upload : purpose)
        }
    }

    private func missingParts(of need: Need) -> [TensorSlice] {
        need.slices.flatMap { slice in
            builder.missingParts(of: slice.region, of: Int(slice.tensor), at: need.place).map {
                TensorSlice(tensor: Int(slice.tensor), region: $0)
            }
        }
    }

    func pieces(of slices: [TensorSlice]) -> [(source: Int, slice: TensorSlice)] {
        slices.flatMap { slice in
            owners[Int(slice.tensor)]!.pieces(of: slice.region).map {
                ($0.place, TensorSlice(tensor: Int(slice.tensor), region: $0.region))
            }
        }
    }

    /// Whether data takes the way through the Group Owner's memory: not if it ends on that device or stays on its own.
    func goesThroughHub(from source: Int, to destination: Int) -> Bool {
        let destinationDevice = builder.device(of: destination)
        return destinationDevice != builder.device(of: hub) && destinationDevice != builder.device(of: source)
    }

    /// Whether data has to get to the Group Owner's memory first, or for good.
    private func reachesHub(from source: Int, to destination: Int) -> Bool {
        source != hub && (destination == hub || goesThroughHub(from: source, to: destination))
    }

    /// Whether a place is the Group Owner's own memory or on another device: not a further task on its device.
    private func endsInHubOrElsewhere(_ place: Int) -> Bool {
        place == hub || builder.device(of: place) != builder.device(of: hub)
    }

    /// One message, or none if it would be empty or stay on its device.
    private mutating func move(
        _ slices: [TensorSlice], from source: Int, to destination: Int, step: Int, purpose: Transfer.Purpose
    ) {
        if slices.isEmpty { return }
        if builder.device(of: source) == builder.device(of: destination) {
            for slice in slices {
                builder.share(tensor: Int(slice.tensor), region: slice.region, from: source, to: destination)
            }
        } else {
            builder.addTransfer(
                step: step, source: source, destination: destination, purpose: purpose, slices: slices)
        }
    }

    /// What of the slices the place does not hold yet, each element once.
    func unknownParts(of slices: [TensorSlice], at place: Int) -> [TensorSlice] {
        var parts: [TensorSlice] = []
        for slice in slices {
            let tensor = Int(slice.tensor)
            let earlier = parts.filter { $0.tensor == slice.tensor }.map(\.region)
            for missing in builder.missingParts(of: slice.region, of: tensor, at: place) {
                parts += missing.subtracting(earlier).map { TensorSlice(tensor: tensor, region: $0) }
            }
        }
        return parts
    }

    /// Slices by source, sources in ascending order.
    private func grouped(
        _ pieces: [(source: Int, slice: TensorSlice)]
    ) -> [(source: Int, slices: [TensorSlice])] {
        var groups: [Int: [TensorSlice]] = [:]
        for (source, slice) in pieces { groups[source, default: []].append(slice) }
        return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
