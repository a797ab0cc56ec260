import Foundation
import NeuralNetworks
import ScenarioFiles

/// A folder of matrices (`<name>.mtx`) with results of other partitioners (`peers.csv`), hidden blocks of generated
/// matrices (`<name>.truth.json`) and tiny matrices with proven optima (`tiny_exact.json`).
struct SparseReference {
    /// One matrix and capability vector.
    struct Case: Hashable {
        var matrix: String
        var capabilities: [Int]

        var title: String { "\(matrix), capabilities \(capabilities.map(String.init).joined(separator: ":"))" }
    }

    /// One line of `peers.csv`.
    struct Peer: Hashable {
        var volume: Int
        var connectivity: Int
        var messages: Int
        var groupOwnerVolume: Int
        var balance: Double
        var outsideShare: Double
        var isWithinLimits: Bool
    }

    /// The hidden blocks that every row and column belongs to.
    struct Blocks: Decodable {
        var rows: [Int]
        var cols: [Int]
    }

    /// A tiny matrix with its smallest connectivity.
    struct ExactCase: Decodable {
        var rows: Int
        var cols: Int
        var entries: [[Int]]
        var caps: [Int]
        var limits: [Int]
        var optimum: Int

        var matrix: SparseMatrix {
            SparseMatrix(rowCount: rows, columnCount: cols, positions: entries.map { (row: $0[0], column: $0[1]) })
        }

        var isValid: Bool {
            rows >= 0 && cols >= 0 && !caps.isEmpty && caps.allSatisfy { 1...1_000_000 ~= $0 }
                && entries.allSatisfy { $0.count == 2 && 0..<rows ~= $0[0] && 0..<cols ~= $0[1] }
        }
    }

    var folder: String
    /// In the order of the file.
    var cases: [Case] = []
    var peers: [Case: [String: Peer]] = [:]
    var matrices: [String: SparseMatrix] = [:]
    var blocks: [String: Blocks] = [:]
    var exactCases: [ExactCase] = []

    init(folder: String) throws(InputError) {
        self.folder = folder
        try readPeers()
        for item in cases where matrices[item.matrix] == nil {
            let matrix = try SparseMatrixFile.read("\(folder)/\(item.matrix).mtx")
            matrices[item.matrix] = matrix
            if let blocks = try decode(Blocks.self, from: "\(item.matrix).truth.json") {
                guard blocks.rows.count == matrix.rowCount, blocks.cols.count == matrix.columnCount else {
                    throw InputError(
                        file: "\(folder)/\(item.matrix).truth.json", problem: "the blocks are of another matrix")
                }
                self.blocks[item.matrix] = blocks
            }
        }
        struct ExactFile: Decodable { var cases: [ExactCase] }
        exactCases = try decode(ExactFile.self, from: "tiny_exact.json")?.cases ?? []
        guard exactCases.allSatisfy(\.isValid) else {
            throw InputError(file: "\(folder)/tiny_exact.json", problem: "an entry lies outside its matrix")
        }
    }

    private mutating func readPeers() throws(InputError) {
        let file = "\(folder)/peers.csv"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw InputError(kind: .missing, file: file, problem: "cannot read the file")
        }
        let lines = text.split(whereSeparator: \.isNewline)
        let header = (lines.first ?? "").split(separator: ",").map(String.init)
        var numbers: [String: Int] = [:]
        for name in ["matrix", "caps", "method", "vol", "lambda1", "msgs", "vol_go", "balance", "outside", "feasible"] {
            guard let index = header.firstIndex(of: name) else {
                throw InputError(
                    file: file, location: SourceLocation(line: 1, column: 1), problem: "no column \"\(name)\"")
            }
            numbers[name] = index
        }
        for (index, line) in lines.enumerated().dropFirst() {
            func failure(_ problem: String) -> InputError {
                InputError(file: file, location: SourceLocation(line: index + 1, column: 1), problem: problem)
            }
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == header.count else {
                throw failure("\(fields.count) fields instead of \(header.count)")
            }
            func field(_ name: String) -> String { fields[numbers[name]!] }
            let capabilities = field("caps").split(separator: ":").map { Int($0) ?? 0 }
            guard !capabilities.isEmpty, capabilities.allSatisfy({ 1...1_000_000 ~= $0 }) else {
                throw failure("the capabilities are no positive numbers")
            }
            guard let volume = Int(field("vol")), let connectivity = Int(field("lambda1")),
                let messages = Int(field("msgs")), let groupOwnerVolume = Int(field("vol_go")),
                let balance = Double(field("balance")), let outsideShare = Double(field("outside"))
            else { throw failure("a figure is no number") }
            let key = Case(matrix: field("matrix"), capabilities: capabilities)
            if peers[key] == nil { cases.append(key) }
            peers[key, default: [:]][field("method")] = Peer(
                volume: volume, connectivity: connectivity, messages: messages, groupOwnerVolume: groupOwnerVolume,
                balance: balance, outsideShare: outsideShare, isWithinLimits: field("feasible") == "1")
        }
    }

    /// Nil if there is no such file.
    private func decode<Value: Decodable>(_ type: Value.Type, from name: String) throws(InputError) -> Value? {
        let file = "\(folder)/\(name)"
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        // Tells where a malformed file goes wrong; Foundation's decoder does not.
        _ = try JSONReader.read(file)
        do { return try JSONDecoder().decode(type, from: data) } catch {
            throw InputError(file: file, problem: "not of the expected form: \(error)")
        }
    }
}
