public import Foundation

/// The folder of the package.
public let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// Names of the scenarios that come with the package and are quick enough without the optimizer: millions of non-zeros
/// are left to the release build.
public let shippedScenarios: [String] = {
    let folder = repository.appendingPathComponent("Scenarios")
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { file in
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return file.pathExtension == "json" && !file.lastPathComponent.hasSuffix(".schema.json")
            && !text.contains("\"density\"")
    }.map { $0.deletingPathExtension().lastPathComponent }.sorted()
}()
