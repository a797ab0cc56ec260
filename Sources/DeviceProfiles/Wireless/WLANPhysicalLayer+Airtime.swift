public import Units

/// Airtimes: what a frame or packet of a number of bytes occupies.
extension WLANPhysicalLayer {
    /// Arbitration space of best-effort EDCA, SIFS + 3 slots (clause 10.23.2.4), or DIFS = SIFS + 2 slots of plain DCF
    /// (10.3.2.3.5).
    public var arbitrationSpace: TimeSpan { shortInterframeSpace + (isQoS ? 3 : 2) * slot }

    /// A physical-layer packet of `bytes`: T_pre + T_sym ⌈(22 + 8 b) / N_dbps⌉ + T_ext, with 16 service and 6 tail bits.
    public func packetAirtime(bytes: Int) -> TimeSpan {
        let symbols = (22 + 8 * bytes + bitsPerSymbol - 1) / bitsPerSymbol
        return preamble + symbols * symbol + signalExtension
    }

    /// A control frame of `bytes`, in the format of 802.11g/a: 20 µs and 4 µs a symbol.
    public func controlAirtime(bytes: Int) -> TimeSpan {
        let symbols = (22 + 8 * bytes + controlBitsPerSymbol - 1) / controlBitsPerSymbol
        return TimeSpan(nanoseconds: 20_000 + 4000 * Int64(symbols)) + signalExtension
    }

    public var acknowledgmentAirtime: TimeSpan { controlAirtime(bytes: WLANFrames.acknowledgment) }
    public var blockAcknowledgmentAirtime: TimeSpan { controlAirtime(bytes: WLANFrames.blockAcknowledgment) }
    public var blockAcknowledgmentRequestAirtime: TimeSpan {
        controlAirtime(bytes: WLANFrames.blockAcknowledgmentRequest)
    }
    public var requestToSendAirtime: TimeSpan { controlAirtime(bytes: WLANFrames.requestToSend) }
    public var clearToSendAirtime: TimeSpan { controlAirtime(bytes: WLANFrames.clearToSend) }

    /// Bytes of the MAC frame (MPDU) around an IP packet.
    public func frameBytes(packet: Int) -> Int {
        packet + WLANFrames.dataOverhead + (isQoS ? WLANFrames.qualityOfServiceField : 0)
    }

    /// Bytes of an A-MPDU subframe around an IP packet, padding included: 4 ⌈(L + 4) / 4⌉.
    public func subframeBytes(packet: Int) -> Int {
        (frameBytes(packet: packet) + WLANFrames.delimiter + 3) / 4 * 4
    }

    /// VHT and HE send even a single frame as an aggregate of one (clause 10.12.7).
    package var wrapsSingleFrames: Bool { amendment == .ac || amendment == .ax }

    /// A packet that carries one IP packet alone.
    public func singleFrameAirtime(packet: Int) -> TimeSpan {
        packetAirtime(bytes: frameBytes(packet: packet) + (wrapsSingleFrames ? WLANFrames.delimiter : 0))
    }

    /// A packet of `count` frames with equal IP packets; one frame is not aggregated.
    public func aggregateAirtime(packet: Int, count: Int) -> TimeSpan {
        if count == 1 { return singleFrameAirtime(packet: packet) }
        // The last subframe is not padded.
        return packetAirtime(
            bytes: (count - 1) * subframeBytes(packet: packet) + frameBytes(packet: packet) + WLANFrames.delimiter)
    }

    /// Most bytes of an aggregate: 65,535, and what fits into 5.484 ms.
    package var aggregateByteLimit: Int {
        let available = WLANFrames.longestTransmission - preamble.nanoseconds - signalExtension.nanoseconds
        let bits = Int(available / symbol.nanoseconds) * bitsPerSymbol
        return min(WLANFrames.longestAggregate, (bits - 22) / 8)
    }

    /// k_max: most equal frames in an A-MPDU, at least one; 1 for 802.11g.
    public func aggregateLimit(packet: Int) -> Int {
        if !isQoS { return 1 }
        return max(1, min(WLANFrames.aggregateWindow, aggregateByteLimit / subframeBytes(packet: packet)))
    }

    /// The answer to a data packet: an acknowledgment, or a block acknowledgment when it held several frames.
    public func responseAirtime(frames: Int) -> TimeSpan {
        frames > 1 ? blockAcknowledgmentAirtime : acknowledgmentAirtime
    }

    /// Length of a beacon frame: MAC header 24, time stamp 8, interval 2, capabilities 2, check sequence 4 and its
    /// elements: 25 bytes of names and rates; with HT capabilities (28), HT operation (24) and the EDCA set (20) and
    /// more 108; at 5 GHz with VHT's own, without those of older stations, 117.
    ///
    /// The sums of elements are those that the access point of the reference (ns-3 3.44) sends, as its transmit times
    /// tell: 712, 1376 and 236 µs. Another network's names and vendor elements change them.
    public var beaconBytes: Int {
        switch amendment {
        case .g: 65
        case .n: 148
        case .ac, .ax: 157
        }
    }

    /// A beacon: at 1 Mbit/s DSSS with its long preamble of 192 µs (clause 15.2.3) at 2.4 GHz, at 6 Mbit/s OFDM at 5 GHz.
    public var beaconAirtime: TimeSpan {
        switch band {
        case .twoPointFourGHz: TimeSpan(nanoseconds: 192_000 + Int64(beaconBytes) * 8000)
        case .fiveGHz: Self.sixMegabitAirtime(bytes: beaconBytes)
        }
    }

    /// A beacon of a Wi-Fi Direct Group Owner, which must not use DSSS rates (Wi-Fi P2P specification 2.4.1): 6 Mbit/s.
    public var groupOwnerBeaconAirtime: TimeSpan { Self.sixMegabitAirtime(bytes: beaconBytes) + signalExtension }

    private static func sixMegabitAirtime(bytes: Int) -> TimeSpan {
        TimeSpan(nanoseconds: 20_000 + 4000 * Int64((22 + 8 * bytes + 23) / 24))
    }

    /// What precedes the symbols of a beacon.
    package var beaconPreamble: TimeSpan { TimeSpan(nanoseconds: band == .twoPointFourGHz ? 192_000 : 20_000) }

    /// After a frame without an answer, a station waits SIFS, a slot and the answer's preamble before it gives up
    /// (AckTimeout, clause 10.3.2.11); aRxPHYStartDelay of OFDM is 20 µs.
    public var responseTimeout: TimeSpan { shortInterframeSpace + slot + TimeSpan(nanoseconds: 20_000) }
}
