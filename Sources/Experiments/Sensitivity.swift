package import ScenarioFiles
import Simulator
import Units

/// What each parameter of a scenario does to its speed-up and latency when it alone is moved.
package struct Sensitivity: Sendable {
    package struct Figures: Sendable {
        package var speedup: Double
        package var latencySeconds: Double
    }

    package struct Entry: Sendable {
        package var path: String
        package var low: JSONNode
        package var high: JSONNode
        package var atLow: Figures
        package var atHigh: Figures

        /// How far apart the two speed-ups are.
        package var swing: Double { abs(atHigh.speedup - atLow.speedup) }
    }

    package var title: String
    package var base: Figures
    /// Widest swing of the speed-up first.
    package var entries: [Entry]

    /// Runs the scenario as written, and with each parameter of its "sensitivity" at its low and its high value.
    package init(_ file: ScenarioFile) throws(InputError) {
        guard !file.sensitivity.isEmpty else {
            throw InputError(
                file: file.path, problem: "no parameters to move",
                expected: "\"sensitivity\": {\"cluster.wireless.wakeUp\": [\"1 ms\", \"10 ms\"]}")
        }
        let plans = PlanCache()
        func figures(_ scenario: Scenario) -> Figures {
            let run = PreparedRun(scenario, plans: plans)
            let latency = run.run(repetition: 0).metrics.latency
            return Figures(speedup: run.baseline.seconds / latency.seconds, latencySeconds: latency.seconds)
        }
        base = figures(try file.scenario())
        title = file.title ?? file.path
        var entries: [Entry] = []
        for range in file.sensitivity {
            entries.append(
                Entry(
                    path: range.path, low: range.low, high: range.high,
                    atLow: figures(try file.scenario(setting: range.path, to: range.low)),
                    atHigh: figures(try file.scenario(setting: range.path, to: range.high))))
        }
        // Equal swings stay in the order of the document.
        self.entries = entries.enumerated().sorted {
            ($1.element.swing, $0.offset) < ($0.element.swing, $1.offset)
        }.map(\.element)
    }
}
