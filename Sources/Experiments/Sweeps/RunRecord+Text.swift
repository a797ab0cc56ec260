import ScenarioFiles
import Simulator
import Units

extension RunRecord {
    /// The record on one line of a journal, the values of the axes left out: the point tells them.
    var journalText: String {
        let figures = metrics
        let node = JSONNode(
            .array([
                text(failure), text(scenario), text(network), text(convolution), text(fullyConnected), text(delivery),
                int(devices), int(repetition), text(String(seed)), time(baseline), time(figures.latency),
                time(figures.compute), time(figures.wakeUp), time(figures.transmission), int(figures.messages),
                int(figures.sentBytes.bytes), int(figures.redundantMACs.count), int(figures.peakMemory.bytes),
                int(figures.streamedBytes.bytes), number(figures.energy?.joules),
                number(figures.processorEnergy?.joules), number(figures.radioEnergy?.joules),
                number(figures.batteryShare), loadNode,
            ]))
        return node.canonicalText
    }

    private func number(_ value: Double?) -> JSONNode {
        JSONNode(value.map { .number(JSONNumber($0)) } ?? .null)
    }

    private var loadNode: JSONNode {
        guard let load else { return JSONNode(.null) }
        return JSONNode(
            .array([
                int(load.sources), int(load.requests), number(load.throughput), number(load.meanLatency),
                number(load.medianLatency), number(load.latency95), number(load.latency99),
                number(load.largestLatency), number(load.meanInFlight), int(load.mostInFlight),
                number(load.deviceUtilization), number(load.channelUtilization),
            ]))
    }

    private func text(_ text: String?) -> JSONNode { JSONNode(text.map { .string($0) } ?? .null) }
    private func int(_ number: Int) -> JSONNode { JSONNode(.number(JSONNumber(number))) }
    private func time(_ span: TimeSpan) -> JSONNode { int(Int(span.nanoseconds)) }

    /// Reads a line back; `nil` if it is none.
    init?(journalText: String, axisValues: [JSONNode]) {
        guard let node = try? JSONReader.parse(journalText, file: "journal"), case .array(let fields) = node.value
        else { return nil }
        var reader = FieldReader(fields: fields)
        if case .null? = fields.first?.value { failure = nil } else { failure = reader.fields.first?.plainText }
        reader.position = 1
        scenario = reader.text()
        network = reader.text()
        convolution = reader.text()
        fullyConnected = reader.text()
        delivery = reader.text()
        devices = reader.int()
        repetition = reader.int()
        seed = UInt64(reader.text()) ?? 0
        baseline = reader.time()
        metrics = RunFigures(
            latency: reader.time(), compute: reader.time(), wakeUp: reader.time(), transmission: reader.time(),
            messages: reader.int(), sentBytes: ByteCount(reader.int()), redundantMACs: MACCount(reader.int()),
            peakMemory: ByteCount(reader.int()), streamedBytes: ByteCount(reader.int()),
            energy: reader.number().map(Energy.init(joules:)),
            processorEnergy: reader.number().map(Energy.init(joules:)),
            radioEnergy: reader.number().map(Energy.init(joules:)), batteryShare: reader.number())
        load = reader.load()
        self.axisValues = axisValues
        guard reader.isComplete else { return nil }
    }
}

/// Takes one field after the other.
private struct FieldReader {
    let fields: [JSONNode]
    var position = 0
    private var isBroken = false

    init(fields: [JSONNode]) { self.fields = fields }

    var isComplete: Bool { !isBroken && position == fields.count }

    private mutating func next() -> JSONNode.Value? {
        defer { position += 1 }
        return position < fields.count ? fields[position].value : nil
    }

    mutating func text() -> String {
        if case .string(let text)? = next() { return text }
        isBroken = true
        return ""
    }

    mutating func int() -> Int {
        if case .number(let number)? = next(), let int = number.int { return int }
        isBroken = true
        return 0
    }

    /// `nil` for null.
    mutating func number() -> Double? {
        switch next() {
        case .number(let number)?: return number.double
        case .null?: return nil
        default:
            isBroken = true
            return nil
        }
    }

    mutating func load() -> LoadMetrics? {
        switch next() {
        case .null?: return nil
        case .array(let fields)?:
            var reader = FieldReader(fields: fields)
            let load = LoadMetrics(
                sources: reader.int(), requests: reader.int(), throughput: reader.number() ?? 0,
                meanLatency: reader.number() ?? 0, medianLatency: reader.number() ?? 0,
                latency95: reader.number() ?? 0, latency99: reader.number() ?? 0,
                largestLatency: reader.number() ?? 0, meanInFlight: reader.number() ?? 0, mostInFlight: reader.int(),
                deviceUtilization: reader.number() ?? 0, channelUtilization: reader.number() ?? 0)
            if !reader.isComplete { isBroken = true }
            return load
        default:
            isBroken = true
            return nil
        }
    }

    mutating func time() -> TimeSpan { TimeSpan(nanoseconds: Int64(int())) }
}
