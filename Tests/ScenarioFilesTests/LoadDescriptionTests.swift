import DeviceProfiles
import Partitioning
import Testing
import Units

@testable import ScenarioFiles

@Suite struct LoadDescriptionTests {
    private func load(_ text: String) throws(InputError) -> RequestLoad? { try scenario([("load", text)]).load }

    @Test func withoutALoadThereIsNone() throws {
        #expect(try scenario().load == nil)
        #expect(try scenario().taskOverhead == .zero)
    }

    @Test func everyProcessIsRead() throws {
        let sources = { (process: ArrivalProcess) in [RequestLoad.Source(device: 0, arrivals: process)] }
        let half = ArrivalProcess.poisson(meanInterval: TimeSpan(seconds: 2))
        #expect(
            try load(#"{"arrivals": {"process": "poisson", "rate": "0.5 /s"}, "requests": 9, "warmUp": 2}"#)
                == RequestLoad(sources: sources(half), requestLimit: 9, warmUp: 2))
        #expect(
            try load(#"{"arrivals": {"process": "poisson", "rate": "30 /min"}, "requests": 9}"#)?.sources
                == sources(half))
        let periodic = ArrivalProcess.periodic(interval: TimeSpan(seconds: 0.04))
        #expect(
            try load(#"{"arrivals": {"process": "periodic", "interval": "40 ms"}, "duration": "1 min"}"#)
                == RequestLoad(sources: sources(periodic), requestLimit: 1_000_000, duration: TimeSpan(seconds: 60)))
        let closed = ArrivalProcess.closed(thinkTime: TimeSpan(seconds: 1))
        #expect(
            try load(#"{"arrivals": {"process": "closed", "thinkTime": "1 s"}, "requests": 5}"#)?.sources
                == sources(closed))
        let trace = try #require(try load(#"{"arrivals": {"process": "trace", "times": ["0 s", "1.5 s"]}}"#))
        #expect(trace.requestLimit == 2)
        #expect(trace.sources == sources(.trace([.start, Instant(nanoseconds: 1_500_000_000)])))
    }

    @Test func sourcesAreNumbersOfWorkersOrNames() throws {
        let arrivals = #""arrivals": {"process": "closed"}, "requests": 5"#
        #expect(try load(#"{"sources": 2, \#(arrivals)}"#)?.sources.map(\.device) == [1, 2])
        #expect(
            try load(#"{"sources": ["worker-3", "group-owner"], \#(arrivals)}"#)?.sources.map(\.device) == [3, 0])
        // Of several sources the first has the input of a request alone.
        #expect(try scenario([("load", #"{"sources": ["worker-3"], \#(arrivals)}"#)]).cluster.source == 3)
        let times = #"{"worker-1": ["1 s"], "worker-2": ["0 s", "0 s"]}"#
        let load = try #require(
            try load(#"{"sources": 2, "arrivals": {"process": "trace", "times": \#(times)}}"#))
        #expect(load.requestLimit == 3)
        #expect(load.sources[0].arrivals == .trace([Instant(nanoseconds: 1_000_000_000)]))
    }

    @Test(arguments: [
        (#"{"requests": 5}"#, "load.arrivals: missing key"),
        (#"{"arrivals": {"process": "closed"}}"#, "load: the load has no end"),
        (#"{"arrivals": {"process": "poison"}, "requests": 5}"#, #"did you mean "poisson"?"#),
        (#"{"arrivals": {"process": "poisson"}, "requests": 5}"#, "load.arrivals: how often?"),
        (
            #"{"arrivals": {"process": "poisson", "rate": "1 /s", "interval": "1 s"}, "requests": 5}"#,
            "load.arrivals.interval: the rate is given already"
        ),
        (#"{"arrivals": {"process": "poisson", "rate": "0 /s"}, "requests": 5}"#, #"load.arrivals.rate: found "0 /s""#),
        (#"{"arrivals": {"process": "poisson", "rate": "1 Hz"}, "requests": 5}"#, #"load.arrivals.rate: found "1 Hz""#),
        (#"{"arrivals": {"process": "periodic", "interval": "0 s"}, "requests": 5}"#, #"found "0 s""#),
        (
            #"{"arrivals": {"process": "closed"}, "requests": 5, "warmUp": 5}"#,
            "load.warmUp: no request would be counted: found 5"
        ),
        (
            #"{"sources": 4, "arrivals": {"process": "closed"}, "requests": 5}"#,
            "load.sources: there are not as many workers: found 4"
        ),
        (#"{"sources": ["worker-1", "worker-1"], "arrivals": {"process": "closed"}, "requests": 5}"#, "given twice"),
        (#"{"sources": ["worker-9"], "arrivals": {"process": "closed"}, "requests": 5}"#, "load.sources[0]: found"),
        (
            #"{"arrivals": {"process": "trace", "times": ["2 s", "1 s"]}}"#,
            "load.arrivals.times[1]: times must not go back"
        ),
        (#"{"arrivals": {"process": "trace", "times": []}}"#, "found an empty array"),
        (#"{"arrivals": {"process": "closed", "rate": "1 /s"}, "requests": 5}"#, "load.arrivals.rate: unknown key"),
        (#"{"arrivals": {"process": "closed"}, "requests": 0}"#, "load.requests: found 0"),
    ])
    func aWrongLoadIsExplained(value: String, text: String) {
        #expect(failure("load", value).contains(text))
    }

    @Test func distributionsOfTiles() throws {
        let scheme = { (more: String) throws(InputError) in
            try scenario([("convolution", #"{"scheme": "ftp", "grid": "3x3"\#(more)}"#)]).convolution
        }
        #expect(try scheme("").distribution == .workSharing)
        #expect(try scheme(#", "distribution": "work-sharing""#).label == "ftp(grid=3x3)")
        let stealing = try scheme(#", "distribution": "work-stealing", "dataReuse": true"#)
        #expect(stealing.distribution == .workStealing)
        #expect(stealing.reusesData)
        #expect(stealing.label == "ftp(grid=3x3;work-stealing;dataReuse)")
        #expect(
            failure("convolution", #"{"scheme": "ftp", "dataReuse": true}"#).contains(
                "data are reused between tiles that are taken one after the other"))
        #expect(
            failure("convolution", #"{"scheme": "grid-2d", "distribution": "work-stealing"}"#).contains("unknown key"))
        #expect(try scenario([("taskOverhead", #""250 ms""#)]).taskOverhead == TimeSpan(seconds: 0.25))
        #expect(failure("taskOverhead", #""2 min""#).contains("a time up to a minute"))
    }
}
