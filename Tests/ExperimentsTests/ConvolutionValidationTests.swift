import Foundation
import Testing

@testable import Experiments

@Suite struct ConvolutionValidationTests {
    static let folder = Bundle.module.resourceURL!.appendingPathComponent("Reference/conv")

    @Test(arguments: ["alexnet.json", "yolov2_tiny_416.json"])
    func everyCaseOfTheReferenceAgreesInEveryField(file: String) throws {
        let result = try ConvolutionValidation.validate(file: Self.folder.appendingPathComponent(file).path)
        #expect(result.caseCount == 48)
        #expect(result.differences == [])
    }
}
