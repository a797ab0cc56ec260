// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Targets from the bottom up: none imports one that stands below it in this list.
let package = Package(
    name: "modnn-sim",
    targets: [
        .target(name: "Units", swiftSettings: settings),
        .target(name: "Suggestions", swiftSettings: settings),
        .target(name: "Tensors", swiftSettings: settings),
        .target(name: "NeuralNetworks", dependencies: ["Units", "Tensors"], swiftSettings: settings),
        .target(name: "DeviceProfiles", dependencies: ["Units"], swiftSettings: settings),
        .target(name: "Execution", dependencies: ["Units", "Tensors"], swiftSettings: settings),
        .target(
            name: "Partitioning", dependencies: ["Units", "Tensors", "NeuralNetworks", "DeviceProfiles", "Execution"],
            swiftSettings: settings),
        .target(name: "Simulator", dependencies: ["Units", "DeviceProfiles", "Execution"], swiftSettings: settings),
        .target(
            name: "ScenarioFiles",
            dependencies: ["Units", "Suggestions", "Tensors", "NeuralNetworks", "DeviceProfiles", "Partitioning"],
            swiftSettings: settings),
        .target(
            name: "Experiments",
            dependencies: [
                "Units", "Tensors", "NeuralNetworks", "DeviceProfiles", "Execution", "Partitioning", "Simulator",
                "ScenarioFiles",
            ], swiftSettings: settings),
        .target(
            name: "Reporting",
            dependencies: [
                "Units", "Tensors", "NeuralNetworks", "DeviceProfiles", "Execution", "Partitioning", "Simulator",
                "ScenarioFiles", "Experiments",
            ], swiftSettings: settings),
        .target(name: "CommandLineOptions", dependencies: ["Suggestions"], swiftSettings: settings),
        .executableTarget(
            name: "modnn-sim",
            dependencies: [
                "Units", "Tensors", "NeuralNetworks", "DeviceProfiles", "Partitioning", "ScenarioFiles", "Experiments",
                "Reporting", "Suggestions", "CommandLineOptions",
            ], swiftSettings: settings),
    ]
)
