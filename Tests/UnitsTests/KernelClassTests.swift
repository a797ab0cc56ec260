import Testing
import Units

@Suite struct KernelClassTests {
    @Test func `raw values are spelled as device profiles spell them`() {
        #expect(
            KernelClass.allCases.map(\.rawValue) == [
                "convolution", "depthwiseConvolution", "pointwiseConvolution", "fullyConnected",
                "sparseFullyConnected", "elementwise",
            ]
        )
    }
}
