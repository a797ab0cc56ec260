public import DeviceProfiles
public import Units

/// Energy that a device used in a run.
public struct EnergyUse: Sendable, Hashable {
    /// The device idle, and its processor computing; `nil` where its power is not known.
    public var processor: Energy?
    /// Its radio above the dozing radio: sending, hearing packets (others' as well) and listening; `nil` where its power
    /// is not known or the wireless model knows no radio times.
    public var radio: Energy?
    /// Of a full battery, if both parts and the battery are known.
    public var batteryShare: Double?

    public var total: Energy? {
        guard let processor, let radio else { return nil }
        return processor + radio
    }

    /// E = Σ P_state · t_state over the run.
    ///
    /// - Parameters:
    ///   - busy: time in which the processor computes.
    ///   - radioTimes: `nil` if they are not known.
    public init(of device: Device, busy: TimeSpan, radioTimes: RadioTimes?, latency: TimeSpan) {
        guard let power = device.profile.power else { return }
        processor = power.idle.value * latency + (power.computing.value - power.idle.value) * busy
        if let times = radioTimes, let radioPower = power.radio {
            let packets = times.transmit + times.receive + times.busy
            // What runs past the last delivery (answers, acknowledgments) is counted, but no idle time for it.
            let listening = max(.zero, latency - packets - times.doze)
            radio =
                radioPower.transmit.value * times.transmit + radioPower.receive.value * (times.receive + times.busy)
                + radioPower.idle.value * (device.link.isWired ? .zero : listening)
        }
        if let total, let battery = power.battery { batteryShare = total / battery.value }
    }
}
