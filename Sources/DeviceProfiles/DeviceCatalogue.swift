/// The built-in device profiles: the one list that help texts, the scenario schema and the tests read.
///
/// A profile describes a device *with the software that its source ran*: the same board is several times faster under a
/// 2020s library than under a 2018 framework. Compare devices only where their titles name the same software.
///
/// Rates that are derived from whole networks use these totals of multiply-accumulates at 224x224:
///
/// | network | kernels above 1x1 | 1x1 kernels | fully connected |
/// |---|---|---|---|
/// | VGG-16 | 15,346,630,656 | 0 | 123,633,664 (494.5 MB of float32 weights) |
/// | ResNet-50, strides in the 1x1 layers as in ncnn | 1,967,702,016 | 1,888,223,232 | 2,048,000 (8.2 MB) |
///
/// Fully connected layers at batch 1 read each weight once, so `memoryBandwidth` rules them and no profile gives a rate
/// of their own.
public enum DeviceCatalogue {
    /// Every built-in profile, in the order of their names.
    public static let profiles: [DeviceProfile] = [
        .hostX86,
        .jetsonNano,
        .jetsonTX2,
        .nexus5,
        .raspberryPi3B,
        .raspberryPi3BOneCore,
        .raspberryPi3BPlus,
        .raspberryPi3BPlusOneCore,
        .raspberryPi4B,
        .snapdragon821,
        .snapdragon855,
    ]

    /// What scenarios may write as a device.
    public static var names: [String] { profiles.map(\.name) }

    /// The profile of exactly that name.
    public static func profile(named name: String) -> DeviceProfile? { profiles.first { $0.name == name } }
}
