package import DeviceProfiles
package import NeuralNetworks
package import Partitioning
import Units

/// What a partition of a sparse matrix costs, for people and for programs.
package struct SparsePartitionReport: Sendable {
    private let name: String
    private let scheme: SparseScheme
    private let matrix: SparseMatrix
    private let limits: LoadLimits
    private let metrics: SparseMetrics
    private let loads: [Int]
    private let plan: SparseLayerPlan
    private let costs: SparseKernelCosts
    /// By worker.
    private let storages: [SparseStorage]

    /// - Parameters:
    ///   - name: of the matrix.
    ///   - profile: of the device whose rates say how weights are stored.
    package init(
        name: String, scheme: SparseScheme, matrix: SparseMatrix, limits: LoadLimits, partition: SparsePartition,
        profile: DeviceProfile
    ) {
        self.name = name
        self.scheme = scheme
        self.matrix = matrix
        self.limits = limits
        metrics = SparseMetrics(partition, of: matrix, limits: limits)
        loads = partition.loads()
        plan = SparseLayerPlan(partition, of: matrix)
        costs = SparseKernelCosts(profile: profile, inputCount: matrix.rowCount)
        storages = SparseStorage.storages(
            of: partition, matrix: matrix, profiles: Array(repeating: profile, count: partition.workerCount))
    }

    package func text() -> String {
        var table = TextTable(
            columns: [
                .init("Worker"), .init("Capability", .right), .init("Non-zeros", .right), .init("Limit", .right),
                .init("Of share", .right), .init("Inputs used", .right), .init("Sums made", .right),
                .init("Words sent", .right), .init("Words received", .right), .init("Stored as"),
                .init("Bytes", .right),
            ])
        for worker in loads.indices {
            table.append([
                "\(worker + 1)", "\(limits.capabilities[worker])", HumanFormat.count(loads[worker]),
                HumanFormat.count(limits.limits[worker]), HumanFormat.percent(ofShare(worker)),
                HumanFormat.count(plan.workers[worker].usedInputs.count),
                HumanFormat.count(plan.workers[worker].partialOutputs.count), HumanFormat.count(words(sentBy: worker)),
                HumanFormat.count(words(receivedBy: worker)), Self.storageText(storages[worker]),
                HumanFormat.bytes(storages[worker].bytes.bytes),
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
            "weights     " + storageSummary,
            "outside     \(HumanFormat.percent(metrics.outsideShare)) of the non-zeros have owners of x and y that differ",
            "",
        ].joined(separator: "\n")
    }

    private static func storageText(_ storage: SparseStorage) -> String {
        let block = storage.block.map { "dense \($0.inputs.count) x \($0.outputs.count)" }
        return [block, storage.sparse == nil ? nil : "sparse"].compactMap { $0 }.joined(separator: " + ")
    }

    private var storageSummary: String {
        let bytes = storages.reduce(ByteCount.zero) { $0 + $1.bytes }.bytes
        return "\(HumanFormat.bytes(bytes)); on \(costs.profile.name) a block is multiplied faster densely above "
            + "\(HumanFormat.percent(costs.breakEvenDensity)) of non-zeros"
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
            "expand": messages(plan.expand), "fold": messages(plan.fold), "device": .string(costs.profile.name),
            "break_even_density": .double(costs.breakEvenDensity), "storage": .array(storages.map(json)),
        ]
    }

    /// A worker's kernels.
    private func json(_ storage: SparseStorage) -> JSONText {
        func kernel(_ name: String, _ lines: SparseStorage.Lines, macs: Int, bytes: ByteCount) -> JSONText {
            [
                "kernel": .string(name), "inputs": .int(lines.inputs.count), "outputs": .int(lines.outputs.count),
                "non_zeros": .int(lines.nonZeroCount), "macs": .int(macs), "bytes": .int(bytes.bytes),
            ]
        }
        var kernels: [JSONText] = []
        if let dense = storage.dense {
            kernels.append(
                kernel(
                    "dense", dense, macs: dense.inputs.count * dense.outputs.count, bytes: storage.denseBytes))
        }
        if let sparse = storage.sparse {
            kernels.append(kernel("sparse", sparse, macs: sparse.nonZeroCount, bytes: storage.sparseBytes))
        }
        return [
            "kernels": .array(kernels), "bytes": .int(storage.bytes.bytes),
            "seconds": .double(costs.time(of: storage).seconds),
        ]
    }
}
