import Foundation
import ScenarioFiles
import Testing

@testable import Experiments

@Suite struct ConvolutionValidationTests {
    static let folder = Bundle.module.resourceURL!.appendingPathComponent("Reference/conv")

    @Test(arguments: ["alexnet.json", "yolov2_tiny_416.json"])
    func everyCaseOfTheReferenceAgreesInEveryField(file: String) throws {
        let result = try ConvolutionValidation.validate(file: Self.folder.appendingPathComponent(file).path)
        #expect(result.caseCount == 48)
        #expect(result.agreeing == 48)
        #expect(result.differences == [])
    }

    @Test func aFolderIsValidatedInTheOrderOfItsFileNames() throws {
        let results = try ConvolutionValidation.validate(folder: Self.folder.path)
        #expect(results.map(\.file) == ["alexnet.json", "yolov2_tiny_416.json"])
        #expect(results.map(\.network) == ["alexnet", "yolov2_tiny_416"])
    }

    // MARK: Tampered files

    @Test func oneChangedNumberIsReportedWithItsCaseAndField() throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent("alexnet.json"), encoding: .utf8)
        let position = try #require(text.range(of: "53665920"))
        let result = try validate(text.replacingCharacters(in: position, with: "53665921"))
        #expect(
            result.differences == [
                "bodp_equal, k = 2, capabilities 1:1: layer conv1: macs is [53665920, 51749280], "
                    + "expected [53665921, 51749280]"
            ])
        #expect(result.agreeing == 47)
    }

    /// Every number of one layer, of the gathering and of the totals of a case, one at a time.
    @Test func noNumberCanBeChangedUnnoticed() throws {
        let content = try Data(contentsOf: Self.folder.appendingPathComponent("alexnet.json"))
        var document = try #require(try JSONSerialization.jsonObject(with: content) as? [String: Any])
        let cases = try #require(document["cases"] as? [[String: Any]])
        // Strips with halos, and a case that must still agree.
        let tampered = try #require(cases.first { $0["k"] as? Int == 3 })
        var count = 0
        for (place, field) in [("per_layer", ""), ("gather", "gather"), ("totals", "totals: ")] {
            let original = place == "per_layer" ? (tampered[place] as? [Any])?[2] : tampered[place]
            for (key, changed) in Self.increments(of: try #require(original)) {
                var copy = tampered
                if var layers = copy["per_layer"] as? [Any], place == "per_layer" {
                    layers[2] = changed
                    copy["per_layer"] = layers
                } else {
                    copy[place] = changed
                }
                document["cases"] = [cases[0], copy]
                let text = String(decoding: try JSONSerialization.data(withJSONObject: document), as: UTF8.self)
                let differences = try validate(text).differences
                let expected = (place == "per_layer" ? "layer conv2: " : field) + key
                if differences.count != 1 || !differences[0].contains("k = 3, capabilities 1:1:1: \(expected)") {
                    Issue.record("\(expected): \(differences)")
                }
                count += 1
            }
        }
        #expect(count > 50)
    }

    /// The value with each of its numbers larger by one, with the name of the member that holds it.
    private static func increments(of value: Any, in key: String = "") -> [(key: String, changed: Any)] {
        switch value {
        case let object as [String: Any]:
            return object.keys.sorted().flatMap { name in
                increments(of: object[name]!, in: name).map { change in
                    var copy = object
                    copy[name] = change.changed
                    return (change.key, copy)
                }
            }
        case let array as [Any]:
            return array.indices.flatMap { index in
                increments(of: array[index], in: key).map { change in
                    var copy = array
                    copy[index] = change.changed
                    return (change.key, copy)
                }
            }
        case let number as Int: return [(key, number + 1)]
        case let number as Double: return [(key, number + 1)]
        default: return []
        }
    }

    @Test(arguments: [
        (#""k":2"#, #""k":3"#, "bodp_equal, k = 3, capabilities 1:1: caps must be k positive numbers up to 10^9"),
        (
            #""caps":[1,1]"#, #""caps":[1,0]"#,
            "bodp_equal, k = 2, capabilities 1:0: caps must be k positive numbers up to 10^9"
        ),
        (
            #""scheme":"bodp_equal""#, #""scheme":"bodp_equals""#,
            #"bodp_equals, k = 2, capabilities 1:1: scheme "bodp_equals" is not known"#
        ),
        (
            #""scheme":"bodp_equal""#, #""scheme":"ftp_grid_0""#,
            #"ftp_grid_0, k = 2, capabilities 1:1: scheme "ftp_grid_0" is not known"#
        ),
    ])
    func aCaseThatCannotBeRunIsADifference(old: String, new: String, difference: String) throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent("alexnet.json"), encoding: .utf8)
        let position = try #require(text.range(of: old))
        #expect(try validate(text.replacingCharacters(in: position, with: new)).differences == [difference])
    }

    // MARK: Files that cannot be read

    @Test(arguments: [
        ("{", #"65 FOLDER/x.json:1:2: found the end of the file, expected a key in double quotes or "}""#),
        (
            #"{"network": "n",}"#,
            #"65 FOLDER/x.json:1:17: found "}", expected a key in double quotes (no comma before the closing "}")"#
        ),
        (#"{"network": "n", "input": [3, 8, 8], "layers": []}"#, #"65 FOLDER/x.json: key "cases" is missing"#),
        (
            #"{"network": "n", "input": [3, 8, 8], "layers": [], "cases": []}"#,
            #"65 FOLDER/x.json: layer "input": the network has no layers"#
        ),
        (
            #"{"network": "n", "input": [3, 8], "layers": [], "cases": []}"#,
            #"65 FOLDER/x.json: layer "input": expected [channels, height, width], not [3, 8]"#
        ),
        (
            #"{"network": "n", "input": [3, 8, 8], "layers": [{"name": "a", "type": "conv", "k": "3", "s": 1, "pad": [0, 0], "groups": 1, "cout": 1, "hout": 1, "wout": 1}], "cases": []}"#,
            "65 FOLDER/x.json: layers[0].k: Expected to decode Int but found a string instead."
        ),
        (
            #"{"network": "n", "input": [3, 8, 8], "layers": [{"name": "a", "type": "conv", "k": 3, "s": 1, "pad": "all", "groups": 1, "cout": 1, "hout": 1, "wout": 1}], "cases": []}"#,
            #"65 FOLDER/x.json: layers[0].pad: expected "same" or [low, high]"#
        ),
        (
            #"{"network": "n", "input": [3, 8, 8], "layers": [{"name": "a", "type": "conv", "k": 3, "s": 1, "pad": "same", "groups": 1, "cout": 1, "hout": 7, "wout": 8}], "cases": []}"#,
            #"65 FOLDER/x.json: layer "a": its output is 1x8x8; the file says 1x7x8"#
        ),
        (
            #"{"network": "n", "input": [3, 8, 8], "layers": [{"name": "a", "type": "gru", "k": 3, "s": 1, "pad": "same", "groups": 1, "cout": 1, "hout": 7, "wout": 8}], "cases": []}"#,
            #"65 FOLDER/x.json: layer "a": type "gru"; expected conv, dwconv or pool"#
        ),
    ])
    func aMalformedFileIsExplainedWithItsKey(content: String, text: String) throws {
        let found = try failure(content)
        #expect(found == text)
    }

    @Test func aMissingFolderIsMissingInput() {
        #expect(failure(folder: "/nowhere/at/all") == "66 /nowhere/at/all: no such folder")
    }

    @Test func aFolderWithoutReferenceFilesIsMissingInput() throws {
        try withTemporaryFolder { folder in
            #expect(failure(folder: folder.path) == "66 \(folder.path): found no *.json, expected reference files")
        }
    }

    // MARK: Helpers

    private func failure(folder: String) -> String {
        do throws(InputError) {
            _ = try ConvolutionValidation.validate(folder: folder)
            return "no error"
        } catch {
            return "\(error.kind.exitCode) \(error)"
        }
    }

    private func failure(_ content: String) throws -> String {
        try withTemporaryFolder { folder in
            try content.write(to: folder.appendingPathComponent("x.json"), atomically: true, encoding: .utf8)
            return failure(folder: folder.path).replacing(folder.path, with: "FOLDER")
        }
    }

    private func validate(_ content: String) throws -> ConvolutionValidation.FileResult {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("alexnet.json")
            try content.write(to: file, atomically: true, encoding: .utf8)
            return try ConvolutionValidation.validate(file: file.path)
        }
    }

    private func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
