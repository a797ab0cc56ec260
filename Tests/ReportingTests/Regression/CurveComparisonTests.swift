import Foundation
import Reporting
import Testing

@Suite struct CurveComparisonTests {
    /// Two curves of three points with two repetitions each.
    private func csv(scale: (_ curve: Int, _ devices: Int) -> Double = { _, _ in 1 }, status: Bool = true) -> String {
        var text = "scenario,convolution,devices,repetition,seed,latency_s,speedup\(status ? ",status,message" : "")\n"
        for (curve, name) in ["bodp", "grid-2d"].enumerated() {
            for devices in 1...3 {
                for repetition in 0..<2 {
                    let speedup = (Double(devices) * 0.9 + Double(repetition) * 0.1) * scale(curve, devices)
                    text += "x,\(name),\(devices),\(repetition),0,1.5,\(speedup)\(status ? ",ok," : "")\n"
                }
            }
        }
        return text
    }

    private func comparison(_ old: String, _ new: String, _ tolerances: [String: Double] = [:]) throws
        -> CurveComparison
    {
        var limits = CurveComparison.Tolerances()
        for (name, share) in tolerances.sorted(by: { $0.key < $1.key }) { limits.set(name, to: share) }
        return try CurveComparison(
            baseline: try ResultsFile(old, path: "old.csv"), candidate: try ResultsFile(new, path: "new.csv"),
            tolerances: limits)
    }

    @Test(arguments: [(1.006, true), (0.994, true), (1.004, false), (0.996, false), (1, false)])
    func aChangeBeyondTheToleranceIsCaught(factor: Double, isCaught: Bool) throws {
        // One curve of two moves by 0.6 % or 0.4 %; the tolerance is 0.5 %.
        let moved = csv { curve, _ in curve == 1 ? factor : 1 }
        let result = try comparison(csv(), moved, ["speedup": 0.005])
        #expect(result.hasRegression == isCaught)
        #expect(result.rows.filter(\.verdict.isRegression).map(\.key).allSatisfy { $0[1] == "grid-2d" })
        #expect(result.rows.count { $0.verdict.isRegression } == (isCaught ? 3 : 0))
    }

    @Test func anAxisThatOnlyTheCandidateHasIsNoRepetition() throws {
        let rows = csv(status: false).split(separator: "\n")
        let wide = ([rows[0] + ",rate"] + rows.dropFirst().flatMap { [$0 + ",1", $0 + ",2"] }).joined(separator: "\n")
        let problem = #expect(throws: ResultsFile.Problem.self) { try comparison(csv(status: false), wide + "\n") }
        #expect(problem?.description == "new.csv: the column 'rate' has 2 values, and old.csv knows no such column")
        // One value tells nothing apart.
        let narrow = ([rows[0] + ",rate"] + rows.dropFirst().map { $0 + ",1" }).joined(separator: "\n")
        #expect(try !comparison(csv(status: false), narrow + "\n").hasRegression)
    }

    @Test func aRunThatIsThereTwiceIsAnError() throws {
        let rows = csv().split(separator: "\n", omittingEmptySubsequences: false)
        let doubled = (rows.dropLast() + [rows[3], ""]).joined(separator: "\n")
        let problem = #expect(throws: ResultsFile.Problem.self) { try comparison(csv(), doubled) }
        #expect(problem?.description == "new.csv: rows 3 and 13 are the same run")
    }

    @Test func aSinglePointIsEnough() throws {
        let moved = csv { curve, devices in curve == 0 && devices == 3 ? 0.994 : 1 }
        let result = try comparison(csv(), moved, ["speedup": 0.005])
        #expect(result.rows.filter(\.verdict.isRegression).map(\.key) == [["x", "bodp", "3", "0"]])
    }

    @Test func withoutAToleranceAnyChangeCounts() throws {
        #expect(try !comparison(csv(), csv()).hasRegression)
        #expect(try comparison(csv(), csv { _, _ in 1.000001 }).hasRegression)
    }

    @Test func otherFiguresAreComparedWhenTheyHaveATolerance() throws {
        let slower = csv().replacing(",1.5,", with: ",1.6,")
        #expect(try !comparison(csv(), slower).hasRegression)
        #expect(try comparison(csv(), slower, ["latency_s": 0.05]).hasRegression)
        #expect(try !comparison(csv(), slower, ["latency_s": 0.07]).hasRegression)
    }

