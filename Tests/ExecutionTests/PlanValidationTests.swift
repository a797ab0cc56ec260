import Execution
import Tensors
import Testing
import Units

@Suite struct PlanValidationTests {
    @Test func acceptsAGoodPlan() throws {
        try ExecutionPlan.twoStrips().validate()
        try ExecutionPlan.twoStrips().validate(forgetting: true)
    }

    @Test func acceptsPartialSums() throws {
        // Each device sums over three rows of the input; device 0 adds both contributions up.
        var builder = PlanBuilder.maps(2)
        let sums = (0..<2).map { builder.addPartialSum(PartialSum(tensor: 1, place: $0)) }
        builder.send(0, from: 0, to: 1, .scatter, .rows(3..<6, of: 0))
        builder.compute(0, at: 0, reads: [.rows(0..<3, of: 0)], writes: [.rows(0..<6, of: sums[0])])
        builder.compute(0, at: 1, reads: [.rows(3..<6, of: 0)], writes: [.rows(0..<6, of: sums[1])])
        builder.send(0, from: 1, to: 0, .partialSums, .rows(0..<6, of: sums[1]))
        builder.compute(0, at: 0, reads: sums.map { .rows(0..<6, of: $0) }, writes: [.rows(0..<6, of: 1)])
        let plan = builder.finish()
        #expect(plan.allPredecessors == [[], [], [0], [2], [1, 3]])
        try plan.validate()
    }

    @Test func acceptsThatPlacesOnOneDeviceUseEachOthersData() throws {
        var builder = PlanBuilder.maps(2, devices: 1, placeDevices: [0, 0], outputPlace: 1)
        builder.share(tensor: 0, region: .rows(0..<6, width: 4), from: 0, to: 1)
        builder.compute(0, at: 1, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        try builder.finish().validate()
    }

    // MARK: Order and dependencies

    @Test func rejectsAnOperationThatDependsOnItselfOrALaterOneOrNone() {
        let plan = ExecutionPlan.twoStrips()
        for wrong in [3, 4, 7, 8, -1] {
            #expect(throws: PlanFault.notInOrder(operation: 3)) {
                try plan.replacingPredecessors(of: 3, with: [1, wrong]).validate()
            }
        }
    }

