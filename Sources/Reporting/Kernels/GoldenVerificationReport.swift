package import TensorKernels

/// How golden cases of tensor kernels went on each instruction set.
package struct GoldenVerificationReport: Sendable {
    /// One way of running all cases.
    package struct Variant: Sendable {
        package let options: KernelOptions
        package let verification: GoldenVerification

        package init(options: KernelOptions, verification: GoldenVerification) {
            self.options = options
            self.verification = verification
        }
    }

    private let variants: [Variant]

    package init(_ variants: [Variant]) { self.variants = variants }

    package func text() -> String {
        var table = TextTable(columns: [
            .init("Instructions"), .init("Convolutions"), .init("Cases", .right), .init("Passed", .right),
            .init("Failed", .right), .init("Parts", .right), .init("Largest error / tolerance", .right),
        ])
        var failures = ""
        for variant in variants {
            let verification = variant.verification
            table.append([
                variant.options.instructionSet.rawValue, variant.options.convolution.rawValue,
                "\(verification.outcomes.count)", "\(verification.passedCount)", "\(verification.failed.count)",
                "\(verification.outcomes.reduce(0) { $0 + $1.parts })",
                HumanFormat.fixed(verification.largestErrorOverTolerance, decimals: 3),
            ])
            for outcome in verification.failed {
                failures += "\n\(variant.options.instructionSet.rawValue), \(outcome.name): \(Self.reason(outcome))"
            }
        }
        return table.render() + (failures.isEmpty ? "" : failures + "\n")
    }

    package func json() -> JSONText {
        .array(
            variants.map { variant in
                let verification = variant.verification
                return [
                    "instructionSet": .string(variant.options.instructionSet.rawValue),
                    "convolution": .string(variant.options.convolution.rawValue),
                    "threads": .int(variant.options.threads), "cases": .int(verification.outcomes.count),
                    "passed": .int(verification.passedCount), "failed": .int(verification.failed.count),
                    "largestErrorOverTolerance": Self.number(verification.largestErrorOverTolerance),
                    "failures": .array(
                        verification.failed.map { ["case": .string($0.name), "reason": .string(Self.reason($0))] }),
                ]
            })
    }

    private static func reason(_ outcome: GoldenVerification.Outcome) -> String {
        if let failure = outcome.failure { return failure }
        if outcome.largestErrorOverTolerance > 1 {
            return "\(HumanFormat.fixed(outcome.largestErrorOverTolerance, decimals: 1)) times the tolerance"
        }
        return "a part differs from the whole"
    }

    private static func number(_ value: Double) -> JSONText { value.isFinite ? .double(value) : .null }
}
