import Execution
import NeuralNetworks
import Tensors
import Units

/// Fused tiles that wait where their input is until a device takes them.
extension Planning {
    /// What asking costs beside the medium's overhead: a name and an address.
    static let requestBytes = ByteCount(32)

    /// Plans a stage as a pool of tasks: every tile's input comes from where the stage's input is, its result goes to the
    /// Group Owner; what others may reuse goes there as well and is fetched from there.
    mutating func planPool(
        _ stage: Partition.Stage, _ tiles: Partition.TileTasks, index: Int, steps: [Int]
    ) {
        let inputs = union(of: needs(of: stage))
        let home = home(of: inputs, step: steps[0], isFirst: index == 0)
        let opening = builder.addOpening(step: steps[0], of: inputs, at: home)
        var pool = PoolPlanning(
            stage: stage, steps: steps, tiles: tiles, home: home, opening: opening,
            collected: stage.steps.map { lastReader[$0.outputTensor] > index },
            weightBlocks: weightBlocks(of: stage))
        pool.findReuse(in: network)
        builder.addsJoins = false
        var tasks: [PoolTask] = []
        for tile in tiles.order { tasks.append(task(for: tile, of: &pool, isFirst: index == 0)) }
        builder.addsJoins = true
        for step in stage.steps where lastReader[step.outputTensor] > index {
            owners[step.outputTensor] = OwnerIndex([
                .init(place: hub, region: Region(network.layers[step.mainLayer].output))
            ])
        }
        let once = stage.steps.reduce(0) { sum, step in
            let layer = network.layers[step.mainLayer]
            return sum + Region.disjointUnion(step.parts.map(\.output)).reduce(0) { $0 + layer.macs(of: $1).count }
        }
        builder.addPool(
            TaskPool(
                opening: opening, home: builder.device(of: home), candidates: computing.sorted(), tasks: tasks,
                macsDoneOnce: once))
    }

    // MARK: Inputs

    /// One box a tensor.
    private func union(of needs: [Need]) -> [TensorSlice] {
        var hulls: [Int32: Region] = [:]
        for slice in needs.flatMap(\.slices) {
            hulls[slice.tensor] = (hulls[slice.tensor] ?? .empty).hull(slice.region)
        }
        return hulls.sorted { $0.key < $1.key }.map { TensorSlice(tensor: Int($0.key), region: $0.value) }
    }

    /// The place that has all of the input already, or else the Group Owner, which gets it.
    private mutating func home(of inputs: [TensorSlice], step: Int, isFirst: Bool) -> Int {
        let sources = Set(pieces(of: inputs).map(\.source))
        if sources.count == 1, let source = sources.first { return source }
        fetch([Need(place: hub, slices: inputs)], step: step, purpose: isFirst ? .scatter : .upload)
        return hub
    }

    /// For every step the first of its weight blocks, one for every computing device in ascending order.
    private mutating func weightBlocks(of stage: Partition.Stage) -> [(bytes: ByteCount, first: Int)?] {
        stage.steps.map { step in
            let output = step.parts[0].output
            let bytes = step.layers.reduce(ByteCount.zero) { $0 + network.layers[$1].weightBytes(of: output) }
            guard bytes > .zero else { return nil }
            let blocks = computing.sorted().map { builder.addWeightBlock(WeightBlock(device: $0, bytes: bytes)) }
            return (bytes, blocks[0])
        }
    }

    // MARK: Tasks

    private mutating func task(for tile: Int, of pool: inout PoolPlanning, isFirst: Bool) -> PoolTask {
        let regions = pool.regions[tile]!
        var ways: [PoolTask.Way] = []
        if let reuse = pool.reuses[tile] {
            // Both ways send the same results.
            let results = results(of: tile, in: pool)
            ways.append(way(for: tile, computing: reuse.own, reusing: reuse, results, of: &pool, isFirst: isFirst))
            ways.append(way(for: tile, computing: regions, reusing: nil, results, of: &pool, isFirst: isFirst))
        } else {
            ways.append(way(for: tile, computing: regions, reusing: nil, nil, of: &pool, isFirst: isFirst))
        }
        return PoolTask(ways: ways)
    }

