// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// The inner loops are compiled once for every instruction set, from the same files (symbolic links to KernelBase), and
// chosen at run time. Only an unsafe flag can name an instruction set; set MODNN_SIM_PORTABLE=1 for a package without
// any, which then runs the loops for the oldest processors.
#if arch(x86_64)
    let hasInstructionSets = Context.environment["MODNN_SIM_PORTABLE"] == nil
#else
    let hasInstructionSets = false
#endif

/// One copy of the inner loops; optimized in debug builds too, so that tests of them stay quick.
func kernelTarget(_ name: String, compilerFlags: [String], define: [String]) -> Target {
    let flags = ["-O"] + compilerFlags.flatMap { ["-Xcc", $0] }
    return .target(
        name: name,
        swiftSettings: settings + define.map { .define($0) } + (hasInstructionSets ? [.unsafeFlags(flags)] : []))
}

let kernelTargets: [Target] =
    [kernelTarget("KernelBase", compilerFlags: [], define: [])]
    + (hasInstructionSets
        ? [
            kernelTarget("KernelAVX2", compilerFlags: ["-mavx2", "-mfma"], define: ["VECTOR_256"]),
            kernelTarget(
                "KernelAVX512",
                compilerFlags: ["-mavx512f", "-mavx512vl", "-mavx512dq", "-mavx512bw", "-mavx2", "-mfma"],
                define: ["VECTOR_512"]),
        ] : [])

/// The rooms of the house from the bottom up, each with what it imports; each has a test target of its name.
let rooms: [(name: String, imports: [String])] = [
    ("Units", []),
    ("Suggestions", []),
    ("CommandLineOptions", ["Suggestions"]),
    ("Tensors", []),
    ("TensorFiles", []),
    ("NeuralNetworks", ["Units", "Tensors", "TensorFiles"]),
    ("DeviceProfiles", ["Units"]),
    ("Execution", ["Units", "Tensors"]),
    ("Partitioning", ["Units", "Tensors", "NeuralNetworks", "DeviceProfiles", "Execution"]),
    ("Simulator", ["Units", "DeviceProfiles", "Execution"]),
    (
        "TensorKernels",
        ["Units", "Tensors", "TensorFiles", "NeuralNetworks", "Execution"] + kernelTargets.map(\.name)
    ),
    (
        "ScenarioFiles",
        ["Units", "Suggestions", "Tensors", "TensorFiles", "NeuralNetworks", "DeviceProfiles", "Partitioning"]
    ),
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
            "ScenarioFiles", "Experiments", "TensorKernels", "Suggestions",
        ]
    ),
]

/// What the tests of a room import beyond it and its own imports.
let testImports = [
    "Simulator": ["Tensors"],
    "TensorKernels": ["DeviceProfiles", "Partitioning"],
]

/// Folders of data beside the tests of a room.
let testResources = ["Experiments": "Reference", "TensorKernels": "Golden"]

func dependencies(_ names: [String]) -> [Target.Dependency] { names.map { .target(name: $0) } }

let package = Package(
    name: "modnn-sim",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "modnn-sim", targets: ["modnn-sim"]),
        .library(name: "Partitioning", targets: ["Partitioning"]),
        .library(name: "Simulator", targets: ["Simulator"]),
    ],
    targets: kernelTargets
        + rooms.map { room in
            .target(
                name: room.name, dependencies: dependencies(room.imports),
                swiftSettings: settings
                    + (room.name == "TensorKernels" && hasInstructionSets ? [.define("INSTRUCTION_SETS")] : []))
        } + [
            .executableTarget(
                name: "modnn-sim",
                dependencies: dependencies([
                    "Units", "Suggestions", "Tensors", "NeuralNetworks", "DeviceProfiles", "Execution",
                    "Partitioning", "ScenarioFiles", "Experiments", "Reporting", "CommandLineOptions", "TensorKernels",
                ]), swiftSettings: settings, plugins: [.plugin(name: "Revision")]),
            .plugin(name: "Revision", capability: .buildTool()),
            .executableTarget(
                name: "modnn-sim-benchmark",
                dependencies: dependencies([
                    "Units", "NeuralNetworks", "DeviceProfiles", "Execution", "Partitioning", "Simulator",
                ]), path: "Sources/Benchmarks", swiftSettings: settings),
            .executableTarget(
                name: "modnn-sim-kernel-benchmark",
                dependencies: dependencies(["Units", "Tensors", "NeuralNetworks", "TensorKernels"]),
                path: "Sources/KernelBenchmarks", swiftSettings: settings),
        ]
        + rooms.map { room in
            .testTarget(
                name: room.name + "Tests",
                dependencies: dependencies(
                    [room.name, "TestSupport"] + room.imports + (testImports[room.name] ?? [])),
                resources: testResources[room.name].map { [.copy($0)] } ?? [], swiftSettings: settings)
        }
        + [.target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings)]
        + [.testTarget(name: "CommandLineTests", dependencies: ["modnn-sim", "TestSupport"], swiftSettings: settings)]
)
