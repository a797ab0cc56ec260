import NeuralNetworks
import Tensors
import Testing
import Units

@testable import ScenarioFiles

@Suite struct NetworkDescriptionTests {
    private func failure(layers: String) -> String {
        message { () throws(InputError) in _ = try network(layers: layers) }
    }

    private func failure(_ text: String) -> String {
        message { () throws(InputError) in _ = try network(text) }
    }

    private func output(_ layers: String) throws(InputError) -> TensorShape {
        let network = try network(layers: layers)
        return network.shape(ofTensor: network.outputTensor)
    }

    // MARK: The catalogue

    @Test(arguments: NetworkCatalogue.names)
    func everyNetworkOfTheCatalogueIsFoundByName(name: String) throws {
        #expect(try network("\"\(name)\"") == NetworkCatalogue.network(named: name))
    }

    @Test func aVariationMayHaveAnotherInput() throws {
        let network = try network(#"{"catalogue": "yolov2", "input": [3, 416, 416]}"#)
        #expect(network.input == TensorShape(channels: 3, height: 416, width: 416))
        #expect(network.layers[0].output == TensorShape(channels: 32, height: 416, width: 416))
    }

    @Test func throughKeepsTheLayersUpToOneAndWhatIsComputedInTheSameGo() throws {
        let whole = try network(#""vgg16""#)
        let cut = try network(#"{"catalogue": "vgg16", "through": "conv1_1"}"#)
        #expect(cut.layers.map(\.name) == ["conv1_1", "relu1_1"])
        #expect(cut.layers == Array(whole.layers[..<2]))
        let pool = try network(#"{"catalogue": "vgg16", "through": "pool1"}"#)
        #expect(pool.layers.map(\.name) == ["conv1_1", "relu1_1", "conv1_2", "relu1_2", "pool1"])
    }

    @Test func aVariationMayLoseFilters() throws {
        let whole = try network(#""vgg16""#)
        let kept = try network(#"{"catalogue": "vgg16", "filtersKept": 0.5}"#)
        #expect(try kept == whole.keepingFilters(0.5))
        let cut = try network(#"{"catalogue": "vgg16", "filtersKept": 0.5, "through": "conv1_2"}"#)
        // The cut comes after: its last convolution is none of the whole network's output.
        #expect(cut.layers == Array(kept.layers[..<4]))
        for share in ["0", "1.5", "-1", "\"half\""] {
            #expect(failure(#"{"catalogue": "vgg16", "filtersKept": \#(share)}"#).contains("filtersKept"))
        }
    }

    // MARK: Layers

    @Test func everyTypeOfLayerCanBeWritten() throws {
        let network = try network(
            layers: """
                {"type": "convolution", "name": "a", "outputs": 8, "kernel": 3, "padding": 1},
                {"type": "batchNormalization"}, {"type": "relu"}, {"type": "relu6"}, {"type": "leakyReLU", "slope": 0.2},
                {"type": "sigmoid"}, {"type": "tanh"}, {"type": "localResponseNormalization", "size": 3},
                {"type": "maximumPooling", "name": "b", "kernel": 2},
                {"type": "averagePooling", "kernel": 3, "stride": 1, "padding": "same", "from": "b"},
                {"type": "add", "from": ["b", "layer10"]},
                {"type": "concatenation", "from": ["b", "layer11"]},
                {"type": "spaceToDepth", "block": 2},
                {"type": "globalAveragePooling"}, {"type": "fullyConnected", "outputs": 10, "bias": false},
                {"type": "softmax"}
                """)
        #expect(
            network.layers.map { "\($0.name) \($0.output)" } == [
                "a 8x8x8", "layer2 8x8x8", "layer3 8x8x8", "layer4 8x8x8", "layer5 8x8x8", "layer6 8x8x8",
                "layer7 8x8x8", "layer8 8x8x8", "b 8x4x4", "layer10 8x4x4", "layer11 8x4x4", "layer12 16x4x4",
                "layer13 64x2x2", "layer14 64x1x1", "layer15 10x1x1", "layer16 10x1x1",
            ])
        #expect(network.layers[4].operation == .activation(.leakyReLU(slope: 0.2)))
        #expect(network.layers[10].inputs == [9, 10])
        // Weights of 3 x 3 x 3 x 8 and 8 biases, 2 x 8 of the normalization, 64 x 10 without biases.
        #expect(network.parameterCount == 224 + 16 + 640)
    }

    @Test(arguments: [
        ("0", Padding(0)), ("2", Padding(2)), ("[1, 0]", Padding(top: 1, bottom: 0, left: 1, right: 0)),
        ("[4, 3, 2, 1]", Padding(top: 4, bottom: 3, left: 2, right: 1)),
        // 8 outputs of a kernel that spans 4 need 3 more; the odd one goes below.
        (#""same""#, Padding(top: 1, bottom: 2, left: 1, right: 2)),
    ])
    func paddingTakesFourForms(value: String, padding: Padding) throws {
        let layer = try network(
            layers: #"{"type": "convolution", "outputs": 1, "kernel": 4, "padding": \#(value)}"#
        ).layers[0]
        #expect(layer.window?.padding == padding)
    }

    @Test func extentsMayDifferAlongHeightAndWidth() throws {
        let text = #"{"type": "convolution", "outputs": 1, "kernel": [3, 1], "stride": [1, 2], "dilation": [2, 1]}"#
        // Rows: 8 - (2 x 2 + 1) + 1 = 4; columns: (8 - 1) / 2 + 1 = 4.
        let layer = try network(layers: text).layers[0]
        #expect(layer.output == TensorShape(channels: 1, height: 4, width: 4))
        #expect(layer.window?.kernel == Extent(height: 3, width: 1))
        #expect(layer.window?.stride == Extent(height: 1, width: 2))
        #expect(layer.window?.dilation == Extent(height: 2, width: 1))
    }

    @Test func groupsDivideTheChannels() throws {
        let layer = try network(
            layers: #"{"type": "convolution", "outputs": 6, "kernel": 1, "groups": 3, "bias": false}"#
        ).layers[0]
        #expect(layer.parameterCount == 6)
        #expect(layer.kernelClass == .depthwiseConvolution)
    }

    @Test func ceilModeCountsAPartialWindow() throws {
        let pooling = #"{"type": "maximumPooling", "kernel": 3, "stride": 2"#
        #expect(try output(pooling + "}") == TensorShape(channels: 3, height: 3, width: 3))
        #expect(try output(pooling + #", "ceilMode": true}"#) == TensorShape(channels: 3, height: 4, width: 4))
    }

    @Test func signalsAreMapsOfOneColumn() throws {
        let network = try network(
            """
            {"name": "audio", "input": [2, 100], "layers": [
              {"type": "convolution1D", "outputs": 4, "kernel": 5, "stride": 2, "padding": [4, 0], "dilation": 2},
              {"type": "maximumPooling", "kernel": 2},
              {"type": "convolution1D", "outputs": 1, "kernel": 3, "padding": "same"}
            ]}
            """)
        // (100 + 4 - 9) / 2 + 1 = 48, then 24, then 24.
        #expect(network.input == TensorShape(channels: 2, height: 100, width: 1))
        #expect(network.layers.map(\.output.height) == [48, 24, 24])
        #expect(network.layers.map(\.output.width) == [1, 1, 1])
        #expect(network.layers[0].window?.padding == Padding(top: 4, bottom: 0, left: 0, right: 0))
    }

    @Test func aVectorMayBeTheInput() throws {
        let network = try network(
            #"{"name": "mlp", "input": [784], "layers": [{"type": "fullyConnected", "outputs": 10}]}"#)
        #expect(network.input == TensorShape(vector: 784))
        #expect(network.macs.count == 7840)
    }

    @Test func branchesReadTheInputByItsName() throws {
        let network = try network(
            layers:
                #"{"type": "relu", "name": "a"}, {"type": "tanh", "name": "b", "from": "input"}, {"type": "add", "from": ["input", "a", "b"]}"#
        )
        #expect(network.layers.map(\.inputs) == [[0], [0], [0, 1, 2]])
    }

    // MARK: Mistakes

    @Test(arguments: [
        (
            "3",
            "x.json:3:14: network: found the number 3, expected the name of a network, or an object that describes one"
        ),
        (
            "{}",
            "x.json:3:14: network.catalogue: missing key, expected one of lenet-300-100, lenet5, alexnet, zfnet, vgg11, vgg16, vgg19, googlenet, resnet18, resnet34, resnet50, squeezenet1.1, mobilenet-v1, darknet19, yolov2, yolov2-tiny"
        ),
        (
            #"{"catalogue": "vgg"}"#,
            #"x.json:4:18: network.catalogue: found "vgg", expected one of lenet-300-100, lenet5, alexnet, zfnet, vgg11, vgg16, vgg19, googlenet, resnet18, resnet34, resnet50, squeezenet1.1, mobilenet-v1, darknet19, yolov2, yolov2-tiny; did you mean "vgg11"?"#
        ),
        (
            #"{"catalogue": "vgg16", "through": "conv1_3"}"#,
            #"x.json:5:16: network.through: found "conv1_3", expected one of conv1_1, relu1_1, conv1_2, relu1_2, pool1, conv2_1, relu2_1, conv2_2, relu2_2, pool2, conv3_1, relu3_1, conv3_2, relu3_2, conv3_3, relu3_3, pool3, conv4_1, relu4_1, conv4_2, relu4_2, conv4_3, relu4_3, pool4, conv5_1, relu5_1, conv5_2, relu5_2, conv5_3, relu5_3, pool5, fc6, relu6, fc7, relu7, fc8, prob; did you mean "conv1_1"?"#
        ),
        (
            #"{"catalogue": "vgg16", "input": [3, 8, 8]}"#,
            #"x.json:3:14: network: layer "pool4": a kernel of 2x2 does not fit its input 512x1x1"#
        ),
        (
            #"{"catalogue": "vgg16", "input": [3, 8, 8, 8]}"#,
            "x.json:5:14: network.input: found 4 extents, expected [channels, height, width], [channels, length] or [elements]"
        ),
        (
            #"{"catalogue": "vgg16", "input": [3, 0, 8]}"#,
            "x.json:5:18: network.input[1]: found 0, expected an integer from 1 to 1000000"
        ),
        (
            #"{"catalogue": "vgg16", "input": [3, 1000000, 1000000]}"#,
            #"x.json:3:14: network: layer "input": shape 3x1000000x1000000 has 2^31 elements or more"#
        ),
        (
            #"{"name": "own", "input": [1], "layers": []}"#,
            #"x.json:3:14: network: layer "input": the network has no layers"#
        ),
        (
            #"{"name": "own", "layers": []}"#,
            "x.json:3:14: network.input: missing key, expected [channels, height, width]"
        ),
    ])
    func aWrongNetworkIsExplained(text: String, expected: String) {
        #expect(failure(text) == expected)
    }

    @Test(arguments: [
        (
            #"{"type": "conv"}"#,
            #"x.json:8:17: network.layers[0].type: found "conv", expected one of convolution, convolution1D, maximumPooling, averagePooling, globalAveragePooling, fullyConnected, add, concatenation, relu, relu6, leakyReLU, sigmoid, tanh, batchNormalization, localResponseNormalization, softmax, spaceToDepth; did you mean "convolution"?"#
        ),
        (
            #"{"type": "convolution", "kernel": 3}"#,
            "x.json:7:7: network.layers[0].outputs: missing key, expected an integer from 1 to 1000000"
        ),
        (
            #"{"type": "convolution", "outputs": 1, "kernel": 9}"#,
            #"x.json:7:7: network.layers[0]: layer "layer1": a kernel of 9x9 does not fit its input 3x8x8"#
        ),
        (
            #"{"type": "convolution", "outputs": 4, "kernel": 1, "groups": 2}"#,
            #"x.json:7:7: network.layers[0]: layer "layer1": 2 groups do not divide 3 input and 4 output channels"#
        ),
        (
            #"{"type": "convolution", "outputs": 1, "kernel": [1, 2, 3]}"#,
            "x.json:10:19: network.layers[0].kernel: found 3 numbers, expected [height, width]"
        ),
        (
            #"{"type": "convolution", "outputs": 1, "kernel": 3, "padding": [1, 2, 3]}"#,
            "x.json:11:20: network.layers[0].padding: found 3 numbers, expected [low, high] or [top, bottom, left, right]"
        ),
        (
            #"{"type": "convolution", "outputs": 1, "kernel": 3, "padding": "valid"}"#,
            #"x.json:11:20: network.layers[0].padding: found "valid", expected same"#
        ),
        (
            #"{"type": "convolution", "outputs": 1000000, "kernel": 100000, "padding": 100000}"#,
            #"x.json:7:7: network.layers[0]: layer "layer1": it takes 2^48 multiply-accumulates or more"#
        ),
        (
            #"{"type": "convolution1D", "outputs": 1, "kernel": [3, 3]}"#,
            "x.json:10:19: network.layers[0].kernel: found an array of 2 elements, expected an integer from 1 to 100000"
        ),
        (
            #"{"type": "relu", "slope": 1}"#,
            "x.json:9:9: network.layers[0].slope: unknown key, expected one of type, name, from"
        ),
        (
            #"{"type": "relu", "from": "nobody"}"#,
            #"x.json:9:17: network.layers[0].from: found "nobody", expected input"#
        ),
        (
            #"{"type": "relu", "from": []}"#,
            "x.json:7:7: network.layers[0]: found 0 inputs, expected one for a layer of type relu"
        ),
        (
            #"{"type": "relu", "name": "a\nb"}"#,
            #"x.json:9:17: network.layers[0].name: found "a\nb", expected a name on one line"#
        ),
        (
            #"{"type": "add"}"#,
            #"x.json:7:7: network.layers[0]: layer "layer1": a sum needs two or more inputs of equal shape, not [3x8x8]"#
        ),
        (
            #"{"type": "spaceToDepth", "block": 3}"#,
            #"x.json:7:7: network.layers[0]: layer "layer1": blocks of 3 do not divide the input 3x8x8"#
        ),
        (
            #"{"type": "relu", "name": "a"}, {"type": "relu", "name": "a"}"#,
            #"x.json:11:7: network.layers[1]: layer "a": the name is used twice"#
        ),
        (
            #"{"type": "relu", "name": "a"}, {"type": "relu", "from": "input"}"#,
            #"x.json:3:14: network: layer "a": its output is read by no layer"#
        ),
    ])
    func aWrongLayerIsExplained(layers: String, expected: String) {
        #expect(failure(layers: layers) == expected)
    }
}
