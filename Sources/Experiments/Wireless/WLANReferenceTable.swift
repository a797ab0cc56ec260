package import DeviceProfiles
import Foundation

/// A table of packet-level measurements: comma-separated, one case a line, named columns.
package struct WLANReferenceTable: Sendable {
    /// What was measured; the columns tell.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Comparable {
        /// Goodput of one saturated station.
        case single
        /// Goodput of several saturated stations.
        case contention
        /// Delivery of one message, and radio times.
        case transfer
        /// Messages of several stations at once.
        case concurrent
        /// Scatter from the access point and gather.
        case round
        /// Delivery to and from a dozing station.
        case powerSave

        package static func < (a: Self, b: Self) -> Bool {
            guard let first = allCases.firstIndex(of: a), let second = allCases.firstIndex(of: b) else { return false }
            return first < second
        }

        /// The most particular columns first.
        init?(columns: [String]) {
            if columns.contains("listen") {
                self = .powerSave
            } else if columns.contains("order") {
                self = .round
            } else if columns.contains("topo") {
                self = .transfer
            } else if columns.contains("k") {
                self = .concurrent
            } else if columns.contains("n") {
                self = .contention
            } else if columns.contains("goodput_mbps") {
                self = .single
            } else {
                return nil
            }
        }
    }

    package let name: String
    package let kind: Kind
    package let rows: [Row]

    /// One case: texts by column.
    package struct Row: Sendable {
        let table: String
        let line: Int
        let values: [String: String]

        /// Columns that tell one case from another, in the order of tables.
        package static let identifyingColumns = [
            "phy", "ampdu", "rts", "proto", "dir", "topo", "order", "n", "k", "listen", "payload", "size_B",
        ]

        /// The values of `identifyingColumns`; empty where the table has no such column.
        package var identity: [String] { Self.identifyingColumns.map { values[$0] ?? "" } }

        func text(_ column: String, default fallback: String? = nil) throws(WLANError) -> String {
            if let value = values[column] ?? fallback { return value }
            throw .unreadableTable("\(table), line \(line): no column \"\(column)\"")
        }

        func number(_ column: String) throws(WLANError) -> Double {
            let value = try text(column)
            guard let number = Double(value), number.isFinite else {
                throw .unreadableTable("\(table), line \(line): \"\(value)\" in column \"\(column)\" is no number")
            }
            return number
        }

        func count(_ column: String, in range: ClosedRange<Int>) throws(WLANError) -> Int {
            let value = try number(column)
            guard let whole = Int(exactly: value), range.contains(whole) else {
                throw .unreadableTable(
                    "\(table), line \(line): \(value) in column \"\(column)\" is no whole number within \(range)")
            }
            return whole
        }
    }

    /// Reads a table; `nil` if it is no table of means: other columns, or one row a run.
    package init?(text: String, name: String) throws(WLANError) {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let header = lines.first else { return nil }
        let columns = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard columns.contains("phy"), !columns.contains("seed"), let kind = Kind(columns: columns) else { return nil }
        var rows: [Row] = []
        for (index, line) in lines.enumerated().dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == columns.count else {
                throw .unreadableTable("\(name), line \(index + 1): \(cells.count) cells for \(columns.count) columns")
            }
            rows.append(
                Row(
                    table: name, line: index + 1,
                    values: Dictionary(zip(columns, cells), uniquingKeysWith: { first, _ in first })))
        }
        self.name = name
        self.kind = kind
        self.rows = rows
    }

    /// The tables of a folder, by name.
    package static func tables(in folder: String) throws(WLANError) -> [WLANReferenceTable] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") }.sorted()
        } catch {
            throw .unreadableTable("can't list the folder \(folder)")
        }
        var tables: [WLANReferenceTable] = []
        for name in names {
            guard let text = try? String(contentsOfFile: folder + "/" + name, encoding: .utf8) else {
                throw .unreadableTable("can't read \(folder)/\(name)")
            }
            if let table = try WLANReferenceTable(text: text, name: name) { tables.append(table) }
        }
        return tables
    }
}
