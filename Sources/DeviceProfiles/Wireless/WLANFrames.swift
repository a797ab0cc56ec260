/// Sizes of frames in bytes (IEEE 802.11-2020 clause 9) and of what they carry.
package enum WLANFrames {
    /// LLC/SNAP 8, MAC header 24, frame check sequence 4.
    package static let dataOverhead = 36
    package static let qualityOfServiceField = 2
    /// Delimiter of a subframe in an A-MPDU; subframes are padded to multiples of 4 (clause 9.7).
    package static let delimiter = 4

    package static let acknowledgment = 14
    /// Compressed, with a bitmap of 64 frames.
    package static let blockAcknowledgment = 32
    package static let blockAcknowledgmentRequest = 24
    package static let requestToSend = 20
    package static let clearToSend = 14

    /// QoS null function: header 26 and check sequence 4.
    package static let nullFrame = 30

    /// IPv4 20 and UDP 8.
    package static let userDatagramHeaders = 28
    /// IPv4 20, TCP 20 and time stamps 12 (RFC 7323).
    package static let transmissionControlHeaders = 52
    /// Payload of a full UDP datagram and TCP segment on a link that carries 1500 bytes.
    package static let userDatagramPayload = 1472
    package static let maximumSegmentSize = 1448

    /// Most bytes of an A-MPDU: the largest exponent of HT, which the models keep for later amendments.
    package static let longestAggregate = 65_535
    /// Frames a block acknowledgment covers.
    package static let aggregateWindow = 64
    /// aPPDUMaxTime of HT and VHT in nanoseconds.
    package static let longestTransmission: Int64 = 5_484_000
}