    /// What the Group Owner gets of a tile that it has not got already.
    private func results(of tile: Int, in pool: PoolPlanning) -> [TensorSlice] {
        zip(pool.stage.steps.indices, pool.regions[tile]!).filter { pool.collected[$0.0] }.flatMap { step, region in
            unknownParts(of: [TensorSlice(tensor: pool.stage.steps[step].outputTensor, region: region)], at: hub)
        }
    }

    /// - Parameter results: by default what the Group Owner lacks when the tile is done.
    private mutating func way(
        for tile: Int, computing regions: [Region], reusing reuse: TileReuse?, _ results: [TensorSlice]?,
        of pool: inout PoolPlanning, isFirst: Bool
    ) -> PoolTask.Way {
        let place = builder.addUndecidedPlace()
        let start = builder.operationCount
        var holders: [[Int]] = []
        let first = pool.steps[0]
        func ask(_ source: Int, _ destination: Int, unlessAt places: [Int], after earlier: Int) {
            builder.addRequest(
                step: first, source: source, destination: destination, bytes: Self.requestBytes, after: earlier)
            holders.append(places)
        }
        // A device asks the Group Owner who has tasks, and then that device for one.
        ask(place, hub, unlessAt: [pool.home], after: pool.opening)
        if pool.home != hub {
            ask(hub, place, unlessAt: [pool.home], after: builder.operationCount - 1)
            ask(place, pool.home, unlessAt: [pool.home], after: builder.operationCount - 1)
        }
        let input = pool.input(of: regions, in: network)
        if !input.isEmpty {
            builder.addTransfer(
                step: first, source: pool.home, destination: place, purpose: isFirst ? .scatter : .download,
                slices: input, after: builder.operationCount - 1)
            holders.append([pool.home])
        }
        if let reuse {
            let providers = pool.providers[tile]!.enumerated().filter { !reuse.fetched[$0.offset].isEmpty }
            let places = providers.map { pool.places[$0.element]! }
            ask(place, hub, unlessAt: places, after: builder.operationCount - 1)
            let request = builder.operationCount - 1
            for (provider, source) in zip(providers, places) {
                builder.addTransfer(
                    step: first, source: hub, destination: place, purpose: .reuse,
                    slices: pool.slices(reuse.fetched[provider.offset]), after: request)
                holders.append([source])
            }
        }
        builder.beginTask()
        for (step, region) in zip(pool.stage.steps.indices, regions) where !region.isEmpty {
            addComputation(of: step, region: region, at: place, pool: pool)
            holders.append([])
        }
        if reuse == nil {
            pool.places[tile] = place
            // What others ask for goes to the Group Owner before the device turns to another task.
            for (consumer, number) in pool.consumers[tile] ?? [] {
                let asked = unknownParts(of: pool.slices(pool.reuses[consumer]!.fetched[number]), at: hub)
                guard !asked.isEmpty else { continue }
                builder.addTransfer(
                    step: pool.steps.last!, source: place, destination: hub, purpose: .reuse, slices: asked)
                holders.append([])
            }
        }
        let occupyingEnd = builder.operationCount
        let results = results ?? self.results(of: tile, in: pool)
        if !results.isEmpty {
            let isOutput = results.contains { Int($0.tensor) == network.outputTensor }
            builder.addTransfer(
                step: pool.steps.last!, source: place, destination: hub, purpose: isOutput ? .gather : .upload,
                slices: results)
            holders.append([])
        }
        return PoolTask.Way(
            place: place, operations: start..<builder.operationCount, occupyingEnd: occupyingEnd, holders: holders)
    }

