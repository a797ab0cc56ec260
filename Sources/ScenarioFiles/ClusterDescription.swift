import DeviceProfiles
import Partitioning
import Units

/// The devices of a scenario, their roles and the network between them.
enum ClusterDescription {
    static let deviceLimit = Cluster.largestDeviceCount
    static let capabilityLimit = 1_000_000_000
    static let speedRange = 0.001...1000
    private static let deviceExpectation = "the name of a device, or an object with \"profile\" and what differs"

    static func decode(_ value: ValueReader) throws(InputError) -> (Cluster, Delivery) {
        try value.object { (reader) throws(InputError) in
            let common = reader.optional("everyDevice")
            // On its own first, as devices may replace all of it.
            _ = try common?.object { (reader) throws(InputError) in
                try overridden(DeviceCatalogue.profiles[0], &reader)
            }
            let owner = try reader.required("groupOwner", expected: "an object with \"device\"").object {
                (reader) throws(InputError) in
                (
                    member: try member(&reader, name: "group-owner", common),
                    computes: try reader.bool("computes", default: true)
                )
            }
            let requested = try reader.optional("devices")?.int(in: 1...deviceLimit)
            let missing = requested.map { max(0, $0 - (owner.computes ? 1 : 0)) }
            let workers = try workers(reader.optional("workers"), count: missing, common, in: value)
            guard owner.computes || !workers.isEmpty else {
                throw value.error(
                    "no device computes", expected: "one or more workers, or \"computes\": true for the Group Owner")
            }
            var devices = [owner.member] + workers
            let computing = Array((owner.computes ? 0 : 1)..<devices.count)
            var source = 0
            if let sourceValue = reader.optional("source") {
                switch sourceValue.node.value {
                case .string:
                    source = try sourceValue.choice(of: ["group-owner", "worker-1"]) == "group-owner" ? 0 : 1
                    guard source < devices.count else { throw sourceValue.error("the cluster has no worker") }
                case .object:
                    let device = try sourceValue.object { (reader) throws(InputError) in
                        try member(&reader, name: "source", common)
                    }
                    source = devices.count
                    devices.append(device)
                default:
                    throw sourceValue.mismatch(expected: "\"group-owner\", \"worker-1\" or an object with \"device\"")
                }
            }
            let (wireless, delivery) = try WirelessDescription.decode(
                reader.required("wireless", expected: "an object with \"rate\""), devices: devices, groupOwner: 0)
            return (
                Cluster(devices: devices, groupOwner: 0, source: source, computing: computing, wireless: wireless),
                delivery
            )
        }
    }

    // MARK: Devices

    private static func workers(
        _ value: ValueReader?, count requested: Int?, _ common: ValueReader?, in cluster: ValueReader
    ) throws(InputError) -> [Device] {
        guard let value else {
            if let requested, requested > 0 {
                throw cluster.error(
                    "\"devices\" asks for \(requested) beside the Group Owner",
                    expected: "\"workers\" that say which")
            }
            return []
        }
        switch value.node.value {
        case .object:
            // One kind of worker: as many as asked for.
            let (device, count) = try group(value, defaultCount: requested, common)
            return numbered(Array(repeating: device, count: requested ?? count))
        case .array:
            var devices: [Device] = []
            for element in try value.array() {
                let (device, count) = try group(element, defaultCount: 1, common)
                devices += Array(repeating: device, count: count)
                guard devices.count <= deviceLimit else {
                    throw value.error(found: "\(devices.count) workers", expected: "at most \(deviceLimit)")
                }
            }
            if let requested, requested > devices.count {
                throw value.error(
                    "\"devices\" asks for \(requested) of them", found: "\(devices.count)",
                    expected: "at least as many here")
            }
            return numbered(Array(devices.prefix(requested ?? devices.count)))
        default:
            throw value.mismatch(expected: "an object with \"device\" and \"count\", or an array of them")
        }
    }

