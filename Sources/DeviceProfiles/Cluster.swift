/// One device of a cluster.
public struct Device: Sendable, Hashable {
    /// Unique in its cluster, such as "worker-2".
    public var name: String
    public var profile: DeviceProfile
    /// Relative speed that biased partitions use; positive.
    public var capability: Int
    /// Its place and rate in a Wi-Fi network; the ideal channel does not look at it.
    public var link: StationLink

    public init(name: String, profile: DeviceProfile, capability: Int, link: StationLink = StationLink()) {
        self.name = name
        self.profile = profile
        self.capability = capability
        self.link = link
    }
}

/// The devices on one wireless network, and who does what.
public struct Cluster: Sendable, Hashable {
    /// What scenarios may ask for: exchanges among all devices grow with the square of their number.
    public static let largestDeviceCount = 1000

    public var devices: [Device]
    /// Index of the device that coordinates, relays and wants the network's output.
    public var groupOwner: Int
    /// Index of the device that holds the network's input.
    public var source: Int
    /// Indices of the devices that compute layers, in the order in which parts are dealt; not empty.
    public var computing: [Int]
    public var wireless: WirelessNetwork

    public init(devices: [Device], groupOwner: Int, source: Int, computing: [Int], wireless: WirelessNetwork) {
        precondition(!computing.isEmpty, "a cluster needs a device that computes")
        self.devices = devices
        self.groupOwner = groupOwner
        self.source = source
        self.computing = computing
        self.wireless = wireless
    }

    /// Capabilities of the computing devices, in their order.
    public var capabilities: [Int] { computing.map { devices[$0].capability } }

    /// One of the devices alone with input and output at hand: what a speed-up is compared with.
    public func alone(_ device: Int) -> Cluster {
        Cluster(devices: [devices[device]], groupOwner: 0, source: 0, computing: [0], wireless: wireless)
    }
}
