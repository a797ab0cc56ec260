import ScenarioFiles
import Simulator
import Units

extension RunRecord {
    /// The record on one line of a journal, the values of the axes left out: the point tells them.
    var journalText: String {
        var fields = JournalFieldWriter()
        for text in [failure, scenario, network, convolution, fullyConnected, delivery] { fields.add(text) }
        fields.add(devices)
        fields.add(repetition)
        // Larger seeds than `Int` has are texts.
        fields.add(String(seed))
        for time in [baseline, metrics.latency, metrics.compute, metrics.wakeUp, metrics.transmission] {
            fields.add(Int(time.nanoseconds))
        }
        fields.add(metrics.messages)
        fields.add(metrics.sentBytes.bytes)
        fields.add(metrics.redundantMACs.count)
        fields.add(metrics.peakMemory.bytes)
        fields.add(metrics.streamedBytes.bytes)
        fields.add(metrics.energy?.joules)
        fields.add(metrics.processorEnergy?.joules)
        fields.add(metrics.radioEnergy?.joules)
        fields.add(metrics.batteryShare)
        fields.add(load.map(Self.fields))
        return fields.closed
    }

    private static func fields(_ load: LoadMetrics) -> JournalFieldWriter {
        var fields = JournalFieldWriter()
        fields.add(load.sources)
        fields.add(load.requests)
        fields.add(load.throughput)
        fields.add(load.meanLatency)
        fields.add(load.medianLatency)
        fields.add(load.latency95)
        fields.add(load.latency99)
        fields.add(load.largestLatency)
        fields.add(load.meanInFlight)
        fields.add(load.mostInFlight)
        fields.add(load.deviceUtilization)
        fields.add(load.channelUtilization)
        return fields
    }

    /// Reads a line back; `nil` if it is none.
    init?(journalText: ArraySlice<UInt8>, axisValues: [JSONNode]) {
        var reader = JournalFieldReader(journalText)
        failure = reader.optionalText()
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
        load = reader.fields { reader in
            LoadMetrics(
                sources: reader.int(), requests: reader.int(), throughput: reader.number() ?? 0,
                meanLatency: reader.number() ?? 0, medianLatency: reader.number() ?? 0,
                latency95: reader.number() ?? 0, latency99: reader.number() ?? 0,
                largestLatency: reader.number() ?? 0, meanInFlight: reader.number() ?? 0, mostInFlight: reader.int(),
                deviceUtilization: reader.number() ?? 0, channelUtilization: reader.number() ?? 0)
        }
        self.axisValues = axisValues
        guard reader.isComplete() else { return nil }
    }

    /// Reads a line back; `nil` if it is none.
    init?(journalText: String, axisValues: [JSONNode]) {
        self.init(journalText: Array(journalText.utf8)[...], axisValues: axisValues)
    }
}

extension JournalFieldReader {
    fileprivate mutating func time() -> TimeSpan { TimeSpan(nanoseconds: Int64(int())) }
}
