import NeuralNetworks
import Partitioning
import Testing

@Suite struct ConvolutionSchemeTests {
    @Test func namesAreUniqueAndFindTheirScheme() {
        let names = ConvolutionScheme.all.map(\.scheme.name)
        #expect(Set(names).count == names.count)
        for entry in ConvolutionScheme.all {
            #expect(ConvolutionScheme.named(entry.scheme.name) == entry.scheme)
            #expect(entry.scheme.label == entry.scheme.name)
        }
        #expect(ConvolutionScheme.named("BODP") == nil)
    }

    @Test func labelsNameWhatDiffersFromTheCatalogue() throws {
        var scheme = try #require(ConvolutionScheme.named("ftp"))
        scheme.grid = Extent(height: 5, width: 3)
        #expect(scheme.label == "ftp(grid=5x3)")
        scheme.fusion = .everyStridedLayers(2)
        scheme.cutRule = .floor
        #expect(scheme.label == "ftp(grid=5x3;groupEvery=2;cutRule=floor)")
    }
}