    private mutating func addComputation(
        of index: Int, region: Region, at place: Int, pool: PoolPlanning
    ) {
        let step = pool.stage.steps[index]
        let layer = network.layers[step.mainLayer]
        let reads = layer.inputs.enumerated().compactMap { input, tensor -> TensorSlice? in
            let read = layer.inputRegion(of: region, input: input)
            return read.isEmpty ? nil : TensorSlice(tensor: tensor, region: read)
        }
        builder.addComputation(
            step: pool.steps[index], place: place, kernel: layer.kernelClass, macs: layer.macs(of: region),
            outputElements: region.elementCount, weightBytes: pool.weightBlocks[index]?.bytes ?? .zero,
            weightBlock: pool.weightBlocks[index]?.first, reads: reads,
            writes: [TensorSlice(tensor: step.outputTensor, region: region)])
    }
}

/// What is known of a stage's tiles while they are planned.
struct PoolPlanning {
    let stage: Partition.Stage
    /// Numbers of the plan's steps.
    let steps: [Int]
    let tiles: Partition.TileTasks
    let home: Int
    let opening: Int
    /// Whether the step's output is read behind the stage.
    let collected: [Bool]
    let weightBlocks: [(bytes: ByteCount, first: Int)?]
    /// By tile the regions of all steps; empty where the tile computes nothing.
    let regions: [Int: [Region]]
    let providers: [Int: [Int]]
    private(set) var reuses: [Int: TileReuse] = [:]
    /// By tile who reuses its results, and as which of its providers.
    private(set) var consumers: [Int: [(tile: Int, provider: Int)]] = [:]
    /// Where the tiles that compute everything themselves are planned.
    var places: [Int: Int] = [:]

    init(
        stage: Partition.Stage, steps: [Int], tiles: Partition.TileTasks, home: Int, opening: Int, collected: [Bool],
        weightBlocks: [(bytes: ByteCount, first: Int)?]
    ) {
        self.stage = stage
        self.steps = steps
        self.tiles = tiles
        self.home = home
        self.opening = opening
        self.collected = collected
        self.weightBlocks = weightBlocks
        var regions: [Int: [Region]] = [:]
        for (index, step) in stage.steps.enumerated() {
            for part in step.parts {
                regions[part.place, default: Array(repeating: .empty, count: stage.steps.count)][index] = part.output
            }
        }
        self.regions = regions
        providers = Dictionary(uniqueKeysWithValues: zip(tiles.order, tiles.providers))
    }

    /// Works out what the tiles that have providers may leave out.
    mutating func findReuse(in network: Network) {
        for (tile, providers) in zip(tiles.order, tiles.providers) where !providers.isEmpty {
            let regions = regions[tile]!
            let results = stage.steps.indices.map { collected[$0] ? regions[$0] : .empty }
            let reuse = TileReuse(
                stage: stage, network: network, results: results,
                neighbours: providers.map { self.regions[$0]! })
            guard reuse.fetched.contains(where: { !$0.isEmpty }) else { continue }
            reuses[tile] = reuse
            for (number, provider) in providers.enumerated() where !reuse.fetched[number].isEmpty {
                consumers[provider, default: []].append((tile, number))
            }
        }
    }

    /// What computing these regions reads of tensors from before the stage, a box a tensor.
    func input(of regions: [Region], in network: Network) -> [TensorSlice] {
        let made = Set(stage.steps.map(\.outputTensor))
        var hulls: [Int: Region] = [:]
        for (step, region) in zip(stage.steps, regions) where !region.isEmpty {
            let layer = network.layers[step.mainLayer]
            for (input, tensor) in layer.inputs.enumerated() where !made.contains(tensor) {
                hulls[tensor] = (hulls[tensor] ?? .empty).hull(layer.inputRegion(of: region, input: input))
            }
        }
        return hulls.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }
            .map { TensorSlice(tensor: $0.key, region: $0.value) }
    }

    func slices(_ boxes: [(step: Int, region: Region)]) -> [TensorSlice] {
        boxes.map { TensorSlice(tensor: stage.steps[$0.step].outputTensor, region: $0.region) }
    }
}
