import CommandLineOptions
import Reporting

extension CommandSpecification {
    /// The commands that draw.
    static let pictures = [plot, timeline, report]

    private static let plot = CommandSpecification(
        name: "plot", summary: "draw a CSV as an SVG image",
        discussion: """
            Without options: the speed-up over the devices, or over the last swept number, one line a setting that \
            varies, with the ideal line, and with 95 % intervals if runs were repeated. --kind stacked shows where the \
            time goes, the parts of each latency.

            --json prints the numbers behind the picture.
            """,
        arguments: [ArgumentSpecification("CSV", help: "A CSV file with a header.", kind: .file)],
        options: [
            .value(
                "output", short: "o", "FILE.svg", .file, help: "Where to write.", defaultText: "standard output"),
            .value("x", "COLUMN", help: "The horizontal axis, or what names the bars.", defaultText: "what was swept"),
            .value("y", "COLUMNS", help: "What is shown; several columns are stacked, or lines of one unit."),
            .value(
                "series", "COLUMNS", help: "What tells lines apart; 'none' for nothing.",
                defaultText: "what else varies"),
            .value(
                "kind", "KIND", .oneOf(FigureRequest.Kind.allCases.map(\.rawValue)), help: "How it is drawn.",
                defaultText: "line over numbers, else bar"),
            .value(
                "log", "AXES", .oneOf(FigureRequest.LogarithmicAxes.allCases.map(\.rawValue)),
                help: "Logarithmic axes.", defaultText: "x if it spans a factor of 20"),
            .value(
                "where", "COLUMN=VALUE", help: "Only rows that have this value; several conditions must all hold.",
                isRepeatable: true),
            .value("title", "TEXT", help: "The title.", defaultText: "made of the names"),
            .value("width", "PIXELS", help: "Width of the image.", defaultText: "\(Int(Figure.standardWidth))"),
        ],
        examples: [
            CommandExample("modnn-sim plot results/modnn-vgg16.csv -o speedup.svg", "Speed-up and the ideal line."),
            CommandExample(
                "modnn-sim plot results/modnn-vgg16.csv --kind=stacked -o breakdown.svg", "Where the time goes."),
            CommandExample(
                "modnn-sim plot results/bandwidth.csv --y=latency_s --log=xy -o latency.svg",
                "Latency over the network rate, both logarithmic."),
            CommandExample(
                "modnn-sim plot results/modnn-vgg16.csv --x=messages --y=sent_bytes --series=convolution "
                    + "--kind=scatter -o messages.svg",
                "Any two columns."),
        ])

    private static let timeline = CommandSpecification(
        name: "timeline", summary: "draw who computes and sends what when in one run",
        discussion: """
            An SVG shows processors, radios and the channel over time. A JSON file is a trace in the Chrome format: open \
            it in https://ui.perfetto.dev or chrome://tracing, where it can be zoomed and searched; nothing is uploaded.

            A scenario with a sweep runs as it is written without the sweep: change a swept value with --set.
            """,
        arguments: [ArgumentSpecification("SCENARIO", help: "A scenario file.", kind: .file)],
        options: [
            setOption,
            .value(
                "output", short: "o", "FILE", .file, help: "Where to write, .svg or .json.",
                defaultText: "SVG on standard output"),
            .value("repetition", "NUMBER", help: "Which repetition to run, from 0.", defaultText: "0"),
            .value("from", "TIME", help: "Where the image begins, such as '1.2 s'.", defaultText: "0 s"),
            .value("to", "TIME", help: "Where the image ends.", defaultText: "the end of the run"),
            .value("width", "PIXELS", help: "Width of the image.", defaultText: "1200"),
        ],
        examples: [
            CommandExample(
                "modnn-sim timeline Scenarios/modnn-vgg16.json -o timeline.svg", "Processors, radios and channel."),
            CommandExample("modnn-sim timeline Scenarios/modnn-vgg16.json -o trace.json", "A trace for Perfetto."),
            CommandExample(
                "modnn-sim timeline Scenarios/modnn-vgg16.json --from=4.8s --to=5.2s -o end.svg", "A part of it."),
        ])

    private static let report = CommandSpecification(
        name: "report", summary: "make one page of a folder of CSV files",
        discussion: """
            The page needs no network and no other file: charts, sortable tables, the numbers behind each chart and the \
            CSV files are in it. Beside NAME.csv, a NAME.meta.json tells where the results come from.
            """,
        arguments: [ArgumentSpecification("DIR", help: "A folder of CSV files.", kind: .folder)],
        options: [
            .value(
                "output", short: "o", "FILE.html", .file, help: "Where to write.", defaultText: "DIR/report.html"),
            .value("title", "TEXT", help: "The title.", defaultText: "the name of the folder"),
        ],
        examples: [CommandExample("modnn-sim report results -o report.html", "The shipped results as a page.")])
}
