public import Units

/// Where a figure comes from.
public enum Provenance: Sendable, Hashable {
    /// Printed in a publication, data sheet or vendor file.
    case cited(String)
    /// Worked out from cited figures.
    case derived(String)
    /// Measured by this project; says how.
    case measured(String)
    /// Our judgement; says on what grounds.
    case estimate(String)
}

/// A figure with its provenance.
public struct Sourced<Value: Sendable & Hashable>: Sendable, Hashable {
    public var value: Value
    public var provenance: Provenance

    public init(_ value: Value, _ provenance: Provenance) {
        self.value = value
        self.provenance = provenance
    }
}

/// What a phone or board can do, as far as partitioned inference notices.
public struct DeviceProfile: Sendable, Hashable {
    /// Identifier in scenarios, such as "nexus-5".
    public var name: String
    /// Name for people, such as "LG Nexus 5 (2013)".
    public var title: String
    /// Sustained rate of convolution kernels in the software of the time, all cores that an app may use.
    public var convolutionRate: Sourced<ComputeRate>
    /// Rates of other kernel classes relative to `convolutionRate`; 1 where not listed. Element-wise layers are bound
    /// by `memoryBandwidth`.
    public var relativeRates: [KernelClass: Sourced<Double>]
    /// Sustained memory bandwidth of the processor's cores.
    public var memoryBandwidth: Sourced<DataRate>
    /// Rate at which weights are repacked for the kernels at every use, such as by Winograd's transform of filters that
    /// is not kept; nil where it costs nothing worth counting. The time does not shrink with the part of a map.
    public var weightPreparationRate: Sourced<DataRate>?
    /// How fast its cores run compared with the profile of that name, such as at another clock.
    public var speed = 1.0
    /// Memory that one application may hold; what does not fit is streamed from storage.
    public var applicationMemory: Sourced<ByteCount>
    /// Sequential read rate of the storage that holds the weights.
    public var storageReadRate: Sourced<DataRate>
    /// Physical-layer rate of its Wi-Fi radio.
    public var wirelessRate: Sourced<DataRate>
    /// Power of the whole device, if known.
    public var power: DevicePower?
}

/// Power of the whole device in its states.
public struct DevicePower: Sendable, Hashable {
    public var idle: Sourced<Power>
    /// Average while inferring.
    public var computing: Sourced<Power>
    /// Of the Wi-Fi radio, above what `idle` includes, if known.
    public var radio: RadioPower?
    /// Energy of a full battery, if it has one and it is known.
    public var battery: Sourced<Energy>?

    init(
        idle: Sourced<Power>, computing: Sourced<Power>, radio: RadioPower? = nil, battery: Sourced<Energy>? = nil
    ) {
        self.idle = idle
        self.computing = computing
        self.radio = radio
        self.battery = battery
    }
}

/// Power of a Wi-Fi radio in its states, above that of the dozing radio.
public struct RadioPower: Sendable, Hashable {
    public var transmit: Sourced<Power>
    public var receive: Sourced<Power>
    /// Awake without a packet on the air.
    public var idle: Sourced<Power>
}
