import Foundation
import ScenarioFiles
import Simulator
import TestSupport
import Testing
import Units

@testable import Experiments

/// How observations of papers become runs, and what is said of those that cannot.
@Suite struct PaperStudyTests {
    /// LeNet-5 on phones; `bars` is JSON.
    private func study(bars: String = "[]", rate: String = "0.7 GMAC/s") throws -> PaperStudy {
        let root = try JSONReader.parse(
            """
            {
              "title": "small",
              "scenario": {
                "name": "small", "network": "lenet5",
                "cluster": {
                  "groupOwner": { "device": { "profile": "nexus-5" } },
                  "workers": { "device": { "profile": "nexus-5" }, "count": 3 },
                  "everyDevice": { "convolutionRate": "\(rate)", "memoryBandwidth": "100 GB/s" },
                  "wireless": { "rate": "40 Mbit/s", "wakeUp": "1 ms" }
                }
              },
              "fields": {
                "scheme": {
                  "names": {
                    "strips": { "set": { "convolution": "bodp" } },
                    "strips or tiles": { "set": { "convolution": "bodp" }, "against": { "convolution": "grid-2d" } },
                    "magic": { "unsupported": "nobody knows how" }
                  }
                },
                "workers": { "path": "cluster.devices" },
                "clockMHz": { "speedOf": 1000 },
                "clocksMHz": { "speedOf": 1000 },
                "bandwidthMbps": [
                  { "path": "cluster.wireless.rate", "unit": "Mbit/s", "inSeriesWith": "40 Mbit/s" },
                  {
                    "path": "cluster.wireless.messageOverhead",
                    "points": [{ "at": 10, "value": "8 ms" }, { "at": 40, "value": "2 ms" }]
                  }
                ]
              },
              "free": [
                {
                  "paths": ["scenario.cluster.everyDevice.convolutionRate"], "start": 2, "fixedBy": "one device",
                  "observations": [{ "workers": 1 }]
                }
              ],
              "bars": \(bars)
            }
            """, file: "small.json")
        return try PaperStudy(root: root, file: "small.json")
    }

