import Foundation
package import ScenarioFiles

/// Published values beside simulated ones.
package struct PaperValidation: Sendable {
    /// One observation and what became of it.
    package struct Row: Sendable {
        package var observation: PaperObservation
        /// The simulated value; nil if there is none.
        package var value: Double?
        package var busyDevices: Int
        /// Why there is none.
        package var reason: String?
        /// Whether the study itself says that it cannot be simulated.
        package var isDeclaredUnsupported: Bool
        /// Whether it fixed a free parameter.
        package var isCalibration: Bool

        /// Simulated over published, less 1.
        package var error: Double? { value.map { $0 / observation.value - 1 } }
    }

    package struct Paper: Sendable {
        package var name: String
        package var title: String
        package var source: String
        package var rows: [Row]
        package var bars: [Bar.Outcome]

        package var isPassed: Bool {
            bars.allSatisfy { $0.isMet || !$0.isRequired }
                && rows.allSatisfy { $0.value != nil || $0.isDeclaredUnsupported }
        }

        /// Mean of |error| over rows; nil without any. A published bound, which is no value, does not count.
        package func meanError(_ isIncluded: (Row) -> Bool = { _ in true }) -> Double? {
            let errors = rows.filter { $0.observation.metric != "speedupBelow" && isIncluded($0) }.compactMap(\.error)
            return errors.isEmpty ? nil : errors.reduce(0) { $0 + abs($1) } / Double(errors.count)
        }
    }

    /// Simulates all observations of a folder, each paper with the study of its name.
    ///
    /// - Parameter studies: the folder of the studies.
    package static func validate(folder: String, studies: String) throws(InputError) -> [Paper] {
        var papers: [Paper] = []
        for data in try PaperData.all(in: folder) {
            let file = "\(studies)/\(data.name).json"
            if FileManager.default.fileExists(atPath: file) {
                papers.append(validate(data, with: try PaperStudy(file: file)))
            } else {
                let rows = data.observations.map {
                    Row(
                        observation: $0, busyDevices: 0, reason: "no study \(file)", isDeclaredUnsupported: false,
                        isCalibration: false)
                }
                papers.append(Paper(name: data.name, title: data.name, source: data.source, rows: rows, bars: []))
            }
        }
        return papers
    }

    package static func validate(_ data: PaperData, with study: PaperStudy) -> Paper {
        let plans = PlanCache()
        let rows = data.observations.map { row($0, study: study, plans: plans) }
        return Paper(
            name: data.name, title: study.title, source: data.source, rows: rows,
            bars: study.bars.compactMap { $0.outcome(rows) })
    }

    private static func row(_ observation: PaperObservation, study: PaperStudy, plans: PlanCache) -> Row {
        var row = Row(
            observation: observation, busyDevices: 0, isDeclaredUnsupported: false,
            isCalibration: study.isCalibration(observation))
        do {
            let result = try study.simulate(observation, plans: plans)
            row.value = result.value
            row.busyDevices = result.busyDevices
        } catch let problem as NotSimulated {
            row.reason = problem.reason
            row.isDeclaredUnsupported = problem.isDeclared
        } catch {
            row.reason = "\(error)"
        }
        return row
    }
}
