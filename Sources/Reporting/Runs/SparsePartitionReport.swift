package import NeuralNetworks
package import Partitioning

/// What a partition of a sparse matrix costs, for people and for programs.
package struct SparsePartitionReport: Sendable {
    private let name: String
    private let scheme: SparseScheme
    private let matrix: SparseMatrix
    private let limits: LoadLimits
    private let metrics: SparseMetrics
    private let loads: [Int]
    private let plan: SparseLayerPlan

    /// - Parameter name: of the matrix.
    package init(
        name: String, scheme: SparseScheme, matrix: SparseMatrix, limits: LoadLimits, partition: SparsePartition
    ) {
        self.name = name
        self.scheme = scheme
        self.matrix = matrix
        self.limits = limits
        metrics = SparseMetrics(partition, of: matrix, limits: limits)
        loads = partition.loads()
        plan = SparseLayerPlan(partition, of: matrix)
    }

    package func text() -> String {
        var table = TextTable(
            columns: [
                .init("Worker"), .init("Capability", .right), .init("Non-zeros", .right), .init("Limit", .right),
                .init("Of share", .right), .init("Inputs used", .right), .init("Sums made", .right),
                .init("Words sent", .right), .init("Words received", .right),
            ])
        for worker in loads.indices {
            table.append([
                "\(worker + 1)", "\(limits.capabilities[worker])", HumanFormat.count(loads[worker]),
                HumanFormat.count(limits.limits[worker]), HumanFormat.percent(ofShare(worker)),
                HumanFormat.count(plan.workers[worker].usedInputs.count),
                HumanFormat.count(plan.workers[worker].partialOutputs.count), HumanFormat.count(words(sentBy: worker)),
                HumanFormat.count(words(receivedBy: worker)),
            ])
        }
        let capabilities = limits.capabilities.map(String.init).joined(separator: ":")
        let heading =
            "\(name): \(matrix.rowCount) inputs x \(matrix.columnCount) outputs, "
            + "\(HumanFormat.count(matrix.nonZeroCount)) non-zeros (\(HumanFormat.percent(matrix.density))), "
            + "\(limits.workerCount) workers (\(capabilities)), \(scheme.name)"
        return [
            heading, "", table.render(),
            "words       \(HumanFormat.count(metrics.volume)): expand \(HumanFormat.count(metrics.expand)), "
                + "fold \(HumanFormat.count(metrics.fold)); "
                + "\(HumanFormat.count(metrics.groupOwnerVolume)) if a Group Owner holds x and wants y",
            "messages    \(metrics.messages)",
            "balance     \(HumanFormat.fixed(metrics.balance, decimals: 4)), "
                + (metrics.isWithinLimits ? "within the limits" : "ABOVE the limits"),
            "outside     \(HumanFormat.percent(metrics.outsideShare)) of the non-zeros have owners of x and y that differ",
            "",
        ].joined(separator: "\n")
    }

    private func ofShare(_ worker: Int) -> Double {
        let sum = limits.capabilities.reduce(0, +)
        let share = Double(limits.capabilities[worker]) / Double(sum) * Double(matrix.nonZeroCount)
        return share > 0 ? Double(loads[worker]) / share : 0
    }

    private func words(sentBy worker: Int) -> Int {
        (plan.expand + plan.fold).reduce(0) { $0 + ($1.sender == worker ? $1.words.count : 0) }
    }

    private func words(receivedBy worker: Int) -> Int {
        (plan.expand + plan.fold).reduce(0) { $0 + ($1.receiver == worker ? $1.words.count : 0) }
    }

    package func json() -> JSONText {
        func messages(_ list: [SparseLayerPlan.Message]) -> JSONText {
            .array(
                list.map { message in
                    [
                        "from": .int(message.sender + 1), "to": .int(message.receiver + 1),
                        "words": .int(message.words.count),
                    ]
                })
        }
        return [
            "matrix": .string(name), "rows": .int(matrix.rowCount), "columns": .int(matrix.columnCount),
            "non_zeros": .int(matrix.nonZeroCount), "scheme": .string(scheme.name),
            "capabilities": .array(limits.capabilities.map { .int($0) }), "words": .int(metrics.volume),
            "expand_words": .int(metrics.expand), "fold_words": .int(metrics.fold),
            "group_owner_words": .int(metrics.groupOwnerVolume), "connectivity": .int(metrics.connectivity),
            "messages": .int(metrics.messages), "loads": .array(loads.map { .int($0) }),
            "limits": .array(limits.limits.map { .int($0) }), "balance": .double(metrics.balance),
            "within_limits": .bool(metrics.isWithinLimits), "outside_share": .double(metrics.outsideShare),
            "expand": messages(plan.expand), "fold": messages(plan.fold),
        ]
    }
}
