package import ScenarioFiles

/// The first line of a journal: which runs it holds.
package struct JournalHeader: Sendable, Equatable {
    /// The program that ran them; others may compute otherwise.
    package var version: String
    package var shard: SweepShard
    /// The scenario without any reference to other files, in the order that its axes have.
    package var scenario: String
    /// `ScenarioFile.digest()`.
    package var digest: String

    package init(_ sweep: Sweep, version: String) throws(InputError) {
        self.version = version
        shard = sweep.shard
        scenario = try sweep.file.resolved().prettyText
        digest = try sweep.file.digest()
    }

    /// Tells one sweep from another, whatever the shard.
    package var fingerprint: String { SHA256.hexDigest(version + "\n" + digest) }

    private static let format = "modnn-sim journal 1"

    var line: String {
        let members: [(String, String)] = [
            ("format", Self.format), ("version", version), ("shard", shard.description), ("digest", digest),
            ("scenario", scenario),
        ]
        return JSONNode(.object(members.map { .init(key: $0, value: JSONNode(.string($1))) })).canonicalText + "\n"
    }

    init?(line: String) {
        guard let node = try? JSONReader.parse(line, file: "journal") else { return nil }
        func text(_ key: String) -> String? {
            guard case .string(let text)? = node[key]?.value else { return nil }
            return text
        }
        guard text("format") == Self.format, let version = text("version"), let digest = text("digest"),
            let scenario = text("scenario"), let shard = text("shard").flatMap(SweepShard.init)
        else { return nil }
        self.version = version
        self.shard = shard
        self.scenario = scenario
        self.digest = digest
    }

    /// The scenario file that the header holds.
    package func file(path: String) throws(InputError) -> ScenarioFile {
        try ScenarioFile(root: JSONReader.parse(scenario, file: path), path: path)
    }
}
