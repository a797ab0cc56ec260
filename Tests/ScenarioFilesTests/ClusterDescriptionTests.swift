import DeviceProfiles
import Testing
import Units

@testable import ScenarioFiles

@Suite struct ClusterDescriptionTests {
    private func cluster(_ changes: [(path: String, value: String)]) throws(InputError) -> Cluster {
        try scenario(changes).cluster
    }

    // MARK: How many

    @Test(arguments: [
        (1, ["group-owner"]), (2, ["group-owner", "worker-1"]),
        (5, ["group-owner", "worker-1", "worker-2", "worker-3", "worker-4"]),
    ])
    func devicesCountsWhoComputesAndOneKindOfWorkerIsRepeated(count: Int, names: [String]) throws {
        let cluster = try cluster([("cluster.devices", "\(count)")])
        #expect(cluster.devices.map(\.name) == names)
        #expect(cluster.computing == Array(0..<count))
    }

    @Test func aGroupOwnerThatDoesNotComputeIsNotCounted() throws {
        let cluster = try cluster([("cluster.groupOwner.computes", "false"), ("cluster.devices", "2")])
        #expect(cluster.devices.map(\.name) == ["group-owner", "worker-1", "worker-2"])
        #expect(cluster.computing == [1, 2])
        #expect(cluster.groupOwner == 0)
    }

    @Test func workersOfSeveralKindsKeepTheirOrder() throws {
        let list =
            #"[{"device": "nexus-5", "count": 2}, {"device": "jetson-nano"}, {"device": "jetson-tx2", "count": 0}]"#
        let all = try cluster([("cluster.workers", list)])
        #expect(all.devices.map(\.name) == ["group-owner", "worker-1", "worker-2", "worker-3"])
        #expect(all.devices.map(\.profile.name) == ["nexus-5", "nexus-5", "nexus-5", "jetson-nano"])
        let first = try cluster([("cluster.workers", list), ("cluster.devices", "3")])
        #expect(first.devices.map(\.profile.name) == ["nexus-5", "nexus-5", "nexus-5"])
    }

