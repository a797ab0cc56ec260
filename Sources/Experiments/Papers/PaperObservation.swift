import Foundation
package import ScenarioFiles

/// One published number with the fields that say what was run.
package struct PaperObservation: Sendable {
    /// All fields in the order of the file, those that describe the value itself left out.
    package var conditions: [JSONNode.Member]
    package var metric: String
    package var value: Double
    package var unit: String?
    package var provenance: String?

    /// Fields that say nothing about what was run.
    private static let valueFields = ["metric", "value", "unit", "provenance"]

    package init(_ reader: ValueReader) throws(InputError) {
        let members = try reader.members()
        func field(_ key: String) -> ValueReader? { members.first { $0.key == key }?.value }
        guard let metric = field("metric") else { throw reader.error("missing key", expected: "\"metric\"") }
        guard let value = field("value") else { throw reader.error("missing key", expected: "\"value\"") }
        self.metric = try metric.string()
        self.value = try value.double()
        unit = try field("unit")?.string()
        provenance = try field("provenance")?.string()
        conditions = members.filter { !Self.valueFields.contains($0.key) }.map {
            JSONNode.Member(key: $0.key, value: $0.value.node)
        }
    }

    /// The text of a condition; nil if the observation lacks it.
    package func text(_ key: String) -> String? { conditions.first { $0.key == key }?.value.plainText }

    /// The number of a condition, if it is one.
    package func number(_ key: String) -> Double? {
        guard case .number(let number)? = conditions.first(where: { $0.key == key })?.value.value else { return nil }
        return number.double
    }

    /// Conditions in words, such as "scheme=LOP workers=6".
    package func label(without omitted: Set<String> = []) -> String {
        conditions.filter { !omitted.contains($0.key) }.map { "\($0.key)=\($0.value.plainText)" }
            .joined(separator: " ")
    }
}

/// A file of published numbers: any object with "observations".
package struct PaperData: Sendable {
    /// The file's name without its ending, which also names the scenario.
    package var name: String
    package var source: String
    package var observations: [PaperObservation]

    package init(name: String, source: String, observations: [PaperObservation]) {
        self.name = name
        self.source = source
        self.observations = observations
    }

    package init(file: String) throws(InputError) {
        let root = ValueReader(try JSONReader.read(file), file: file)
        let members = try root.members()
        guard let list = members.first(where: { $0.key == "observations" })?.value else {
            throw root.error("missing key", expected: "\"observations\", an array of published values")
        }
        name = String(file.split(separator: "/").last!.dropLast(".json".count))
        source = try members.first { $0.key == "source" }?.value.string() ?? ""
        observations = try list.array { (element) throws(InputError) in try PaperObservation(element) }
    }

    /// All files of a folder, in the order of their names.
    package static func all(in folder: String) throws(InputError) -> [PaperData] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw InputError(kind: .missing, file: folder, problem: "no such folder")
        }
        let files = names.filter { $0.hasSuffix(".json") }.sorted()
        guard !files.isEmpty else {
            throw InputError(kind: .missing, file: folder, found: "no *.json", expected: "files of published values")
        }
        var data: [PaperData] = []
        for name in files { data.append(try PaperData(file: "\(folder)/\(name)")) }
        return data
    }
}
