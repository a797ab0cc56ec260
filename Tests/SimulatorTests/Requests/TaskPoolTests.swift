import DeviceProfiles
import Execution
import Simulator
import TestSupport
import Testing
import Units

@Suite struct TaskPoolTests {
    /// Six tasks of a row each at device 0, which wants the results; a task has a way for each of the given numbers of
    /// MACs, all but the last of which wait for the first task's result.
    private func pool(devices: Int, macs: [Int] = [1000]) -> ExecutionPlan {
        var builder = PlanBuilder.maps(2, devices: devices)
        let opening = builder.addOpening(step: 0, of: [.rows(0..<6, of: 0)], at: 0)
        var firstResult = opening
        let tasks = (0..<6).map { row in
            let slice = TensorSlice.rows(row..<row + 1, of: 0)
            let result = TensorSlice.rows(row..<row + 1, of: 1)
            let choices = row == 0 ? [macs.last!] : macs
            let ways = choices.enumerated().map { number, macs in
                let place = builder.addUndecidedPlace()
                let start = builder.operationCount
                builder.addTransfer(
                    step: 0, source: 0, destination: place, purpose: .scatter, slices: [slice],
                    after: number < choices.count - 1 ? firstResult : opening)
                builder.compute(0, at: place, macs: macs, reads: [slice], writes: [result])
                builder.addTransfer(step: 1, source: place, destination: 0, purpose: .gather, slices: [result])
                return PoolTask.Way(
                    place: place, operations: start..<start + 3, occupyingEnd: start + 2, holders: [[], [], []])
            }
            if row == 0 { firstResult = ways[0].operations.upperBound - 1 }
            return PoolTask(ways: ways)
        }
        builder.addPool(
            TaskPool(opening: opening, home: 0, candidates: Array(0..<devices), tasks: tasks, macsDoneOnce: 6000))
        return builder.finish()
    }

    private func timeline(_ compiled: CompiledPlan) -> Timeline {
        RequestSimulation.timeline(of: compiled, medium: compiled.cluster.channel)
    }

    @Test func aDeviceAloneTakesAllAndSendsNothing() throws {
        let plan = pool(devices: 1)
        try plan.validate()
        let compiled = CompiledPlan(plan, on: .of([.plain()]))
        let metrics = Metrics(timeline(compiled), of: compiled)
        #expect(metrics.latency == nanoseconds(6000))
        #expect(metrics.messages == 0)
        #expect(metrics.sentBytes == .zero)
        #expect(metrics.redundantMACs == .zero)
    }

    @Test func tasksAreStolenByHand() throws {
        let plan = pool(devices: 2)
        try plan.validate()
        let compiled = CompiledPlan(plan, on: .of([.plain(), .plain()]))
        let timeline = timeline(compiled)
        let devices = try #require(timeline.tasks?.placeDevices)
        #expect(Array(devices.suffix(6)) == [0, 1, 0, 1, 0, 1])
        // Device 0 computes one after the other. Device 1 gets 16 bytes by 16 and computes to 1016; then its result and
        // the next input, which come from two stations, share the channel: both take 32. So at 2048 again.
        let computations = plan.operations.indices.filter {
            if case .compute = plan.operations[$0].action { true } else { false }
        }
        #expect(computations.map { timeline.begin[$0].nanoseconds } == [0, 16, 1000, 1048, 2000, 2080])
        #expect(timeline.latency == nanoseconds(3080 + 16))
        let metrics = Metrics(timeline, of: compiled)
        #expect(metrics.messages == 6)
        #expect(metrics.sentBytesByDevice == [ByteCount(48), ByteCount(48)])
        #expect(metrics.receivedBytesByDevice == [ByteCount(48), ByteCount(48)])
        #expect(metrics.macsByDevice == [MACCount(3000), MACCount(3000)])
    }

    @Test func theFirstWayWhoseWaitIsOverIsTaken() throws {
        // The short way needs the first task's result, which is there from the second task of device 0 on.
        let plan = pool(devices: 1, macs: [300, 1000])
        try plan.validate()
        let alone = CompiledPlan(plan, on: .of([.plain()]))
        #expect(timeline(alone).latency == nanoseconds(1000 + 5 * 300))
        // Three devices begin with three long ways; then all is there.
        let three = CompiledPlan(pool(devices: 3, macs: [300, 1000]), on: .of([.plain(), .plain(), .plain()]))
        let metrics = Metrics(timeline(three), of: three)
        #expect(metrics.macsByDevice.reduce(.zero, +) == MACCount(3 * 1000 + 3 * 300))
    }

    @Test func everyDeviceWorksOnItsOwnTasksFirst() {
        // Sources at devices 0 and 1 ask at once; nobody steals while there is work at home.
        let cluster = Cluster.of([.plain(), .plain()])
        let load = RequestLoad(
            sources: [.init(device: 0, arrivals: .trace([.start])), .init(device: 1, arrivals: .trace([.start]))],
            requestLimit: 2)
        let plans = [0, 1].map { home in
            var plan = pool(devices: 2)
            if home == 1 {
                plan.inputPlace = 1
                plan.outputPlace = 1
                plan.pools[0].home = 1
                for index in plan.operations.indices {
                    guard case .transfer(var transfer) = plan.operations[index].action else { continue }
                    if transfer.source == 0 { transfer.source = 1 }
                    if transfer.destination == 0 { transfer.destination = 1 }
                    plan.operations[index].action = .transfer(transfer)
                }
            }
            return CompiledPlan(plan, on: cluster)
        }
        let run = RequestSimulation(load, plans: plans, medium: cluster.channel).finish().run
        #expect(run.messages == 0)
        #expect(run.requests.map(\.latency) == [nanoseconds(6000), nanoseconds(6000)])
    }

    @Test(arguments: 1...5) func stealingFromAFastChannelIsWorkConserving(devices: Int) {
        let compiled = CompiledPlan(
            pool(devices: devices), on: .of(Array(repeating: .plain(), count: devices)))
        let latency = timeline(compiled).latency.nanoseconds
        // The best of six equal tasks, and what messages of 16 ns may add.
        let best = Int64((6 + devices - 1) / devices * 1000)
        #expect(latency >= best)
        #expect(latency <= best + 12 * 16 * 5)
    }
}
