package import ScenarioFiles

/// How a paper's observations become runs, with every parameter and what is asked of the results: a document under
/// Scenarios/papers.
package struct PaperStudy: Sendable {
    package var file: String
    package var title: String
    package var description: String
    package var parameters: [Parameter]
    package var free: [FreeParameter]
    package var bars: [Bar]
    /// The scenario that observations change.
    var scenario: JSONNode
    /// What each field does, in the order in which the changes are made.
    var fields: [(key: String, rules: [FieldRule])]
    let root: JSONNode

    /// A figure of the study and where it comes from.
    package struct Parameter: Sendable {
        package var path: String
        package var source: String
    }

    /// A figure that was fitted.
    package struct FreeParameter: Sendable {
        /// Key paths in the document; all hold the same value.
        package var paths: [String]
        package var fixedBy: String
        package var observations: [ObservationFilter]
        package var committed: NumberWithUnit
        /// Where a fit begins, independently of what is committed.
        package var start: Double
    }

    package init(file: String) throws(InputError) {
        try self.init(root: JSONReader.read(file), file: file)
    }

    package init(root: JSONNode, file: String) throws(InputError) {
        self.root = root
        self.file = file
        let whole = ValueReader(root, file: file)
        var reader = try whole.object()
        reader.ignore("$schema")
        title = try reader.string("title")
        description = try reader.string("description", default: "")
        scenario = try reader.required("scenario", expected: "a scenario").node
        fields = []
        for (key, value) in try reader.required("fields", expected: "rules for the fields of observations").members() {
            if case .array = value.node.value {
                fields.append((key, try value.array { (rule) throws(InputError) in try FieldRule(rule) }))
            } else {
                fields.append((key, [try FieldRule(value)]))
            }
        }
        parameters =
            try reader.optional("parameters")?.array { (value) throws(InputError) in
                try value.object { (reader) throws(InputError) in
                    let parameter = Parameter(path: try reader.string("path"), source: try reader.string("source"))
                    guard root.value(at: parameter.path) != nil else {
                        throw value.error("\"\(parameter.path)\" is not in the document")
                    }
                    return parameter
                }
            } ?? []
        free =
            try reader.optional("free")?.array { (value) throws(InputError) in
                try value.object { (reader) throws(InputError) in
                    let paths = try reader.array("paths") { (path) throws(InputError) in try path.string() }
                    let filters = try reader.array("observations") { (filter) throws(InputError) in
                        try ObservationFilter(filter)
                    }
                    guard let first = paths.first, let node = root.value(at: first) else {
                        throw value.error("the free parameter is not in the document")
                    }
                    let committed = try NumberWithUnit(ValueReader(node, file: file, path: first))
                    return FreeParameter(
                        paths: paths, fixedBy: try reader.string("fixedBy"), observations: filters,
                        committed: committed,
                        start: try reader.double("start", in: 1e-12...1e18))
                }
            } ?? []
        bars = try reader.optional("bars")?.array { (value) throws(InputError) in try Bar(value) } ?? []
        try reader.finish()
    }

    /// Whether an observation fixed a free parameter.
    package func isCalibration(_ observation: PaperObservation) -> Bool {
        free.contains { $0.observations.contains { $0.matches(observation) } }
    }

    /// The same study with other values of its free parameters.
    package func replacing(_ values: [Double]) throws(InputError) -> PaperStudy {
        var root = root
        for (parameter, value) in zip(free, values) {
            for path in parameter.paths { try root.set(path, to: parameter.committed.node(value), file: file) }
        }
        return try PaperStudy(root: root, file: file)
    }
}
