public import DeviceProfiles
import Execution
import Units

/// Runs the requests of a load through one cluster: every request is an instance of a plan of its source; processors and
/// the channel are shared by all.
///
/// A processor takes, of the operations whose inputs are there, the one of the earliest request, and of that the one that
/// stands first in the plan. Tasks in pools are taken by devices that have nothing else to do: first from their own pool,
/// else from the next device in turn that has any (Zhao et al., DeepThings, section IV-C). Requests that are answered
/// leave their memory to later ones.
public struct RequestSimulation<Medium: WirelessMedium & ~Copyable>: ~Copyable {
    private enum Event: BitwiseCopyable {
        case arrival(source: Int32)
        case computed(slot: Int32, operation: Int32, device: Int32)
    }

    /// A request under way.
    private struct Slot {
        var request: Int32 = 0
        var source: Int32 = 0
        var plan: Int32 = 0
        var remaining = 0
        var missing: [Int32] = []
        var tasks = TaskStates()
    }

    /// An operation of a request.
    private struct Reference: BitwiseCopyable {
        var slot: Int32
        var operation: Int32
    }

    private struct Processor {
        var isBusy = false
        var holdsTask = false
        var waiting = WaitingLine()

        var isIdle: Bool { !isBusy && !holdsTask && waiting.isEmpty }
    }

    private let load: RequestLoad
    /// The plans of every source, one source after the other.
    private let plans: [CompiledPlan]
    private let tables: [TaskTable?]
    private let variation: ComputeVariation
    private var medium: Medium
    private var events = EventQueue<Event>()
    private var streams: [ArrivalStream]
    private var randomness: [RandomStream]
    private var slots: [Slot] = []
    private var freeSlots: [Int32] = []
    private var sending = EventTable<Reference>()
    private var processors: [Processor]
    private var pools: OpenPools
    private var inFlight = 0
    private var lastChange = Instant.start
    private var run: RequestRun
    /// Recorded for a single request alone.
    private var timeline: Timeline?

    /// - Parameters:
    ///   - plans: of every source of the load, as many of each, one source after the other; all of one cluster. With
    ///     several the requests take turns: the r-th of all goes by the (r mod n)-th of its source's n plans.
    ///   - recordsTimeline: whether the load is a single request whose operations shall be recorded.
    public init(
        _ load: RequestLoad, plans: [CompiledPlan], medium: consuming Medium, variation: ComputeVariation = .none,
        seed: UInt64 = 0, recordsTimeline: Bool = false
    ) {
        precondition(
            !plans.isEmpty && plans.count.isMultiple(of: load.sources.count), "as many plans for every source")
        precondition(!recordsTimeline || load.requestLimit == 1, "a timeline is of one request")
        self.load = load
        self.plans = plans
        tables = plans.map(\.runnable.tasks)
        self.variation = variation
        self.medium = medium
        let deviceCount = plans[0].cluster.devices.count
        processors = Array(repeating: Processor(), count: deviceCount)
        pools = OpenPools(deviceCount: deviceCount)
        randomness =
            variation.coefficient > 0
            ? (0..<deviceCount).map { RandomStream(seed: seed, consumer: "compute", index: $0) } : []
        streams = load.sources.indices.map { ArrivalStream(load.sources[$0].arrivals, seed: seed, index: $0) }
        run = RequestRun(computeByDevice: .init(repeating: .zero, count: deviceCount))
        timeline =
            recordsTimeline
            ? Timeline(operationCount: plans[0].plan.operations.count, isDynamic: plans[0].plan.isDynamic) : nil
    }

    /// Runs until all requests are answered.
    public consuming func finish() -> (run: RequestRun, timeline: Timeline?) {
        for source in streams.indices {
            if let instant = streams[source].first() { schedule(arrivalOf: source, at: instant) }
        }
        var now = Instant.start
        while true {
            let nextEvent = events.nextInstant
            let nextDelivery = medium.nextEvent
            // Whoever is idle when all of an instant has happened looks for tasks.
            if nextEvent != now, nextDelivery != now { assignTasks(at: now) }
            // At equal instants messages arrive before computations finish.
            if let instant = medium.nextEvent, events.nextInstant.map({ instant <= $0 }) ?? true {
                now = instant
                if let delivered = medium.step() {
                    now = max(now, delivered.end)
                    arrive(delivered)
                }
            } else if let (instant, event) = events.popNext() {
                now = instant
                switch event {
                case .arrival(let source): admit(from: Int(source), at: instant)
                case .computed(let slot, let operation, let device):
                    processors[Int(device)].isBusy = false
                    complete(operation, of: Int(slot), at: instant)
                    startNext(on: Int(device), at: instant)
                }
            } else {
                break
            }
        }
        precondition(inFlight == 0, "a plan came to a halt before its end")
        if let latency = timeline?.latency {
            let devices = processors.indices.map { medium.radioTimes(ofDevice: $0, until: .start + latency) }
            if !devices.contains(nil) { timeline?.radioTimes = devices.compactMap(\.self) }
        }
        return (run, timeline)
    }

