import DeviceProfiles
import Testing
import Units

@Suite struct DeviceCatalogueTests {
    @Test func namesAreUniqueAndListedInOrder() {
        let names = DeviceCatalogue.names
        #expect(names == Set(names).sorted())
        #expect(
            names == [
                "host-x86", "jetson-nano", "jetson-tx2", "nexus-5", "raspberry-pi-3b", "raspberry-pi-3b-1core",
                "raspberry-pi-3b-plus", "raspberry-pi-3b-plus-1core", "raspberry-pi-4b", "snapdragon-821",
                "snapdragon-855",
            ]
        )
        #expect(Set(DeviceCatalogue.profiles.map(\.title)).count == names.count)
    }

    @Test func everyNameFindsItsProfile() {
        for profile in DeviceCatalogue.profiles {
            #expect(DeviceCatalogue.profile(named: profile.name) == profile)
        }
    }

    @Test(arguments: ["", "nexus", "Nexus-5", "nexus-5 ", "raspberry-pi-3"])
    func otherNamesFindNothing(name: String) {
        #expect(DeviceCatalogue.profile(named: name) == nil)
    }

    @Test(arguments: DeviceCatalogue.profiles)
    func figuresArePositiveAndFinite(profile: DeviceProfile) {
        for figure in figures(of: profile) {
            #expect(figure.value.isFinite && figure.value > 0, "\(profile.name): \(figure.name)")
        }
    }

    @Test(arguments: DeviceCatalogue.profiles)
    func everyFigureSaysWhereItComesFrom(profile: DeviceProfile) {
        for figure in figures(of: profile) {
            let text = figure.provenance.text
            #expect(text.count > 20, "\(profile.name): \(figure.name)")
            // Pieces are joined by hand.
            #expect(!text.contains("  "), "\(profile.name): \(figure.name)")
            if case .cited = figure.provenance {
                #expect(
                    text.contains(/\b(19|20)\d\d\b/) || text.contains(/[a-z]\.[a-z]+\//),
                    "\(profile.name): \(figure.name) names neither a year nor an address"
                )
            }
            // Arithmetic has a result, and in digits.
            if case .derived = figure.provenance {
                #expect(text.contains(/\d/), "\(profile.name): \(figure.name)")
            }
        }
    }

    @Test(arguments: DeviceCatalogue.profiles)
    func aDeviceDrawsMoreWhileComputing(profile: DeviceProfile) {
        if let power = profile.power { #expect(power.idle.value < power.computing.value) }
    }

    @Test func onlyDevicesWithASourceHaveAPower() {
        #expect(
            DeviceCatalogue.profiles.filter { $0.power != nil }.map(\.name)
                == ["jetson-nano", "jetson-tx2", "nexus-5", "raspberry-pi-3b"]
        )
    }

    @Test func theHostIsAnEstimateThroughout() throws {
        let host = try #require(DeviceCatalogue.profile(named: "host-x86"))
        for figure in figures(of: host) { #expect(figure.provenance.kind == "estimate", "\(figure.name)") }
    }

    @Test(arguments: DeviceCatalogue.profiles)
    func otherKernelsAreNeverFasterThanConvolutions(profile: DeviceProfile) {
        for kernelClass in KernelClass.allCases {
            #expect(profile.rate(of: kernelClass) <= profile.convolutionRate.value)
        }
        #expect(profile.rate(of: .sparseFullyConnected) < profile.rate(of: .fullyConnected))
        #expect(profile.rate(of: .depthwiseConvolution) < profile.rate(of: .pointwiseConvolution))
        // Bound by memory: nothing to list.
        #expect(profile.relativeRates[.fullyConnected] == nil && profile.relativeRates[.elementwise] == nil)
    }

    private struct Figure {
        var name: String
        var value: Double
        var provenance: Provenance
    }

    private func figures(of profile: DeviceProfile) -> [Figure] {
        var figures = [
            Figure(
                name: "convolutionRate",
                value: profile.convolutionRate.value.macsPerSecond,
                provenance: profile.convolutionRate.provenance
            ),
            Figure(
                name: "memoryBandwidth",
                value: profile.memoryBandwidth.value.bitsPerSecond,
                provenance: profile.memoryBandwidth.provenance
            ),
            Figure(
                name: "applicationMemory",
                value: Double(profile.applicationMemory.value.bytes),
                provenance: profile.applicationMemory.provenance
            ),
            Figure(
                name: "storageReadRate",
                value: profile.storageReadRate.value.bitsPerSecond,
                provenance: profile.storageReadRate.provenance
            ),
            Figure(
                name: "wirelessRate",
                value: profile.wirelessRate.value.bitsPerSecond,
                provenance: profile.wirelessRate.provenance
            ),
        ]
        for kernelClass in KernelClass.allCases {
            guard let rate = profile.relativeRates[kernelClass] else { continue }
            figures.append(
                Figure(name: "relativeRates.\(kernelClass)", value: rate.value, provenance: rate.provenance)
            )
        }
        if let power = profile.power {
            figures.append(
                Figure(name: "power.idle", value: power.idle.value.watts, provenance: power.idle.provenance)
            )
            figures.append(
                Figure(
                    name: "power.computing",
                    value: power.computing.value.watts,
                    provenance: power.computing.provenance
                )
            )
        }
        return figures
    }
}
