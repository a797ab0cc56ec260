package import ScenarioFiles

/// Repeats the fit of a study's free parameters.
package struct PaperCalibration: Sendable {
    package struct Fit: Sendable {
        package var path: String
        package var fixedBy: String
        package var unit: String
        package var start: Double
        package var fitted: Double
        package var committed: Double
    }

    package var fits: [Fit]
    /// Observations that were fitted to.
    package var observationCount: Int
    /// Root mean square of the relative errors, with the fitted and with the committed values.
    package var fittedError: Double
    package var committedError: Double

    /// Finds the values of all free parameters that make the mean square relative error of the declared observations
    /// least, starting from the study's declared starts and not from what is committed.
    ///
    /// - Parameter evaluations: how many parameter sets are tried.
    package static func run(
        _ study: PaperStudy, data: PaperData, evaluations: Int = 240
    ) throws(InputError) -> PaperCalibration {
        let observations = data.observations.filter(study.isCalibration)
        guard !study.free.isEmpty, !observations.isEmpty else {
            throw InputError(
                file: study.file, problem: "nothing to fit",
                found: "\(study.free.count) free parameters and "
                    + "\(observations.count) observations of them", expected: "one or more of both")
        }
        func meanSquare(_ values: [Double]) -> Double {
            guard let changed = try? study.replacing(values) else { return .infinity }
            let plans = PlanCache()
            var sum = 0.0
            for observation in observations {
                guard let result = try? changed.simulate(observation, plans: plans) else { return .infinity }
                let error = result.value / observation.value - 1
                sum += error * error
            }
            return sum / Double(observations.count)
        }
        let starts = study.free.map(\.start)
        func values(_ logarithms: [Double]) -> [Double] { logarithms.map { Logarithm.exponential($0, digits: 9) } }
        let best = NelderMead.minimise(
            from: starts.map(Logarithm.natural), step: 0.2, evaluations: evaluations
        ) { meanSquare(values($0)) }
        let fitted = values(best.point).map { Logarithm.rounded($0, digits: 4) }
        return PaperCalibration(
            fits: zip(study.free, fitted).map { parameter, value in
                Fit(
                    path: parameter.paths[0], fixedBy: parameter.fixedBy, unit: parameter.committed.unit,
                    start: parameter.start, fitted: value, committed: parameter.committed.number)
            },
            observationCount: observations.count, fittedError: meanSquare(fitted).squareRoot(),
            committedError: meanSquare(study.free.map(\.committed.number)).squareRoot())
    }
}