    // MARK: Requests

    private mutating func schedule(arrivalOf source: Int, at instant: Instant) {
        if let duration = load.duration, instant - .start > duration { return }
        events.schedule(.arrival(source: Int32(source)), at: instant)
    }

    private mutating func admit(from source: Int, at instant: Instant) {
        guard run.requests.count < load.requestLimit else { return }
        count(1, at: instant)
        if let next = streams[source].next(after: instant) { schedule(arrivalOf: source, at: next) }
        let number: Int
        if let free = freeSlots.popLast() {
            number = Int(free)
        } else {
            number = slots.count
            slots.append(Slot())
        }
        slots[number].request = Int32(run.requests.count)
        let turns = plans.count / load.sources.count
        let plan = source * turns + run.requests.count % turns
        slots[number].source = Int32(source)
        slots[number].plan = Int32(plan)
        run.requests.append(.init(source: Int32(source), arrival: instant, answer: instant))
        let counts = plans[plan].runnable.initialCounts
        slots[number].missing.replaceSubrange(0..<slots[number].missing.count, with: counts)
        slots[number].remaining = counts.count
        if let table = tables[plan] {
            slots[number].tasks.reset(placeDevices: plans[plan].plan.placeDevices, taskCount: table.taskCount)
        }
        for operation in plans[plan].runnable.roots { makeReady(operation, of: number, at: instant) }
    }

    private mutating func answer(_ slot: Int, at instant: Instant) {
        count(-1, at: instant)
        let source = Int(slots[slot].source)
        run.requests[Int(slots[slot].request)].answer = instant
        run.end = instant
        if let skipped = timeline?.tasks?.isSkipped {
            timeline?.tasks = TaskRecord(
                placeDevices: slots[slot].tasks.placeDevices.map { Int($0) }, isSkipped: skipped)
        }
        freeSlots.append(Int32(slot))
        if let next = streams[source].next(afterAnswer: instant) { schedule(arrivalOf: source, at: next) }
    }

    private mutating func count(_ change: Int, at instant: Instant) {
        run.requestSeconds += Double(inFlight) * (instant - lastChange).seconds
        lastChange = instant
        inFlight += change
        run.mostInFlight = max(run.mostInFlight, inFlight)
    }

    // MARK: Operations

    private mutating func makeReady(_ operation: Int32, of slot: Int, at instant: Instant) {
        let index = Int(operation)
        let plan = Int(slots[slot].plan)
        timeline?.ready(operation, at: instant)
        var message = plans[plan].runnable.messages[index]
        var device = plans[plan].runnable.devices[index]
        if let table = tables[plan], table.wayOfOperation[index] >= 0 {
            let way = table.wayOfOperation[index]
            let task = Int(table.ways[Int(way)].task)
            let taker = slots[slot].tasks.takers[task]
            if slots[slot].tasks.ways[task] != way || isNeedless(index, way: table.ways[Int(way)], of: slot, at: taker)
            {
                skip(operation, of: slot, at: instant)
                return
            }
            if device == RunnablePlan.undecided { device = taker }
            if message.source == RunnablePlan.undecided { message.source = taker }
            if message.destination == RunnablePlan.undecided { message.destination = taker }
            if message.identifier >= 0, message.source == message.destination {
                skip(operation, of: slot, at: instant)
                return
            }
        }
        if message.identifier >= 0 {
            message.identifier = Int32(sending.insert(Reference(slot: Int32(slot), operation: operation)))
            medium.submit(message, at: instant)
            run.messages += 1
            run.sentBytes += message.bytes
        } else if device == RunnablePlan.noDevice {
            timeline?.begin(operation, at: instant)
            complete(operation, of: slot, at: instant)
        } else {
            processors[Int(device)].waiting.insert(
                .init(request: slots[slot].request, operation: operation, slot: Int32(slot)))
            startNext(on: Int(device), at: instant)
        }
    }

    private mutating func arrive(_ delivered: DeliveredMessage) {
        let reference = sending.remove(UInt32(delivered.identifier))
        run.wakeUp += delivered.wakeUp
        run.transmission += delivered.transmission
        if timeline != nil {
            var delivered = delivered
            delivered.identifier = reference.operation
            timeline!.record(delivered)
        }
        complete(reference.operation, of: Int(reference.slot), at: delivered.end)
    }

