// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// The rooms of the house from the bottom up, each with what it imports; each has a test target of its name.
let rooms: [(name: String, imports: [String])] = [
    ("Units", []),
    ("Suggestions", []),
    ("CommandLineOptions", ["Suggestions"]),
    ("Tensors", []),
    ("NeuralNetworks", ["Units", "Tensors"]),
    ("DeviceProfiles", ["Units"]),
    ("Execution", ["Units", "Tensors"]),
    ("Partitioning", ["Units", "Tensors", "NeuralNetworks", "DeviceProfiles", "Execution"]),
    ("Simulator", ["Units", "DeviceProfiles", "Execution"]),
    ("ScenarioFiles", ["Units", "Suggestions", "Tensors", "NeuralNetworks", "DeviceProfiles", "Partitioning"]),
    (
        "Experiments",
        [
            "Units", "Tensors", "NeuralNetworks", "DeviceProfiles", "Execution", "Partitioning", "Simulator",
            "ScenarioFiles",
        ]
    ),
    (
        "Reporting",
        [
            "Units", "Tensors", "NeuralNetworks", "DeviceProfiles", "Execution", "Partitioning", "Simulator",
            "ScenarioFiles", "Experiments",
        ]
    ),
]

func dependencies(_ names: [String]) -> [Target.Dependency] { names.map { .target(name: $0) } }

let package = Package(
    name: "modnn-sim",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "modnn-sim", targets: ["modnn-sim"]),
        .library(name: "Partitioning", targets: ["Partitioning"]),
        .library(name: "Simulator", targets: ["Simulator"]),
    ],
    targets: rooms.map { .target(name: $0.name, dependencies: dependencies($0.imports), swiftSettings: settings) } + [
        .executableTarget(
            name: "modnn-sim",
            dependencies: dependencies([
                "Units", "Tensors", "NeuralNetworks", "DeviceProfiles", "Partitioning", "ScenarioFiles", "Experiments",
                "Reporting", "CommandLineOptions",
            ]), swiftSettings: settings),
        .executableTarget(
            name: "modnn-sim-benchmark",
            dependencies: dependencies([
                "Units", "NeuralNetworks", "DeviceProfiles", "Execution", "Partitioning", "Simulator",
            ]), path: "Sources/Benchmarks", swiftSettings: settings),
    ]
        + rooms.map { room in
            .testTarget(
                name: room.name + "Tests",
                dependencies: dependencies(
                    [room.name, "TestSupport"] + room.imports + (room.name == "Simulator" ? ["Tensors"] : [])),
                resources: room.name == "Experiments" ? [.copy("Reference")] : [], swiftSettings: settings)
        }
        + [.target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings)]
        + [.testTarget(name: "CommandLineTests", dependencies: ["modnn-sim"], swiftSettings: settings)]
)
