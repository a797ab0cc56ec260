import DeviceProfiles
import Units

/// Requests by several devices: who asks, when, and how often.
enum LoadDescription {
    static let requestLimit = 1_000_000
    private static let longestInterval = 86_400.0
    private static let intervalExpectation = "a time above zero and up to a day such as \"2 s\""
    private static let arrivalsExpectation =
        "an object with \"process\": \"periodic\", \"poisson\", \"trace\" or \"closed\""

    enum Process: String, CaseIterable { case periodic, poisson, trace, closed }

    static func decode(_ value: ValueReader, cluster: Cluster) throws(InputError) -> RequestLoad {
        try value.object { (reader) throws(InputError) in
            let devices = try sources(reader.optional("sources"), cluster: cluster)
            let arrivals = try arrivals(
                reader.required("arrivals", expected: arrivalsExpectation), sources: devices, cluster: cluster)
            let requests = try reader.optional("requests")?.int(in: 1...requestLimit)
            let duration = try reader.optional("duration").map { (value) throws(InputError) in
                try value.parsed(expected: "a time up to a year such as \"10 min\"") { text in
                    TimeSpan(parsing: text).flatMap { $0.seconds <= 365 * 86_400 ? $0 : nil }
                }
            }
            let listed = arrivals.reduce(0) { sum, process in
                if case .trace(let instants) = process { sum + instants.count } else { sum }
            }
            guard requests != nil || duration != nil || listed > 0 else {
                throw value.error("the load has no end", expected: "\"requests\" or \"duration\"")
            }
            let limit = requests ?? (listed > 0 ? listed : requestLimit)
            let warmUp = reader.optional("warmUp")
            let warmUpCount = try warmUp?.int(in: 0...requestLimit - 1) ?? 0
            if let warmUp, warmUpCount >= limit {
                throw warmUp.error(
                    "no request would be counted", found: "\(warmUpCount)", expected: "fewer than the \(limit) requests"
                )
            }
            return RequestLoad(
                sources: zip(devices, arrivals).map { .init(device: $0, arrivals: $1) }, requestLimit: limit,
                duration: duration, warmUp: warmUpCount)
        }
    }

    /// Devices by number of workers or by name; by default the one that has the input.
    private static func sources(_ value: ValueReader?, cluster: Cluster) throws(InputError) -> [Int] {
        guard let value else { return [cluster.source] }
        switch value.node.value {
        case .number:
            let workers = cluster.devices.indices.filter { cluster.devices[$0].name.hasPrefix("worker-") }
            guard !workers.isEmpty else { throw value.error("the cluster has no worker", expected: "names of devices") }
            let count = try value.int(in: 1...ClusterDescription.deviceLimit)
            guard count <= workers.count else {
                throw value.error(
                    "there are not as many workers", found: "\(count)", expected: "at most \(workers.count)")
            }
            return Array(workers.prefix(count))
        case .array:
            var devices: [Int] = []
            for element in try value.array() {
                let device = try device(named: element, cluster: cluster)
                guard !devices.contains(device) else { throw element.error("the source is given twice") }
                devices.append(device)
            }
            guard !devices.isEmpty else { throw value.error(found: "an empty array", expected: "names of devices") }
            return devices
        default: throw value.mismatch(expected: "a number of workers, or an array of names of devices")
        }
    }

    private static func device(named value: ValueReader, cluster: Cluster) throws(InputError) -> Int {
        let names = cluster.devices.map(\.name)
        let name = try value.choice(of: names)
        return names.firstIndex(of: name)!
    }

    // MARK: Arrivals

    private static func arrivals(
        _ value: ValueReader, sources: [Int], cluster: Cluster
    ) throws(InputError) -> [ArrivalProcess] {
        guard case .object = value.node.value else { throw value.mismatch(expected: arrivalsExpectation) }
        return try value.object { (reader) throws(InputError) in
            switch try reader.choice("process", as: Process.self) {
            case .periodic:
                return Array(repeating: .periodic(interval: try interval(&reader)), count: sources.count)
            case .poisson:
                return Array(repeating: .poisson(meanInterval: try interval(&reader)), count: sources.count)
            case .closed:
                let thinkTime = try reader.parsed(
                    "thinkTime", expected: "a time up to a day such as \"1 s\"", default: .zero
                ) { text in TimeSpan(parsing: text).flatMap { $0.seconds <= longestInterval ? $0 : nil } }
                return Array(repeating: .closed(thinkTime: thinkTime), count: sources.count)
            case .trace:
                let times = try reader.required("times", expected: "an array of times, or one for every source")
                return try traces(times, sources: sources, cluster: cluster)
            }
        }
    }

    /// The mean time between requests of one source, given as such or as a rate.
    private static func interval(_ reader: inout ObjectReader) throws(InputError) -> TimeSpan {
        let rate = reader.optional("rate")
        let interval = reader.optional("interval")
        let isPossible = { (seconds: Double) in seconds >= 1e-9 && seconds <= longestInterval }
        switch (rate, interval) {
        case (let rate?, nil):
            return try rate.parsed(expected: PhysicalDimension.rate.expectation + ", at least one a day") { text in
                Quantity(parsing: text, as: .rate).flatMap { rate in
                    rate.baseValue > 0 && isPossible(1 / rate.baseValue) ? TimeSpan(seconds: 1 / rate.baseValue) : nil
                }
            }
        case (nil, let interval?):
            return try interval.parsed(expected: intervalExpectation) { text in
                TimeSpan(parsing: text).flatMap { isPossible($0.seconds) ? $0 : nil }
            }
        case (nil, nil):
            throw reader.value.error(
                "how often?", expected: "\"rate\" such as \"0.5 /s\" or \"interval\" such as \"2 s\"")
        case (_?, let interval?):
            throw interval.error("the rate is given already", expected: "either \"rate\" or \"interval\"")
        }
    }

    /// The same times for every source, or times by its name.
    private static func traces(
        _ value: ValueReader, sources: [Int], cluster: Cluster
    ) throws(InputError) -> [ArrivalProcess] {
        switch value.node.value {
        case .array: return Array(repeating: .trace(try instants(value)), count: sources.count)
        case .object:
            return try value.object { (reader) throws(InputError) in
                var traces: [ArrivalProcess] = []
                for source in sources {
                    let name = cluster.devices[source].name
                    traces.append(.trace(try instants(reader.required(name, expected: "an array of times"))))
                }
                return traces
            }
        default: throw value.mismatch(expected: "an array of times, or one for every source")
        }
    }

    private static func instants(_ value: ValueReader) throws(InputError) -> [Instant] {
        var instants: [Instant] = []
        for element in try value.array() {
            let time = try element.parsed(expected: "a time up to a year such as \"1.5 s\"") { text in
                TimeSpan(parsing: text).flatMap { $0.seconds <= 365 * 86_400 ? $0 : nil }
            }
            let instant = Instant.start + time
            guard instants.last.map({ $0 <= instant }) ?? true else {
                throw element.error("times must not go back", expected: "a time after the one before")
            }
            instants.append(instant)
        }
        guard !instants.isEmpty else { throw value.error(found: "an empty array", expected: "one time or more") }
        guard instants.count <= requestLimit else {
            throw value.error(found: "\(instants.count) times", expected: "at most \(requestLimit)")
        }
        return instants
    }
}
