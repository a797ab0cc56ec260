import Testing

@testable import Reporting

@Suite struct ChartMarkerTests {
    @Test func everyColourHasAMarkerOfItsOwn() {
        #expect(ChartMarker.allCases.count == ChartPalette.series.count)
        #expect(Set(ChartMarker.allCases.map(\.path)).count == ChartMarker.allCases.count)
        #expect(Set(ChartPalette.series.map(\.light)).count == ChartPalette.series.count)
    }
}