    private func observation(_ fields: String, metric: String = "latency", value: Double = 1) throws -> PaperObservation
    {
        let node = try JSONReader.parse(#"{\#(fields), "metric": "\#(metric)", "value": \#(value)}"#, file: "data.json")
        return try PaperObservation(ValueReader(node, file: "data.json"))
    }

    private func value(_ fields: String, metric: String = "latency") throws -> Double {
        try study().simulate(try observation(fields, metric: metric), plans: PlanCache()).value
    }

    @Test(arguments: [
        (#""scheme": "spirals""#, "latency", #"unknown scheme "spirals""#, false),
        (#""scheme": "strips", "weather": "fine""#, "latency", #"unknown field "weather""#, false),
        (#""scheme": "strips""#, "elegance", #"unknown metric "elegance""#, false),
        (
            #""scheme": "strips""#, "computeTimeSaved", "the study does not say what computeTimeSaved compares with",
            false
        ),
        (#""scheme": "strips", "unit": "h""#, "latency", #"latency in "h", not s"#, false),
        (#""scheme": "strips", "clockMHz": "fast""#, "latency", "clockMHz is fast, not a positive number", false),
        (#""scheme": "magic""#, "latency", "nobody knows how", true),
    ]) func whatCannotBeSimulatedIsSaid(fields: String, metric: String, reason: String, isDeclared: Bool) throws {
        #expect(throws: NotSimulated(reason: reason, isDeclared: isDeclared)) { try value(fields, metric: metric) }
    }

    @Test func oneMoreObservationThanCanBeRunMissesTheBar() throws {
        let bars = #"[{ "name": "all", "where": { "metric": "latency" }, "meanError": 10 }]"#
        func result(_ scheme: String) throws -> PaperValidation.Paper {
            var data = PaperData(name: "small", source: "", observations: [])
            data.observations = [try observation(#""scheme": "strips""#), try observation(#""scheme": "\#(scheme)""#)]
            return PaperValidation.validate(data, with: try study(bars: bars))
        }
        #expect(try result("strips").isPassed)
        #expect(try !result("spirals").isPassed)
        #expect(try result("spirals").rows.map { $0.value == nil } == [false, true])
        #expect(try result("magic").isPassed)
    }

    /// At half the clock one device takes twice as long; with a list of clocks there are as many devices.
    @Test func clocksScaleComputing() throws {
        let alone = try value(#""scheme": "strips", "workers": 1"#)
        let halved = try value(#""scheme": "strips", "workers": 1, "clockMHz": 500"#)
        #expect(abs(halved / alone - 2) < 1e-3)
        let listed = try value(#""scheme": "strips", "clocksMHz": [500]"#)
        #expect(listed == halved)
        let equal = try value(#""scheme": "strips", "clocksMHz": [500, 500, 500]"#)
        #expect(try equal == value(#""scheme": "strips", "workers": 3, "clockMHz": 500"#))
        // The first clock is the Group Owner's, each of the others one worker's.
        let study = try study()
        let direct = try ScenarioFile(
            root: study.scenario, path: "small.json",
            overrides: [
                "cluster.groupOwner.device.speed=0.5",
                #"cluster.workers=[{"device": {"profile": "nexus-5", "speed": 0.25}, "count": 1}]"#,
            ].map { ScenarioOverride($0)! })
        let latency = PreparedRun(try direct.scenario()).run(repetition: 0).metrics.latency.seconds
        #expect(try value(#""scheme": "strips", "clocksMHz": [500, 250]"#) == latency)
    }

    /// 40 Mbit/s in series with 40 Mbit/s is 20; between 8 ms at 10 and 2 ms at 40 Mbit/s lies 4 ms at 20.
    @Test func bandwidthSetsRateAndMessages() throws {
        let study = try study()
        let observation = try observation(#""scheme": "strips", "workers": 2, "bandwidthMbps": 40"#)
        let direct = try ScenarioFile(
            root: study.scenario, path: "small.json",
            overrides: [
                "cluster.devices=2", "cluster.wireless.rate=20 Mbit/s", "cluster.wireless.messageOverhead=2 ms",
            ].map { ScenarioOverride($0)! })
        let latency = PreparedRun(try direct.scenario()).run(repetition: 0).metrics.latency.seconds
        #expect(try abs(study.simulate(observation, plans: PlanCache()).value - latency) < 1e-6)
        #expect(FieldRule.interpolate([(10, 8), (40, 2)], at: 20) == 4)
        #expect(FieldRule.interpolate([(10, 8), (40, 2)], at: 5) == 8)
        #expect(FieldRule.interpolate([(10, 8), (40, 2)], at: 80) == 2)
    }

    @Test func savingsCompareTwoRuns() throws {
        let saved = try value(#""scheme": "strips or tiles", "workers": 4"#, metric: "dataDeliveryTimeReduction")
        #expect(saved > 0 && saved < 1)
    }

    /// Data made with 0.7 GMAC/s lead back to it from a start of 2.
    @Test func calibrationFindsTheParameterThatMadeTheData() throws {
        var data = PaperData(name: "small", source: "", observations: [])
        let plans = PlanCache()
        for fields in [#""scheme": "strips", "workers": 1"#, #""scheme": "strips", "workers": 2"#] {
            let value = try study().simulate(try observation(fields), plans: plans).value
            data.observations.append(try observation(fields, value: value))
        }
        let calibration = try PaperCalibration.run(try study(rate: "0.9 GMAC/s"), data: data, evaluations: 60)
        #expect(calibration.observationCount == 1)
        #expect(calibration.fits.map(\.committed) == [0.9])
        #expect(calibration.fits.map(\.unit) == ["GMAC/s"])
        #expect(abs(calibration.fits[0].fitted / 0.7 - 1) < 1e-3)
        #expect(calibration.fittedError < 1e-3)
        #expect(calibration.committedError > 0.1)
    }

    /// Rosenbrock's valley; its least value 0 lies at (1, 1).
    @Test func nelderMeadFindsTheEndOfAValley() {
        let best = NelderMead.minimise(from: [-1.2, 1], step: 0.5, evaluations: 400) { point in
            let (x, y) = (point[0], point[1])
            return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)
        }
        #expect(best.value < 1e-8)
        #expect(best.point.allSatisfy { abs($0 - 1) < 1e-3 })
    }

    /// Published, free, and barred as the repository has it; AOFL's many runs are left to the command line.
    @Test(arguments: ["modnn", "mednn", "stahl", "hadidi", "deepthings"]) func shippedStudiesMeetTheirBars(name: String)
        throws
    {
        let study = try PaperStudy(file: repository.appendingPathComponent("Scenarios/papers/\(name).json").path)
        let file = repository.appendingPathComponent("Tests/ExperimentsTests/Reference/papers/\(name).json").path
        let paper = PaperValidation.validate(try PaperData(file: file), with: study)
        for bar in paper.bars where bar.isRequired {
            #expect(bar.isMet, "\(bar.name): \(bar.found), asked \(bar.asked)")
        }
        for row in paper.rows { #expect(row.value != nil || row.isDeclaredUnsupported, "\(row.observation.label())") }
    }

    @Test func sensitivityMovesOneParameterAtATime() throws {
        let file = try ScenarioFile(
            root: try JSONReader.parse(
                """
                {
                  "name": "small", "network": "lenet5",
                  "cluster": {
                    "groupOwner": { "device": "nexus-5" }, "workers": { "device": "nexus-5", "count": 1 },
                    "wireless": { "rate": "40 Mbit/s", "wakeUp": "1 ms" }
                  },
                  "sensitivity": {
                    "cluster.wireless.wakeUp": ["1 ms", "1 ms"], "cluster.wireless.rate": ["10 Mbit/s", "80 Mbit/s"]
                  }
                }
                """, file: "small.json"), path: "small.json")
        let sensitivity = try Sensitivity(file)
        // The widest swing comes first; what is not moved changes nothing.
        #expect(sensitivity.entries.map(\.path) == ["cluster.wireless.rate", "cluster.wireless.wakeUp"])
        #expect(sensitivity.entries[1].swing == 0)
        #expect(sensitivity.entries[1].atLow.speedup == sensitivity.base.speedup)
        #expect(sensitivity.entries[0].atLow.speedup < sensitivity.entries[0].atHigh.speedup)
    }
}
