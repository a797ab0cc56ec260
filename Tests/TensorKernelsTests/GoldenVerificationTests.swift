import Foundation
import Testing

@testable import TensorKernels

@Suite struct GoldenVerificationTests {
    static let folder = Bundle.module.url(forResource: "Golden", withExtension: nil)!

    @Test(arguments: InstructionSet.available, [1, 3])
    func everyCasePasses(set: InstructionSet, threads: Int) throws {
        let result = try GoldenVerification(
            index: Self.folder.appending(path: "index.json"),
            options: KernelOptions(instructionSet: set, threads: threads))
        #expect(result.outcomes.count == 21)
        for outcome in result.failed { Issue.record("\(outcome)") }
        #expect(result.largestErrorOverTolerance < 0.5)
    }

    @Test func winogradStaysInsideTheTolerance() throws {
        let result = try GoldenVerification(
            index: Self.folder.appending(path: "index.json"), options: KernelOptions(convolution: .winograd))
        for outcome in result.failed { Issue.record("\(outcome)") }
    }

    @Test func missingIndexIsAnError() {
        #expect(throws: GoldenError.self) {
            try GoldenVerification(index: URL(fileURLWithPath: "/nowhere/index.json"))
        }
    }

    @Test func aMissingFileFailsItsCaseOnly() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.copyItem(at: Self.folder, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.removeItem(at: folder.appendingPathComponent("tanh.x.npy"))
        let result = try GoldenVerification(index: folder.appending(path: "index.json"))
        #expect(result.failed.map(\.name) == ["tanh"])
        #expect(result.failed[0].failure?.contains("tanh.x.npy") == true)
    }

    /// Every case with something changed is a failure that names the field; the others still run.
    @Test(arguments: [
        (#""op": "tanh""#, #""op": "tangent""#, "tangent"),
        (#""name": "tanh","#, #""name": "tanh", "scale": 2,"#, "scale"),
        (#""slope": 0.1"#, #""slope": 0.1, "offset": 1"#, "offset"),
        (#""slope": 0.1"#, #""slope": "steep""#, "slope"),
        (#""alpha":"#, #""beta2":"#, "beta2"),
        (#""ceilMode": true"#, #""ceilMode": true, "layout": "NHWC""#, "layout"),
    ])
    func unknownFieldsAreNamed(text: String, changed: String, field: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.copyItem(at: Self.folder, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("index.json")
        var index = try String(contentsOf: file, encoding: .utf8)
        let place = try #require(index.range(of: text))
        index.replaceSubrange(place, with: changed)
        try index.write(to: file, atomically: true, encoding: .utf8)
        let result = try GoldenVerification(index: folder.appending(path: "index.json"))
        #expect(result.outcomes.count == 21 && result.failed.count == 1)
        #expect(result.failed.first?.failure?.contains(field) == true, "\(result.failed)")
    }

    @Test func aWrongReferenceFails() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.copyItem(at: Self.folder, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("conv_3x3_valid.y.npy")
        var reference = try Tensor(npy: file)
        reference[100] += 0.001
        try Data(reference.npy).write(to: file)
        let result = try GoldenVerification(index: folder.appending(path: "index.json"))
        #expect(result.failed.map(\.name) == ["conv_3x3_valid"])
    }
}