    @Test func rejectsThePlanWithoutAnyOneOfItsDependencies() {
        let plan = ExecutionPlan.twoStrips()
        var count = 0
        for (operation, predecessors) in plan.allPredecessors.enumerated() {
            for missing in predecessors {
                count += 1
                #expect(throws: PlanFault.missingDependency(operation: operation, on: missing)) {
                    try plan.replacingPredecessors(of: operation, with: predecessors.filter { $0 != missing })
                        .validate()
                }
            }
        }
        #expect(count == 8)
    }

    @Test func acceptsNeedlessDependencies() throws {
        // Waiting for more than is read is slow, not wrong.
        try ExecutionPlan.twoStrips().replacingPredecessors(of: 5, with: [0, 1, 2, 3, 4]).validate()
    }

    // MARK: Missing data

    @Test func rejectsAShortenedHalo() throws {
        var plan = ExecutionPlan.twoStrips()
        let slice = try #require(plan.writes(of: plan.operations[4]).indices.first)
        plan.slices[slice].region = Region(channels: 0..<1, rows: 3..<4, columns: 0..<3)
        let corner = Region(channels: 0..<1, rows: 3..<4, columns: 3..<4)
        #expect(throws: PlanFault.readsMissingData(operation: 5, tensor: 1, region: corner)) { try plan.validate() }
    }

    @Test func rejectsEveryBoxOfAMessageOrResultThatIsOneRowShort() throws {
        let plan = ExecutionPlan.twoStrips()
        for (index, operation) in plan.operations.enumerated() {
            for slice in plan.writes(of: operation).indices {
                for isFromTop in [true, false] {
                    var short = plan
                    let rows = plan.slices[slice].region.rows
                    let rest = isFromTop ? rows.dropFirst() : rows.dropLast()
                    short.slices[slice].region = .rows(rest, width: 4)
                    #expect(throws: PlanFault.self, "operation \(index), row missing at the top: \(isFromTop)") {
                        try short.validate()
                    }
                }
            }
        }
    }

    @Test func rejectsSendingWhatTheSenderLacks() throws {
        var builder = PlanBuilder.maps(2)
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        builder.send(1, from: 1, to: 0, .exchange, .rows(2..<3, of: 1))
        let region = Region.rows(2..<3, width: 4)
        #expect(throws: PlanFault.readsMissingData(operation: 1, tensor: 1, region: region)) {
            try builder.finish().validate()
        }
    }

    @Test func rejectsReadingFromAPlaceOfAnotherDevice() {
        var builder = PlanBuilder.maps(2)
        builder.compute(0, at: 1, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        builder.send(1, from: 1, to: 0, .gather, .rows(0..<6, of: 1))
        let region = Region.rows(0..<6, width: 4)
        #expect(throws: PlanFault.readsMissingData(operation: 0, tensor: 0, region: region)) {
            try builder.finish().validate()
        }
    }

    // MARK: Needless messages

    @Test func rejectsAMessageThatBringsWhatIsKnown() throws {
        // Row 3 arrives with rows 3 ..< 5 although an earlier message brought it.
        func plan(again rows: Range<Int>) -> ExecutionPlan {
            var builder = PlanBuilder.maps(3)
            builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
            builder.send(1, from: 0, to: 1, .exchange, .rows(0..<4, of: 1))
            builder.send(1, from: 0, to: 1, .exchange, .rows(rows, of: 1))
            builder.compute(1, at: 1, reads: [.rows(0..<5, of: 1)], writes: [.rows(0..<6, of: 2)])
            builder.send(2, from: 1, to: 0, .gather, .rows(0..<6, of: 2))
            return builder.finish()
        }
        let known = Region.rows(3..<4, width: 4)
        #expect(throws: PlanFault.sendsKnownData(operation: 2, tensor: 1, region: known)) {
            try plan(again: 3..<5).validate()
        }
        try plan(again: 3..<5).validate(forgetting: true)
        try plan(again: 4..<5).validate()
    }

    @Test func rejectsSendingTheInputBackToItsSource() {
        var builder = PlanBuilder.maps(2)
        builder.send(0, from: 0, to: 1, .scatter, .rows(0..<6, of: 0))
        builder.send(0, from: 1, to: 0, .exchange, .rows(1..<2, of: 0))
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        #expect(throws: PlanFault.sendsKnownData(operation: 1, tensor: 0, region: .rows(1..<2, width: 4))) {
            try builder.finish().validate()
        }
    }

    @Test func rejectsAnEmptyMessage() {
        var builder = PlanBuilder.maps(2)
        builder.addTransfer(step: 0, source: 0, destination: 1, purpose: .scatter, slices: [])
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        #expect(throws: PlanFault.needlessMessage(operation: 0)) { try builder.finish().validate() }
    }

    @Test func rejectsAMessageToItsOwnDevice() {
        var builder = PlanBuilder.maps(2, devices: 1, placeDevices: [0, 0], outputPlace: 1)
        builder.send(0, from: 0, to: 1, .scatter, .rows(0..<6, of: 0))
        builder.compute(0, at: 1, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        #expect(throws: PlanFault.needlessMessage(operation: 0)) { try builder.finish().validate() }
    }

    @Test func rejectsAMessageThatNobodyReads() {
        var builder = PlanBuilder.maps(2)
        builder.send(0, from: 0, to: 1, .scatter, .rows(0..<2, of: 0))
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        #expect(throws: PlanFault.unreadMessage(operation: 0)) { try builder.finish().validate() }
    }

    @Test func namesTheFirstOfSeveralMessagesThatNobodyReads() {
        var builder = PlanBuilder.maps(2, devices: 8)
        for device in 1..<8 { builder.send(0, from: 0, to: device, .scatter, .rows(0..<2, of: 0)) }
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        #expect(throws: PlanFault.unreadMessage(operation: 0)) { try builder.finish().validate() }
    }

    @Test func acceptsAMessageOfTheOutputThatNothingReadsLater() throws {
        var builder = PlanBuilder.maps(2, outputPlace: 1)
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        builder.send(1, from: 0, to: 1, .gather, .rows(0..<6, of: 1))
        try builder.finish().validate()
    }

    // MARK: Output

    @Test func rejectsAnOutputThatArrivesInPartOrNotAtAll() {
        for rows in [0..<0, 3..<5, 4..<6] {
            var builder = PlanBuilder.maps(2)
            builder.send(0, from: 0, to: 1, .scatter, .rows(2..<6, of: 0))
            builder.compute(0, at: 0, reads: [.rows(0..<4, of: 0)], writes: [.rows(0..<3, of: 1)])
            builder.compute(0, at: 1, reads: [.rows(2..<6, of: 0)], writes: [.rows(3..<6, of: 1)])
            if !rows.isEmpty { builder.send(1, from: 1, to: 0, .gather, .rows(rows, of: 1)) }
            #expect(throws: PlanFault.incompleteOutput, "rows \(rows) of 3 ..< 6") { try builder.finish().validate() }
        }
    }
}
