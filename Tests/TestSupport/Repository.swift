public import Foundation

/// The folder of the package.
public let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// Names of the scenarios that come with the package and are quick enough without the optimizer: four million weights
/// are left to the release build.
public let shippedScenarios: [String] = {
    let folder = repository.appendingPathComponent("Scenarios").path
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }.map { String($0.dropLast(5)) }
        .filter { $0 != "modnn-vgg16-sparse" }.sorted()
}()
