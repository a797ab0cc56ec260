import Experiments
import Foundation
import ScenarioFiles

extension ResultsReport {
    /// The page as the text of an HTML file. Equal folders give equal bytes.
    package func page() -> String {
        let rows = sections.reduce(0) { $0 + $1.table.rows.count }
        let links = sections.enumerated().map { index, section in
            "<li><a href=\"#s\(index + 1)\">\(escaped(section.table.name))</a></li>"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
            script-src 'unsafe-inline'">
            <title>\(escaped(title))</title>
            <style>
            \(ReportStyle.text)
            \(ChartStyle.styleSheet)
            </style>
            </head>
            <body>
            <header>
            <h1>\(escaped(title))</h1>
            <p class="lead">\(Self.counted(sections.count, "table")), \(Self.counted(rows, "row")). Point at a mark to \
            read its numbers; click a column to sort by it.</p>
            \(sections.count > 1 ? "<nav aria-label=\"Tables\"><ul>\(links.joined())</ul></nav>" : "")
            </header>
            <main>
            \(sections.enumerated().map { self.text(of: $1, number: $0 + 1) }.joined(separator: "\n"))
            </main>
            <div id="tip" role="status" hidden></div>
            <script>
            \(ReportScript.text)
            </script>
            </body>
            </html>

            """
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(HumanFormat.count(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    private func escaped(_ text: String) -> String { XMLText.escaped(text) }

    // MARK: Sections

    private func text(of section: Section, number: Int) -> String {
        let table = section.table
        var parts = [
            "<section id=\"s\(number)\">", "<h2>\(escaped(table.name))</h2>", facts(of: section),
        ]
        if !section.figures.isEmpty {
            let figures = section.figures.map { text(of: $0.figure, name: "\(table.name)-\($0.name)") }
            parts.append("<div class=\"figures\">\n\(figures.joined(separator: "\n"))\n</div>")
        }
        if let means = section.means { parts.append(rows(of: means, title: "Means of repetitions", isOpen: false)) }
        parts.append(rows(of: table, title: "All rows", isOpen: section.figures.isEmpty))
        if let provenance = section.provenance { parts.append(text(ofProvenance: provenance, name: table.name)) }
        return (parts + ["</section>"]).joined(separator: "\n")
    }

    /// Settings that all rows share, and the best row.
    private func facts(of section: Section) -> String {
        var tiles: [(label: String, value: String, detail: String)] = []
        if let speedup = section.figures.first(where: { $0.name == "speedup" })?.figure,
            let best = speedup.points.max(by: { $0.values[0].mean < $1.values[0].mean })
        {
            tiles.append(("Highest speed-up", HumanFormat.factor(best.values[0].mean), setting(best, speedup)))
        }
        if let stack = section.figures.first(where: { $0.name == "breakdown" })?.figure,
            let best = stack.points.filter({ $0.latency != nil }).min(by: { $0.latency! < $1.latency! })
        {
            tiles.append(("Lowest latency", HumanFormat.seconds(best.latency!), setting(best, stack)))
        }
        let repetitions = section.figures.map(\.figure.repetitions).max() ?? 1
        tiles.append(
            (
                "Rows", HumanFormat.count(section.table.rows.count),
                repetitions > 1 ? "up to \(repetitions) repetitions of a point" : ""
            ))
        let items = tiles.map { tile in
            "<div><dt>\(escaped(tile.label))</dt><dd>\(escaped(tile.value))<small>\(escaped(tile.detail))</small></dd></div>"
        }
        return "<dl class=\"tiles\">\(items.joined())</dl>"
    }

    private func setting(_ point: Figure.Point, _ figure: Figure) -> String {
        [point.series, figure.x == nil ? "" : figure.barLabel(point)].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    // MARK: Figures

    private func text(of figure: Figure, name: String) -> String {
        let wide = figure.image()
        let data = figure.data
        return """
            <figure>
            <div class="wide">
            \(ChartStyle.inline(wide))</div>
            <div class="narrow">
            \(ChartStyle.inline(figure.image(width: 380)))</div>
            <figcaption>
            <details><summary>Numbers</summary>
            \(ReportTable(data, caption: figure.title).text)
            </details>
            \(download(wide, as: "\(name).svg", type: "image/svg+xml", label: "SVG"))
            \(download(data.text, as: "\(name).csv", type: "text/csv", label: "CSV"))
            </figcaption>
            </figure>
            """
    }

    private func download(_ text: String, as name: String, type: String, label: String) -> String {
        let data = Data(text.utf8).base64EncodedString()
        return "<a class=\"download\" download=\"\(escaped(name))\" href=\"data:\(type);charset=utf-8;base64,\(data)\">"
            + "\(escaped(label))<span class=\"away\"> of \(escaped(name))</span></a>"
    }

    // MARK: Rows

    /// A page of more is slow on a phone; the file has them all.
    private static let rowLimit = 1000
    private static let embeddedByteLimit = 8 << 20

    private func rows(of table: FigureTable, title: String, isOpen: Bool) -> String {
        var parts = ["<details class=\"rows\"\(isOpen ? " open" : "")><summary>\(title)</summary>"]
        let constant = table.rows.count > 1 ? table.header.indices.filter { table.distinct($0).count == 1 } : []
        if !constant.isEmpty {
            let items = constant.map { column in
                let text = table.rows[0][column]
                let meaning = ColumnMeaning(table.header[column], values: [Double(text) ?? 0])
                let value = table.number(row: 0, column).map(meaning.text) ?? (text.isEmpty ? "none" : text)
                return "<li title=\"\(escaped(table.header[column]))\">\(escaped(meaning.title)) "
                    + "<b>\(escaped(value))</b></li>"
            }
            parts.append("<p class=\"same\">The same in all rows:</p><ul class=\"chips\">\(items.joined())</ul>")
        }
        let varying = table.header.indices.filter { !constant.contains($0) }
        if !varying.isEmpty {
            parts.append(ReportTable(table, columns: varying, rowLimit: Self.rowLimit).text)
        }
        if table.rows.count > Self.rowLimit {
            parts.append(
                "<p class=\"same\">The first \(HumanFormat.count(Self.rowLimit)) of "
                    + "\(HumanFormat.count(table.rows.count)) rows; the file has all.</p>")
        }
        parts.append("</details>")
        let name = "\(table.name).csv"
        if table.text.utf8.count <= Self.embeddedByteLimit {
            parts.append(download(table.text, as: name, type: "text/csv", label: "CSV"))
        } else {
            parts.append("<span class=\"same\">\(escaped(name)) is too large to be part of this page.</span>")
        }
        return "<div class=\"bar\">\(parts.joined(separator: "\n"))</div>"
    }

    // MARK: Provenance

    private func text(ofProvenance node: JSONNode, name: String) -> String {
        var rows: [String] = []
        func add(_ node: JSONNode, path: String, depth: Int) {
            switch node.value {
            case .object(let members) where depth < 2:
                for member in members {
                    add(member.value, path: path.isEmpty ? member.key : "\(path).\(member.key)", depth: depth + 1)
                }
            case .object, .array:
                rows.append("<dt>\(escaped(path))</dt><dd><pre>\(escaped(node.canonicalText))</pre></dd>")
            default: rows.append("<dt>\(escaped(path))</dt><dd>\(escaped(node.plainText))</dd>")
            }
        }
        add(node, path: "", depth: 0)
        return """
            <details class="provenance"><summary>Where \(escaped(name)).csv comes from</summary>
            <dl>\(rows.joined())</dl>
            </details>
            """
    }
}
