import Experiments
import Foundation
for f in CommandLine.arguments.dropFirst() {
    let r = try ConvolutionValidation.validate(file: URL(fileURLWithPath: f))
    print(r.network, r.agreeing, r.caseCount)
    for d in r.differences.prefix(4) { print("  ", d.prefix(600)) }
}
