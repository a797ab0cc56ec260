package import Execution
import NeuralNetworks
package import Partitioning
package import TensorKernels

/// Verified plans of one network, counted by how it is partitioned.
package struct PlanSurvey: Sendable {
    /// A way of partitioning.
    package struct Variant: Sendable {
        package var convolution: ConvolutionScheme
        package var fullyConnected: FullyConnectedScheme
        package var label: String
    }

    /// Every scheme of the catalogue, those with parameters with other values too, and every division of dense layers.
    package static let variants: [Variant] = {
        let schemes = ConvolutionScheme.all.map(\.scheme)
        var others: [ConvolutionScheme] = []
        for scheme in schemes where scheme.method == .cut && scheme.fusion != .none {
            var grouped = scheme
            grouped.fusion = .everyStridedLayers(1)
            others.append(grouped)
            guard scheme.shape == .grid else { continue }
            var tiled = scheme
            tiled.grid = Extent(height: 3, width: 3)
            others.append(tiled)
            tiled.fusion = .everyStridedLayers(2)
            tiled.distribution = .workStealing
            others.append(tiled)
            tiled.reusesData = true
            others.append(tiled)
        }
        var floor = ConvolutionScheme.bodp
        floor.cutRule = .floor
        others.append(floor)
        return (schemes + others).map { Variant(convolution: $0, fullyConnected: .byOutputs, label: $0.label) }
            + FullyConnectedScheme.allCases.filter { $0 != .byOutputs }.map {
                Variant(convolution: .bodp, fullyConnected: $0, label: "bodp, dense layers \($0.name)")
            }
    }()

    /// What was verified of a variant.
    package struct Row: Sendable {
        package let label: String
        package internal(set) var plans = 0
        package internal(set) var computations = 0
        package internal(set) var messages = 0
        package internal(set) var unequal = 0
    }

    package struct Difference: Sendable {
        package let label: String
        package let delivery: Delivery
        package let workers: Int
        package let text: String
    }

    package private(set) var rows: [Row]
    package private(set) var differences: [Difference] = []

    package init(_ labels: [String]) { rows = labels.map { Row(label: $0) } }

    package mutating func add(
        _ verification: PlanVerification, of plan: ExecutionPlan, row: Int, delivery: Delivery, workers: Int
    ) {
        rows[row].plans += 1
        rows[row].computations += verification.computations
        rows[row].messages += plan.operations.count { if case .transfer = $0.action { true } else { false } }
        if verification.isEqual { return }
        rows[row].unequal += 1
        differences.append(
            Difference(
                label: rows[row].label, delivery: delivery, workers: workers,
                text: verification.firstDifference.map { "\($0)" } ?? "other outputs"))
    }
}

/// The survey as a table, with a line for every plan that differs.
package struct PlanSurveyReport: Sendable {
    private let survey: PlanSurvey
    private let heading: String

    package init(_ survey: PlanSurvey, heading: String) {
        self.survey = survey
        self.heading = heading
    }

    private func sum(_ figure: KeyPath<PlanSurvey.Row, Int>) -> Int {
        survey.rows.reduce(0) { $0 + $1[keyPath: figure] }
    }

    package func text() -> String {
        var table = TextTable(columns: [
            .init("Partition"), .init("Plans", .right), .init("Computations", .right), .init("Messages", .right),
            .init("Unequal", .right),
        ])
        func append(_ label: String, _ plans: Int, _ computations: Int, _ messages: Int, _ unequal: Int) {
            table.append([label] + [plans, computations, messages, unequal].map(HumanFormat.count))
        }
        for row in survey.rows { append(row.label, row.plans, row.computations, row.messages, row.unequal) }
        append("sum", sum(\.plans), sum(\.computations), sum(\.messages), sum(\.unequal))
        var text = heading + "\n\n" + table.render()
        for difference in survey.differences {
            text +=
                "\n\(difference.label), \(difference.delivery.rawValue), \(difference.workers) workers: "
                + difference.text
        }
        return text + (survey.differences.isEmpty ? "" : "\n")
    }

    package func json() -> JSONText {
        [
            "network": .string(heading), "plans": .int(sum(\.plans)), "computations": .int(sum(\.computations)),
            "messages": .int(sum(\.messages)), "unequal": .int(sum(\.unequal)),
            "partitions": .array(
                survey.rows.map { row in
                    [
                        "partition": .string(row.label), "plans": .int(row.plans),
                        "computations": .int(row.computations), "messages": .int(row.messages),
                        "unequal": .int(row.unequal),
                    ]
                }),
            "differences": .array(
                survey.differences.map { difference in
                    [
                        "partition": .string(difference.label), "delivery": .string(difference.delivery.rawValue),
                        "workers": .int(difference.workers), "first": .string(difference.text),
                    ]
                }),
        ]
    }
}
