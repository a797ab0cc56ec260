import NeuralNetworks
import Partitioning
import Testing

@testable import ScenarioFiles

@Suite struct SchemeDescriptionTests {
    private static let names = ConvolutionScheme.all.map(\.scheme.name).joined(separator: ", ")

    @Test(arguments: ConvolutionScheme.all.map(\.scheme.name))
    func everyConvolutionSchemeOfTheCatalogueIsFoundByName(name: String) throws {
        #expect(try scenario([("convolution", "\"\(name)\"")]).convolution == ConvolutionScheme.named(name))
        #expect(
            try scenario([("convolution", #"{"scheme": "\#(name)"}"#)]).convolution == ConvolutionScheme.named(name))
    }

    @Test(arguments: FullyConnectedScheme.allCases)
    func everyFullyConnectedSchemeIsFoundByName(scheme: FullyConnectedScheme) throws {
        #expect(try scenario([("fullyConnected", "\"\(scheme.name)\"")]).fullyConnected == scheme)
        #expect(try scenario([("fullyConnected", #"{"scheme": "\#(scheme.name)"}"#)]).fullyConnected == scheme)
    }

    @Test func theParametersOfASchemeAreTaken() throws {
        let floor = try scenario([("convolution", #"{"scheme": "bodp", "cutRule": "floor"}"#)]).convolution
        #expect(floor.cutRule == .floor)
        #expect(floor.label == "bodp(cutRule=floor)")
        let tiles = try scenario([("convolution", #"{"scheme": "ftp", "grid": "3x4", "groupEvery": 2}"#)]).convolution
        #expect(tiles.grid == Extent(height: 3, width: 4))
        #expect(tiles.fusion == .everyStridedLayers(2))
        #expect(tiles.label == "ftp(grid=3x4;groupEvery=2)")
    }

    @Test(arguments: [
        (
            #""bopd""#,
            #"x.json:16:18: convolution: found "bopd", expected one of \#(names); did you mean "bodp"?"#
        ),
        (
            "3",
            #"x.json:16:18: convolution: found the number 3, expected the name of a scheme, or an object with "scheme" and its parameters"#
        ),
        (
            "{}",
            "x.json:16:18: convolution.scheme: missing key, expected one of \(names)"
        ),
        (
            #"{"scheme": "bodp", "cutRule": "ceil"}"#,
            #"x.json:18:16: convolution.cutRule: found "ceil", expected one of rounded, floor"#
        ),
        (
            #"{"scheme": "bodp", "groupEvery": 2}"#,
            "x.json:18:5: convolution.groupEvery: unknown key, expected one of scheme, cutRule"
        ),
        (
            #"{"scheme": "bodp", "grid": "2x2"}"#,
            "x.json:18:5: convolution.grid: unknown key, expected one of scheme, cutRule"
        ),
        (
            #"{"scheme": "fused-strips", "groupEvery": 0}"#,
            "x.json:18:19: convolution.groupEvery: found 0, expected an integer from 1 to 1000"
        ),
        (
            #"{"scheme": "grid-2d", "grid": "3"}"#,
            #"x.json:18:13: convolution.grid: found "3", expected rows x columns such as "3x3""#
        ),
        (
            #"{"scheme": "grid-2d", "grid": "0x3"}"#,
            #"x.json:18:13: convolution.grid: found "0x3", expected rows x columns such as "3x3""#
        ),
        (
            #"{"scheme": "grid-2d", "grid": "1000x1000"}"#,
            #"x.json:18:13: convolution.grid: found "1000x1000", expected rows x columns such as "3x3""#
        ),
    ])
    func aWrongConvolutionSchemeIsExplained(value: String, text: String) {
        #expect(failure("convolution", value) == text)
    }
}
