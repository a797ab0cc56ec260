import Units

extension SchemaPart {
    /// Requests that follow each other.
    var load: SchemaNode {
        let requests = SchemaNode.integer(1...LoadDescription.requestLimit)
        let load = object(
            [
                (
                    "sources",
                    SchemaNode.anyOf(
                        .integer(1...ClusterDescription.deviceLimit),
                        .array(of: .string(pattern: "^(group-owner|source|worker-[1-9][0-9]*)$"), count: 1 ... .max)
                    ).described("Which devices ask: a number of workers, or names; by default the one with the input.")
                ),
                ("arrivals", arrivals),
                ("requests", requests.described("Runs end after as many.")),
                ("duration", .quantity(.time).described("No request arrives later, such as \"10 min\".")),
                (
                    "warmUp",
                    .integer(0...LoadDescription.requestLimit - 1).described("The first requests that do not count.")
                        .defaulting(to: .int(0))
                ),
            ], required: ["arrivals"]
        ).described("Requests of one or several devices; without it, one inference runs alone.")
        guard !isPartial else { return load }
        let listed = SchemaNode([
            ("properties", SchemaNode([("arrivals", SchemaNode([("required", .list([.text("times")]))]).node)]).node)
        ])
        let ends = ["requests", "duration"].map { SchemaNode([("required", .list([.text($0)]))]).node }
        return load.adding("anyOf", .list(ends + [listed.node]))
    }

    private var arrivals: SchemaNode {
        typealias Process = LoadDescription.Process
        func process(_ processes: Process...) -> (String, SchemaNode) {
            ("process", .choice(processes.map(\.rawValue)))
        }
        let times = SchemaNode.array(of: .quantity(.time), count: 1 ... .max)
        let timesOfSources = SchemaNode([("type", .text("object")), ("additionalProperties", times.node)])
        return .anyOf(
            objects([
                ([process(.periodic, .poisson), ("rate", .quantity(.rate))], ["process", "rate"]),
                ([process(.periodic, .poisson), ("interval", .quantity(.time))], ["process", "interval"]),
                ([process(.closed), ("thinkTime", .quantity(.time))], ["process"]),
                ([process(.trace), ("times", .anyOf(times, timesOfSources))], ["process", "times"]),
            ])
        ).described("When each source asks.")
    }
}
