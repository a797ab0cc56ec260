public import Foundation

/// The folder of the package.
public let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// Names of the scenarios that come with the package.
public let shippedScenarios: [String] = {
    let folder = repository.appendingPathComponent("Scenarios")
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "json" && !$0.lastPathComponent.hasSuffix(".schema.json") }
        .map { $0.deletingPathExtension().lastPathComponent }.sorted()
}()

/// Those of them that are quick enough to run without the optimizer: millions of non-zeros are left to the release build.
public let quickScenarios = shippedScenarios.filter { name in
    let file = repository.appendingPathComponent("Scenarios/\(name).json")
    return (try? String(contentsOf: file, encoding: .utf8))?.contains("\"density\"") == false
}
