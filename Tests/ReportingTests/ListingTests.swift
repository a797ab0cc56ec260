import DeviceProfiles
import Foundation
import NeuralNetworks
import Partitioning
import Reporting
import Testing

@Suite struct ListingTests {
    private static let names: [(listing: Listing, names: [String])] = [
        (.networks, NetworkCatalogue.names), (.devices, DeviceCatalogue.names),
        (
            .schemes,
            ConvolutionScheme.all.map(\.scheme.name) + FullyConnectedScheme.allCases.map(\.name)
                + SparseScheme.allCases.map(\.name) + Delivery.allCases.map(\.rawValue)
        ),
    ]

    @Test func everyNameOfTheCataloguesBeginsALine() {
        for (listing, names) in Self.names {
            let firstWords = listing.text().split(separator: "\n").compactMap { $0.split(separator: " ").first }
            #expect(names.allSatisfy { firstWords.contains($0[...]) })
            #expect(!names.isEmpty)
        }
    }

    @Test func theJSONHoldsTheSameNames() throws {
        for (listing, names) in Self.names {
            let json = try parsed(listing.json())
            let lists = (json as? [String: [[String: Any]]])?.values.flatMap(\.self) ?? json as? [[String: Any]] ?? []
            #expect(Set(lists.compactMap { $0["name"] as? String }) == Set(names))
        }
    }

    @Test func everyFigureOfADeviceHasItsSource() throws {
        let devices = try #require(try parsed(Listing.devices.json()) as? [[String: Any]])
        for device in devices {
            for (key, value) in device where !["name", "title", "relative_rates"].contains(key) {
                let figure = try #require(value as? [String: Any], "\(key)")
                #expect((figure["source"] as? String)?.isEmpty == false)
                #expect(["cited", "derived", "measured", "estimate"].contains(figure["kind"] as? String))
                #expect(figure["value"] as? Double ?? 0 > 0)
            }
        }
    }

    @Test func estimatesAreMarked() {
        let lines = Listing.devices.text().split(separator: "\n")
        #expect(lines.last == "* estimated; --json gives the source of every figure")
        #expect(lines.contains { $0.hasPrefix("nexus-5") && $0.contains("*") })
    }
}
