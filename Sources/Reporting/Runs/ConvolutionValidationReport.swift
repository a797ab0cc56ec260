package import Experiments

/// What a validation of partitioned convolutions found.
package struct ConvolutionValidationReport: Sendable {
    private let results: [ConvolutionValidation.FileResult]

    package init(_ results: [ConvolutionValidation.FileResult]) { self.results = results }

    package func text() -> String {
        var table = TextTable(
            columns: [.init("File"), .init("Network"), .init("Cases", .right), .init("Agree", .right)])
        for result in results {
            table.append([result.file, result.network, "\(result.caseCount)", "\(result.agreeing)"])
        }
        let cases = results.reduce(0) { $0 + $1.caseCount }
        let agreeing = results.reduce(0) { $0 + $1.agreeing }
        table.appendFooter(["sum", "", "\(cases)", "\(agreeing)"])
        var text = table.render()
        for result in results {
            for difference in result.differences { text += "\n\(result.file): \(difference)" }
        }
        return text + (agreeing == cases ? "" : "\n")
    }

    package func json() -> JSONText {
        .array(
            results.map { result in
                [
                    "file": .string(result.file), "network": .string(result.network), "cases": .int(result.caseCount),
                    "agree": .int(result.agreeing), "differences": .array(result.differences.map { .string($0) }),
                ]
            })
    }
}
