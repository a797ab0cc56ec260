import DeviceProfiles
import Execution
import Units

/// Runs a compiled plan: processors compute one operation at a time, the medium carries the messages.
///
/// A processor takes, of the operations whose inputs are there, the one that stands first in the plan.
public struct PlanSimulation<Medium: WirelessMedium & ~Copyable>: ~Copyable {
    // Of the plan only what each step asks for: every part of a copy counts a reference that all threads share.
    private let dependencies: DependencyGraph
    private let messages: [Message]
    /// The device of each operation.
    private let devices: [Int32]
    private let computeTimes: [TimeSpan]
    private let variation: ComputeVariation
    private var medium: Medium
    private var finished = EventQueue<Int32>()
    /// Operations ready to run on each device, the last one first in the plan.
    private var waiting: [[Int32]]
    private var isBusy: [Bool]
    private var missing: [Int32]
    private var randomness: [RandomStream]
    private var timeline: Timeline
    private var completed = 0

    public init(
        _ compiled: borrowing CompiledPlan, medium: consuming Medium, variation: ComputeVariation = .none,
        seed: UInt64 = 0
    ) {
        precondition(!compiled.plan.isDynamic, "RequestSimulation runs plans whose tasks are taken by whoever is idle")
        dependencies = compiled.runnable.dependencies
        messages = compiled.runnable.messages
        devices = compiled.runnable.devices
        computeTimes = compiled.computeTimes
        self.variation = variation
        self.medium = medium
        let deviceCount = compiled.cluster.devices.count
        waiting = Array(repeating: [], count: deviceCount)
        isBusy = Array(repeating: false, count: deviceCount)
        missing = dependencies.predecessorCounts
        randomness =
            variation.coefficient > 0
            ? (0..<deviceCount).map { RandomStream(seed: seed, consumer: "compute", index: $0) } : []
        timeline = Timeline(operationCount: compiled.plan.operations.count)
    }

    /// Runs to the end.
    public consuming func run() -> Timeline {
        for index in missing.indices where missing[index] == 0 { makeReady(Int32(index), at: .start) }
        while true {
            // At equal instants messages arrive before computations finish.
            let nextFinished = finished.nextInstant
            if let instant = medium.nextEvent, nextFinished.map({ instant <= $0 }) ?? true {
                if let delivered = medium.step() {
                    timeline.record(delivered)
                    complete(delivered.identifier, at: delivered.end)
                }
            } else if let (instant, operation) = finished.popNext() {
                let device = Int(devices[Int(operation)])
                isBusy[device] = false
                complete(operation, at: instant)
                startNext(on: device, at: instant)
            } else {
                break
            }
        }
        precondition(completed == missing.count, "the plan came to a halt before its end")
        let end = Instant.start + timeline.latency
        let radioTimes = isBusy.indices.map { medium.radioTimes(ofDevice: $0, until: end) }
        if !radioTimes.contains(nil) { timeline.radioTimes = radioTimes.compactMap(\.self) }
        return timeline
    }

    private mutating func complete(_ operation: Int32, at instant: Instant) {
        completed += 1
        timeline.end(operation, at: instant)
        for position in dependencies.successorPositions(of: operation) {
            let successor = dependencies.successor(at: position)
            missing[Int(successor)] -= 1
            if missing[Int(successor)] == 0 { makeReady(successor, at: instant) }
        }
    }

    private mutating func makeReady(_ operation: Int32, at instant: Instant) {
        timeline.ready(operation, at: instant)
        let message = messages[Int(operation)]
        if message.identifier >= 0 {
            medium.submit(message, at: instant)
            return
        }
        if devices[Int(operation)] == RunnablePlan.noDevice {
            timeline.begin(operation, at: instant)
            complete(operation, at: instant)
            return
        }
        let device = Int(devices[Int(operation)])
        let position = waiting[device].firstIndex { $0 < operation } ?? waiting[device].count
        waiting[device].insert(operation, at: position)
        startNext(on: device, at: instant)
    }

    private mutating func startNext(on device: Int, at instant: Instant) {
        guard !isBusy[device], let operation = waiting[device].popLast() else { return }
        isBusy[device] = true
        timeline.begin(operation, at: instant)
        var time = computeTimes[Int(operation)]
        if variation.coefficient > 0 {
            time = TimeSpan(seconds: time.seconds * variation.factor(using: &randomness[device]))
        }
        finished.schedule(operation, at: instant + time)
    }
}

/// Random variation of compute times around their expected values.
public struct ComputeVariation: Sendable, Hashable {
    /// Standard deviation over mean, 0 ... 0.5.
    public var coefficient: Double

    public init(coefficient: Double) {
        precondition((0...0.5).contains(coefficient), "a coefficient of variation within 0 ... 0.5")
        self.coefficient = coefficient
    }

    public static let none = ComputeVariation(coefficient: 0)

    /// A factor with mean about 1; never below a tenth.
    func factor(using stream: inout RandomStream) -> Double { max(0.1, 1 + coefficient * stream.nextNormal()) }
}
