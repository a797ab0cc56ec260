package import Experiments

/// Fitted beside committed values of free parameters.
package struct CalibrationReport: Sendable {
    private let calibration: PaperCalibration

    package init(_ calibration: PaperCalibration) { self.calibration = calibration }

    package func text() -> String {
        var table = TextTable(columns: [
            .init("Free parameter"), .init("Start", .right), .init("Fitted", .right), .init("Committed", .right),
            .init("Unit"), .init("Fixed by"),
        ])
        for fit in calibration.fits {
            table.append([
                fit.path, "\(fit.start)", "\(fit.fitted)", "\(fit.committed)", fit.unit, fit.fixedBy,
            ])
        }
        return table.render()
            + """

            root mean square error over \(calibration.observationCount) observations: \
            \(HumanFormat.percent(calibration.fittedError, decimals: 2)) fitted, \
            \(HumanFormat.percent(calibration.committedError, decimals: 2)) committed

            """
    }

    package func json() -> JSONText {
        [
            "observations": .int(calibration.observationCount),
            "fitted_rms_error": .double(calibration.fittedError),
            "committed_rms_error": .double(calibration.committedError),
            "parameters": .array(
                calibration.fits.map {
                    [
                        "path": .string($0.path), "unit": .string($0.unit), "start": .double($0.start),
                        "fitted": .double($0.fitted), "committed": .double($0.committed),
                        "fixed_by": .string($0.fixedBy),
                    ]
                }),
        ]
    }
}