    private mutating func skip(_ operation: Int32, of slot: Int, at instant: Instant) {
        timeline?.begin(operation, at: instant)
        timeline?.skip(operation)
        complete(operation, of: slot, at: instant)
    }

    private mutating func complete(_ operation: Int32, of slot: Int, at instant: Instant) {
        let plan = Int(slots[slot].plan)
        timeline?.end(operation, at: instant)
        if let table = tables[plan] { noteEnd(Int(operation), of: slot, in: table) }
        slots[slot].remaining -= 1
        if slots[slot].remaining == 0 {
            answer(slot, at: instant)
            return
        }
        for position in plans[plan].runnable.dependencies.successorPositions(of: operation) {
            let successor = plans[plan].runnable.dependencies.successor(at: position)
            slots[slot].missing[Int(successor)] -= 1
            if slots[slot].missing[Int(successor)] == 0 { makeReady(successor, of: slot, at: instant) }
        }
    }

    private mutating func startNext(on device: Int, at instant: Instant) {
        guard !processors[device].isBusy, let next = processors[device].waiting.popFirst() else { return }
        processors[device].isBusy = true
        timeline?.begin(next.operation, at: instant)
        let plan = Int(slots[Int(next.slot)].plan)
        var time = plans[plan].computeTime(of: Int(next.operation), on: device)
        if variation.coefficient > 0 {
            time = TimeSpan(seconds: time.seconds * variation.factor(using: &randomness[device]))
        }
        run.computeByDevice[device] += time
        events.schedule(
            .computed(slot: next.slot, operation: next.operation, device: Int32(device)), at: instant + time)
    }

    // MARK: Tasks

    private func isNeedless(_ operation: Int, way: TaskTable.Way, of slot: Int, at taker: Int32) -> Bool {
        let holders = way.holders[operation - way.operations.lowerBound]
        return !holders.isEmpty && holders.allSatisfy { slots[slot].tasks.placeDevices[$0] == taker }
    }

    private mutating func noteEnd(_ operation: Int, of slot: Int, in table: TaskTable) {
        let pool = table.opens[operation]
        if pool >= 0 {
            pools.open(
                .init(
                    slot: Int32(slot), pool: pool, next: Int32(table.taskOffsets[Int(pool)]),
                    end: Int32(table.taskOffsets[Int(pool) + 1])), at: table.homes[Int(pool)])
        }
        let way = table.wayOfOperation[operation]
        guard way >= 0, operation < table.ways[Int(way)].occupyingEnd else { return }
        let task = Int(table.ways[Int(way)].task)
        guard slots[slot].tasks.ways[task] == way else { return }
        slots[slot].tasks.occupying[task] -= 1
        if slots[slot].tasks.occupying[task] == 0 {
            processors[Int(slots[slot].tasks.takers[task])].holdsTask = false
        }
    }

    /// Lets devices that have nothing to do take tasks: all of them their own first, then those of others.
    private mutating func assignTasks(at instant: Instant) {
        guard pools.taskCount > 0 else { return }
        for device in processors.indices where processors[device].isIdle {
            if pools.hasTasks(of: device), mayTake(from: device, by: device) {
                take(pools.take(from: device), by: device, at: instant)
            }
        }
        for device in processors.indices where pools.taskCount > 0 && processors[device].isIdle {
            if let victim = pools.nextVictim(where: { mayTake(from: $0, by: device) }) {
                take(pools.take(from: victim), by: device, at: instant)
            }
        }
    }

    private func mayTake(from home: Int, by device: Int) -> Bool {
        guard let first = pools.first(of: home) else { return false }
        return tables[Int(slots[Int(first.slot)].plan)]!.candidates[Int(first.pool)].contains(device)
    }

    private mutating func take(_ taken: (slot: Int32, task: Int32), by device: Int, at instant: Instant) {
        let slot = Int(taken.slot)
        let task = Int(taken.task)
        let table = tables[Int(slots[slot].plan)]!
        let ways = table.wayOffsets[task]..<table.wayOffsets[task + 1]
        // Every operation waits for the task to be taken and for its predecessors.
        let chosen = ways.first { way in
            table.ways[way].operations.allSatisfy {
                slots[slot].missing[$0] == table.innerPredecessors[$0] + 1
            }
        }
        guard let chosen else { preconditionFailure("no way to do task \(task) when it is taken") }
        let way = table.ways[chosen]
        slots[slot].tasks.take(
            task, way: Int32(chosen), place: way.place, by: Int32(device),
            occupying: way.occupyingEnd - way.operations.lowerBound)
        processors[device].holdsTask = true
        for number in ways {
            for operation in table.ways[number].operations {
                slots[slot].missing[operation] -= 1
                if slots[slot].missing[operation] == 0 { makeReady(Int32(operation), of: slot, at: instant) }
            }
        }
    }
}