    @Test(arguments: ["[]", #"{"device": "nexus-5", "count": 0}"#])
    func noWorkersAreFineIfTheGroupOwnerComputes(workers: String) throws {
        #expect(try cluster([("cluster.workers", workers)]).computing == [0])
    }

    // MARK: Roles and figures

    @Test func theSourceMayBeTheGroupOwnerAWorkerOrADeviceOfItsOwn() throws {
        #expect(try cluster([("cluster.source", #""group-owner""#)]).source == 0)
        #expect(try cluster([("cluster.source", #""worker-1""#)]).source == 1)
        let camera = try cluster([("cluster.source", #"{"device": "raspberry-pi-4b"}"#)])
        #expect(camera.source == 4)
        #expect(camera.devices[4].name == "source")
        #expect(camera.devices[4].profile.name == "raspberry-pi-4b")
        #expect(camera.computing == [0, 1, 2, 3])
    }

    @Test func capabilityFollowsTheConvolutionRateUnlessGiven() throws {
        let rate = #"{"profile": "nexus-5", "convolutionRate": "2.5 GFLOP/s"}"#
        let cluster = try cluster([
            ("cluster.groupOwner.device", rate),
            ("cluster.workers", #"[{"device": "nexus-5", "capability": 7}, {"device": "nexus-5"}]"#),
        ])
        // 2.5 GFLOP/s are 1.25 GMAC/s; the catalogue's 1.4 GFLOP/s are 0.7 GMAC/s.
        #expect(cluster.capabilities == [1250, 7, 700])
    }

    @Test func figuresOfAProfileCanBeReplaced() throws {
        let profile = try cluster([
            (
                "cluster.groupOwner.device",
                #"{"profile": "nexus-5", "convolutionRate": "2 GMAC/s", "memoryBandwidth": "1 GB/s", "applicationMemory": "1 GiB", "storageReadRate": "10 MB/s", "wirelessRate": "54 Mbit/s"}"#
            )
        ]).devices[0].profile
        #expect(profile.name == "nexus-5")
        #expect(profile.convolutionRate == Sourced(ComputeRate(macsPerSecond: 2e9), .estimate("set in the scenario")))
        #expect(profile.memoryBandwidth.value == DataRate(bitsPerSecond: 8e9))
        #expect(profile.applicationMemory.value == ByteCount(1 << 30))
        #expect(profile.storageReadRate.value == DataRate(bitsPerSecond: 80e6))
        #expect(profile.wirelessRate.value == DataRate(bitsPerSecond: 54e6))
    }

    // MARK: Mistakes

    @Test func aClusterInWhichNobodyComputesIsAnError() {
        let changes = [("cluster.groupOwner.computes", "false"), ("cluster.workers.count", "0")]
        #expect(
            message { () throws(InputError) in _ = try scenario(changes) }
                == #"x.json:4:14: cluster: no device computes, expected one or more workers, or "computes": true for the Group Owner"#
        )
    }

    @Test(arguments: [
        (
            "cluster.workers.count", "-1",
            "x.json:10:16: cluster.workers.count: found -1, expected an integer from 0 to 1000"
        ),
        (
            "cluster.workers.count", "1e300",
            "x.json:10:16: cluster.workers.count: found 1e300, expected an integer from 0 to 1000"
        ),
        (
            "cluster.workers", #"[{"device": "nexus-5", "count": 900}, {"device": "nexus-5", "count": 900}]"#,
            "x.json:8:16: cluster.workers: found 1800 workers, expected at most 1000"
        ),
        ("cluster.workers", #"[{"device": "nexus-5"}]"#, "no error"),
        (
            "cluster.workers", "3",
            #"x.json:8:16: cluster.workers: found the number 3, expected an object with "device" and "count", or an array of them"#
        ),
        ("cluster.devices", "0", "x.json:15:16: cluster.devices: found 0, expected an integer from 1 to 1000"),
        (
            "cluster.devices", #""two""#,
            #"x.json:15:16: cluster.devices: found the string "two", expected an integer from 1 to 1000"#
        ),
        (
            "cluster.wireless.rate", #""-5 Mbit/s""#,
            #"x.json:13:15: cluster.wireless.rate: found "-5 Mbit/s", expected a data rate from 1 kbit/s to 1000 Tbit/s such as "40 Mbit/s""#
        ),
        (
            "cluster.wireless.rate", #""0 Mbit/s""#,
            #"x.json:13:15: cluster.wireless.rate: found "0 Mbit/s", expected a data rate from 1 kbit/s to 1000 Tbit/s such as "40 Mbit/s""#
        ),
        (
            "cluster.wireless.rate", #""40 Mbps""#,
            #"x.json:13:15: cluster.wireless.rate: found "40 Mbps", expected a data rate from 1 kbit/s to 1000 Tbit/s such as "40 Mbit/s""#
        ),
        (
            "cluster.wireless.rate", #""40 ms""#,
            #"x.json:13:15: cluster.wireless.rate: found "40 ms", expected a data rate from 1 kbit/s to 1000 Tbit/s such as "40 Mbit/s""#
        ),
        (
            "cluster.wireless.rate", "40",
            #"x.json:13:15: cluster.wireless.rate: found the number 40, expected a data rate from 1 kbit/s to 1000 Tbit/s such as "40 Mbit/s""#
        ),
        (
            "cluster.wireless.rate", #""1e300 bit/s""#,
            #"x.json:13:15: cluster.wireless.rate: found "1e300 bit/s", expected a data rate from 1 kbit/s to 1000 Tbit/s such as "40 Mbit/s""#
        ),
        (
            "cluster.wireless.wakeUp", #""2 min""#,
            #"x.json:14:17: cluster.wireless.wakeUp: found "2 min", expected a time up to a minute such as "3 ms""#
        ),
        (
            "cluster.wireless.wakeUp", #""-1 ms""#,
            #"x.json:14:17: cluster.wireless.wakeUp: found "-1 ms", expected a time up to a minute such as "3 ms""#
        ),
        (
            "cluster.wireless.delivery", #""mapreduce""#,
            #"x.json:14:19: cluster.wireless.delivery: found "mapreduce", expected one of direct, relay, mapReduce, coordinated; did you mean "mapReduce"?"#
        ),
        (
            "cluster.wireless.wakeup", #""3 ms""#,
            #"x.json:14:7: cluster.wireless.wakeup: unknown key, expected one of fidelity, standard, rate, messageOverhead, wakeUp, wakeUpOccupiesChannel, sharing, delivery; did you mean "wakeUp"?"#
        ),
        (
            "cluster.groupOwner.device", #""nexus5""#,
            #"x.json:6:17: cluster.groupOwner.device: found "nexus5", expected one of host-x86, jetson-nano, jetson-tx2, nexus-5, raspberry-pi-3b, raspberry-pi-3b-1core, raspberry-pi-3b-plus, raspberry-pi-3b-plus-1core, raspberry-pi-4b, snapdragon-821, snapdragon-855; did you mean "nexus-5"?"#
        ),
        (
            "cluster.groupOwner.device", "5",
            #"x.json:6:17: cluster.groupOwner.device: found the number 5, expected the name of a device, or an object with "profile" and what differs"#
        ),
        (
            "cluster.groupOwner.device", #"{"convolutionRate": "1 GMAC/s"}"#,
            "x.json:6:17: cluster.groupOwner.device.profile: missing key, expected one of host-x86, jetson-nano, jetson-tx2, nexus-5, raspberry-pi-3b, raspberry-pi-3b-1core, raspberry-pi-3b-plus, raspberry-pi-3b-plus-1core, raspberry-pi-4b, snapdragon-821, snapdragon-855"
        ),
        (
            "cluster.groupOwner.device", #"{"profile": "nexus-5", "convolutionRate": "1 Gbit/s"}"#,
            #"x.json:8:28: cluster.groupOwner.device.convolutionRate: found "1 Gbit/s", expected a compute rate from 1 kMAC/s to 1000 TMAC/s such as "1.4 GFLOP/s" or "0.7 GMAC/s""#
        ),
        (
            "cluster.groupOwner.device", #"{"profile": "nexus-5", "convolutionRate": "1e30 MAC/s"}"#,
            #"x.json:8:28: cluster.groupOwner.device.convolutionRate: found "1e30 MAC/s", expected a compute rate from 1 kMAC/s to 1000 TMAC/s such as "1.4 GFLOP/s" or "0.7 GMAC/s""#
        ),
        (
            "cluster.groupOwner.device", #"{"profile": "nexus-5", "applicationMemory": "-1 MiB"}"#,
            #"x.json:8:30: cluster.groupOwner.device.applicationMemory: found "-1 MiB", expected an amount of data such as "512 MiB""#
        ),
        (
            "cluster.groupOwner.capability", "0",
            "x.json:7:21: cluster.groupOwner.capability: found 0, expected an integer from 1 to 1000000000"
        ),
        (
            "cluster.source", #""worker-2""#,
            #"x.json:15:15: cluster.source: found "worker-2", expected one of group-owner, worker-1; did you mean "worker-1"?"#
        ),
        (
            "cluster.source", "1",
            #"x.json:15:15: cluster.source: found the number 1, expected "group-owner", "worker-1" or an object with "device""#
        ),
    ])
    func aWrongValueIsExplained(path: String, value: String, text: String) {
        #expect(failure(path, value) == text)
    }

    @Test func aListWithTooFewWorkersIsAnError() {
        let changes = [("cluster.workers", #"[{"device": "nexus-5", "count": 2}]"#), ("cluster.devices", "4")]
        #expect(
            message { () throws(InputError) in _ = try scenario(changes) }
                == #"x.json:8:16: cluster.workers: "devices" asks for 3 of them: found 2, expected at least as many here"#
        )
    }

    @Test func aWorkerAsSourceNeedsAWorker() {
        let changes = [("cluster.devices", "1"), ("cluster.source", #""worker-1""#)]
        #expect(
            message { () throws(InputError) in _ = try scenario(changes) }
                == "x.json:16:15: cluster.source: the cluster has no worker")
    }

    @Test func devicesWithoutWorkersIsAnError() throws {
        let document =
            #"{"name": "x", "network": "lenet5", "cluster": {"groupOwner": {"device": "nexus-5"}, "devices": 2, "wireless": {"rate": "1 Mbit/s"}}}"#
        let text = message { () throws(InputError) in
            _ = try ScenarioFile(root: node(document), path: "x.json").scenario()
        }
        #expect(
            text
                == #"x.json:1:47: cluster: "devices" asks for 1 beside the Group Owner, expected "workers" that say which"#
        )
    }
}
