import NeuralNetworks
import Tensors

/// The numbers of a convolution that its loops use.
struct ConvolutionShape: Sendable {
    let inputsPerGroup: Int
    let outputsPerGroup: Int
    let groups: Int
    let kernelRows: Int
    let kernelColumns: Int
    let strideRows: Int
    let strideColumns: Int
    let dilationRows: Int
    let dilationColumns: Int
    let paddingTop: Int
    let paddingLeft: Int
    /// Whether rows and columns are exchanged: a signal `[channels, length, 1]` is as well one row, in the same memory,
    /// and rows are what vectors lie along.
    let isTransposed: Bool

    /// - Throws: `KernelError.parameter` for a stride of 0 and the like.
    init(_ convolution: Convolution, input: TensorShape, output: TensorShape) throws(KernelError) {
        let window = convolution.window
        for (what, extent) in [
            ("the kernel", window.kernel), ("the stride", window.stride), ("the dilation", window.dilation),
        ] where extent.height < 1 || extent.width < 1 {
            throw .parameter(what: what, found: "\(extent.height)x\(extent.width)", allowed: "1 or more")
        }
        guard convolution.groups > 0, input.channels % convolution.groups == 0,
            convolution.outputChannels % convolution.groups == 0
        else {
            throw .parameter(
                what: "the number of groups", found: "\(convolution.groups)",
                allowed: "a divisor of \(input.channels) and \(convolution.outputChannels)")
        }
        groups = convolution.groups
        inputsPerGroup = input.channels / groups
        outputsPerGroup = convolution.outputChannels / groups
        isTransposed =
            input.width == 1 && output.width == 1 && window.kernel.width == 1 && window.padding.left == 0
            && input.height > 1
        if isTransposed {
            (kernelRows, kernelColumns) = (window.kernel.width, window.kernel.height)
            (strideRows, strideColumns) = (1, window.stride.height)
            (dilationRows, dilationColumns) = (1, window.dilation.height)
            (paddingTop, paddingLeft) = (0, window.padding.top)
        } else {
            (kernelRows, kernelColumns) = (window.kernel.height, window.kernel.width)
            (strideRows, strideColumns) = (window.stride.height, window.stride.width)
            (dilationRows, dilationColumns) = (window.dilation.height, window.dilation.width)
            (paddingTop, paddingLeft) = (window.padding.top, window.padding.left)
        }
    }

    /// Products of an output element.
    var depth: Int { inputsPerGroup * kernelRows * kernelColumns }

    var spanRows: Int { (kernelRows - 1) * dilationRows + 1 }
    var spanColumns: Int { (kernelColumns - 1) * dilationColumns + 1 }

    /// A region as the loops see it.
    func oriented(_ region: Region) -> Region {
        isTransposed ? Region(channels: region.channels, rows: region.columns, columns: region.rows) : region
    }

    func oriented(_ map: MapElements) -> MapElements { MapElements(base: map.base, region: oriented(map.region)) }
}
