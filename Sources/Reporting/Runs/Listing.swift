import DeviceProfiles
import NeuralNetworks
import Partitioning
import Tensors
import Units

/// The catalogues, for people and for programs.
package enum Listing: Sendable {
    case networks, devices, schemes

    package func text() -> String {
        switch self {
        case .networks: networks()
        case .devices: devices()
        case .schemes: schemes()
        }
    }

    package func json() -> JSONText {
        switch self {
        case .networks: networksJSON()
        case .devices: devicesJSON()
        case .schemes: schemesJSON()
        }
    }

    // MARK: Networks

    /// The default inputs fit, as the tests check.
    private func built() -> [(entry: NetworkCatalogue.Entry, network: Network)] {
        NetworkCatalogue.entries.compactMap { entry in (try? entry.network()).map { (entry, $0) } }
    }

    private func networks() -> String {
        var table = TextTable(
            columns: [
                .init("Name"), .init("Network"), .init("Input"), .init("Layers", .right), .init("MACs", .right),
                .init("Parameters", .right), .init("Weights", .right),
            ])
        for (entry, network) in built() {
            table.append([
                entry.name, entry.title, "\(entry.defaultInput)", "\(network.layers.count)",
                HumanFormat.count(network.macs.count), HumanFormat.count(network.parameterCount),
                HumanFormat.bytes(network.weightBytes.bytes),
            ])
        }
        return table.render()
    }

    private func networksJSON() -> JSONText {
        .array(
            built().map { entry, network in
                [
                    "name": .string(entry.name), "title": .string(entry.title), "source": .string(entry.citation),
                    "note": .string(entry.note),
                    "input": .array(
                        [entry.defaultInput.channels, entry.defaultInput.height, entry.defaultInput.width].map {
                            .int($0)
                        }),
                    "layers": .int(network.layers.count), "macs": .int(network.macs.count),
                    "parameters": .int(network.parameterCount), "weight_bytes": .int(network.weightBytes.bytes),
                ]
            })
    }

    // MARK: Devices

    private func devices() -> String {
        // An asterisk marks what nobody measured or published.
        func mark<Value>(_ figure: Sourced<Value>, _ text: String) -> String {
            if case .estimate = figure.provenance { text + "*" } else { text + " " }
        }
        var table = TextTable(
            columns: [
                .init("Name"), .init("Device"), .init("Convolution", .right), .init("Memory", .right),
                .init("App memory", .right), .init("Storage", .right), .init("Radio", .right),
            ])
        for profile in DeviceCatalogue.profiles {
            table.append([
                profile.name, profile.title,
                mark(
                    profile.convolutionRate,
                    HumanFormat.rate(profile.convolutionRate.value.macsPerSecond, unit: "MAC/s")),
                mark(
                    profile.memoryBandwidth,
                    HumanFormat.rate(profile.memoryBandwidth.value.bitsPerSecond / 8, unit: "B/s")),
                mark(profile.applicationMemory, HumanFormat.bytes(profile.applicationMemory.value.bytes)),
                mark(
                    profile.storageReadRate,
                    HumanFormat.rate(profile.storageReadRate.value.bitsPerSecond / 8, unit: "B/s")),
                mark(profile.wirelessRate, HumanFormat.rate(profile.wirelessRate.value.bitsPerSecond, unit: "bit/s")),
            ])
        }
        return table.render() + "\n* estimated; --json gives the source of every figure\n"
    }

    private func devicesJSON() -> JSONText {
        .array(
            DeviceCatalogue.profiles.map { profile in
                func figure<Value>(_ figure: Sourced<Value>, _ value: Double) -> JSONText {
                    [
                        "value": .double(value), "kind": .string(figure.provenance.kind),
                        "source": .string(figure.provenance.text),
                    ]
                }
                var members: [JSONText.Member] = [
                    .init("name", .string(profile.name)), .init("title", .string(profile.title)),
                    .init(
                        "convolution_mac_per_s",
                        figure(profile.convolutionRate, profile.convolutionRate.value.macsPerSecond)),
                    .init(
                        "memory_bandwidth_bit_per_s",
                        figure(profile.memoryBandwidth, profile.memoryBandwidth.value.bitsPerSecond)),
                    .init(
                        "application_memory_bytes",
                        figure(profile.applicationMemory, Double(profile.applicationMemory.value.bytes))),
                    .init(
                        "storage_read_bit_per_s",
                        figure(profile.storageReadRate, profile.storageReadRate.value.bitsPerSecond)),
                    .init("wireless_bit_per_s", figure(profile.wirelessRate, profile.wirelessRate.value.bitsPerSecond)),
                ]
                let relative = KernelClass.allCases.compactMap { kernel in
                    profile.relativeRates[kernel].map {
                        JSONText.Member(kernel.rawValue, figure($0, $0.value))
                    }
                }
                members.append(.init("relative_rates", .object(relative)))
                if let power = profile.power {
                    members.append(.init("idle_w", figure(power.idle, power.idle.value.watts)))
                    members.append(.init("computing_w", figure(power.computing, power.computing.value.watts)))
                }
                return .object(members)
            })
    }

    // MARK: Schemes

    private func schemes() -> String {
        func section(_ title: String, _ rows: [(String, String)]) -> String {
            var table = TextTable(title: title, columns: [.init("Name"), .init("What it does")])
            for row in rows { table.append([row.0, row.1]) }
            return table.render()
        }
        return [
            section(
                "convolution: layers on feature maps",
                ConvolutionScheme.all.map { ($0.scheme.name, $0.summary) }),
            section("fullyConnected", FullyConnectedScheme.allCases.map { ($0.name, $0.summary) }),
            section(
                "fullyConnected with density, matrices or pruned: sparse layers",
                SparseScheme.allCases.map { ($0.name, $0.summary) }),
            section("cluster.wireless.delivery", Delivery.allCases.map { ($0.rawValue, $0.summary) }),
        ].joined(separator: "\n")
    }

    private func schemesJSON() -> JSONText {
        [
            "convolution": .array(
                ConvolutionScheme.all.map {
                    ["name": .string($0.scheme.name), "summary": .string($0.summary), "source": .string($0.source)]
                }),
            "fullyConnected": .array(
                FullyConnectedScheme.allCases.map { ["name": .string($0.name), "summary": .string($0.summary)] }),
            "sparse": .array(SparseScheme.allCases.map { ["name": .string($0.name), "summary": .string($0.summary)] }),
            "delivery": .array(
                Delivery.allCases.map { ["name": .string($0.rawValue), "summary": .string($0.summary)] }),
        ]
    }
}