    private static func numbered(_ devices: [Device]) -> [Device] {
        devices.enumerated().map { index, device in
            var device = device
            device.name = "worker-\(index + 1)"
            return device
        }
    }

    private static func group(
        _ value: ValueReader, defaultCount: Int?, _ common: ValueReader?
    ) throws(InputError) -> (Device, Int) {
        try value.object { (reader) throws(InputError) in
            let device = try member(&reader, name: "worker", common)
            let count: Int
            if let defaultCount {
                count = try reader.int("count", in: 0...deviceLimit, default: defaultCount)
            } else {
                count = try reader.int("count", in: 0...deviceLimit)
            }
            return (device, count)
        }
    }

    private static func member(
        _ reader: inout ObjectReader, name: String, _ common: ValueReader?
    ) throws(InputError) -> Device {
        let profile = try profile(reader.required("device", expected: deviceExpectation), common)
        // By default in proportion to the rate of convolutions, in units of 1 MMAC/s.
        let megaMACs = (profile.convolutionRate.value.macsPerSecond / 1e6).rounded()
        let natural = Int(min(max(1, megaMACs), Double(capabilityLimit)))
        return Device(
            name: name, profile: profile,
            capability: try reader.int("capability", in: 1...capabilityLimit, default: natural),
            link: try reader.optional("radio").map { (value) throws(InputError) in
                try WirelessDescription.station(value)
            } ?? StationLink())
    }

    /// The profile of a device; what it does not replace itself comes from what is common to all.
    private static func profile(_ value: ValueReader, _ common: ValueReader?) throws(InputError) -> DeviceProfile {
        var value = value
        if case .string = value.node.value {
            let name = try value.choice(of: DeviceCatalogue.names)
            guard common != nil else { return DeviceCatalogue.profile(named: name)! }
            let member = JSONNode.Member(key: "profile", value: JSONNode(.string(name)))
            value = ValueReader(JSONNode(.object([member])), file: value.file, path: value.path)
        }
        guard case .object = value.node.value else { throw value.mismatch(expected: deviceExpectation) }
        if let common {
            value = ValueReader(value.node.merging(over: common.node), file: value.file, path: value.path)
        }
        return try value.object { (reader) throws(InputError) in
            let named = DeviceCatalogue.profile(named: try reader.choice("profile", of: DeviceCatalogue.names))!
            return try overridden(named, &reader)
        }
    }

    /// A profile with the figures that a scenario replaces.
    private static func overridden(
        _ original: DeviceProfile, _ reader: inout ObjectReader
    ) throws(InputError) -> DeviceProfile {
        var profile = original
        try override(&profile.convolutionRate, "convolutionRate", .computeRate, ComputeRate.init, &reader)
        try override(&profile.memoryBandwidth, "memoryBandwidth", .dataRate, DataRate.init, &reader)
        try override(&profile.applicationMemory, "applicationMemory", .data, ByteCount.init, &reader)
        if let value = reader.optional("weightPreparationRate") {
            let expected = PhysicalDimension.dataRate.expectation
            profile.weightPreparationRate = Sourced(
                try value.parsed(expected: expected, as: DataRate.init(parsing:)), .estimate("set in the scenario"))
        }
        try override(&profile.storageReadRate, "storageReadRate", .dataRate, DataRate.init, &reader)
        try override(&profile.wirelessRate, "wirelessRate", .dataRate, DataRate.init, &reader)
        return profile.scaled(by: try reader.double("speed", in: speedRange, default: 1))
    }

    private static func override<Value>(
        _ figure: inout Sourced<Value>, _ key: String, _ dimension: PhysicalDimension, _ parse: (String) -> Value?,
        _ reader: inout ObjectReader
    ) throws(InputError) {
        guard let value = reader.optional(key) else { return }
        figure = Sourced(
            try value.parsed(expected: dimension.expectation, as: parse), .estimate("set in the scenario"))
    }
}