    @Test func missingAndNewPointsAreNamed() throws {
        let lines = csv().split(separator: "\n").map(String.init)
        let without = lines.filter { !$0.hasPrefix("x,bodp,2") }.joined(separator: "\n")
        let missing = try comparison(csv(), without)
        #expect(missing.rows.first { $0.verdict == .missing }?.key == ["x", "bodp", "2", "0"])
        #expect(missing.hasRegression)
        let new = try comparison(without, csv())
        #expect(new.rows.last?.key == ["x", "bodp", "2", "0"])
        #expect(new.rows.last?.verdict == .new)
        #expect(!new.hasRegression)
    }

    @Test func aPointThatCannotRunAnyMoreFails() throws {
        let lines = csv().split(separator: "\n").map(String.init)
        let broken = (lines.filter { !$0.hasPrefix("x,bodp,2") } + ["x,bodp,2,,0,,,failed,no worker"])
            .joined(separator: "\n")
        let result = try comparison(csv(), broken)
        #expect(result.rows.first { $0.key[2] == "2" }?.verdict == .failed("no worker"))
        #expect(result.hasRegression)
        #expect(try !comparison(broken, broken).hasRegression)
    }

    @Test func resultsWithoutAStatusAreRead() throws {
        #expect(try !comparison(csv(status: false), csv()).hasRegression)
    }

    @Test(arguments: [
        ("", "new.csv: line 1, column 1: the header with the column names is missing"),
        ("scenario,convolution,devices,seed\n", "new.csv: the column 'speedup' is missing"),
        ("scenario,devices,seed,speedup\n", "new.csv: the column 'convolution' is missing"),
        (
            "scenario,convolution,devices,seed,speedup\nx,bodp,1,0,fast\n",
            "new.csv: row 1, column 'speedup': 'fast' is no number"
        ),
    ])
    func aFileThatIsNoResultIsExplained(text: String, expected: String) {
        do throws(ResultsFile.Problem) {
            _ = try CurveComparison(
                baseline: try ResultsFile(csv(), path: "old.csv"), candidate: try ResultsFile(text, path: "new.csv"),
                tolerances: CurveComparison.Tolerances())
            Issue.record("no error")
        } catch {
            #expect(error.description == expected)
        }
    }

    // MARK: Reports

    private func report(_ old: String, _ new: String) throws -> CurveComparisonReport {
        CurveComparisonReport(
            try comparison(old, new, ["speedup": 0.005]), baseline: "old.csv", candidate: "new.csv")
    }

    @Test func theTableHasTheDifferences() throws {
        let moved = csv { curve, devices in curve == 0 && devices == 3 ? 0.99 : 1 }
        let text = try report(csv(), moved).text()
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(
            lines[0].split(separator: " ").joined(separator: " ")
                == "convolution devices Figure Baseline Candidate Change Tolerance Verdict")
        #expect(
            lines[2].split(separator: " ").joined(separator: " ")
                == "bodp 3 speedup 2.75 2.7225 -1.00% 0.50% lower")
        #expect(lines[3] == "5 of 6 points agree; largest change 1.00%")
        #expect(try report(csv(), csv()).text() == "6 of 6 points agree; largest change 0.00%\n")
    }

    @Test func theXMLHasACaseAPoint() throws {
        let moved = csv { curve, devices in curve == 0 && devices == 3 ? 0.99 : 1 }
        let text = try report(csv(), moved).junit()
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"6\" failures=\"1\""))
        let lines = text.split(separator: "\n").filter { $0.contains("<testcase") }
        #expect(lines.count == 6)
        #expect(lines[0] == "    <testcase classname=\"x\" name=\"convolution=bodp, devices=1\"/>")
        #expect(lines[2].contains("<failure message=\"speedup 2.75 -&gt; 2.7225 (-1.00%, tolerance 0.50%)\"/>"))
        #expect(lines.count { $0.hasSuffix("/>") } == 5)
    }

    @Test func theJSONHasEveryPoint() throws {
        let json = try #require(try parsed(try report(csv(), csv { _, _ in 0.9 }).json()) as? [String: Any])
        #expect(json["regression"] as? Bool == true)
        #expect((json["points"] as? [[String: Any]])?.count == 6)
    }
}
