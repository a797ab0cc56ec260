public import Units

extension DeviceProfile {
    /// Sustained rate of one kernel class: `convolutionRate` times the relative rate, 1 where none is listed.
    public func rate(of kernel: KernelClass) -> ComputeRate {
        ComputeRate(macsPerSecond: convolutionRate.value.macsPerSecond * (relativeRates[kernel]?.value ?? 1))
    }
}

extension [KernelClass: Sourced<Double>] {
    /// Estimates for depthwise and sparse kernels from the rate of 1x1 convolutions.
    ///
    /// Those are plain matrix products. Where a library runs 3x3 convolutions with Winograd's transform,
    /// `convolutionRate` is far above what the arithmetic units deliver, and the other classes must not inherit that
    /// gain.
    static func fromMatrixProducts(_ pointwise: Sourced<Double>) -> Self {
        [
            .pointwiseConvolution: pointwise,
            .depthwiseConvolution: Sourced(
                0.3 * pointwise.value,
                .estimate(
                    "0.3 of the 1x1 rate, our judgement inside 0.25 to 0.35: each value loaded meets 9 weights "
                        + "instead of those of every output channel"
                )
            ),
            .sparseFullyConnected: Sourced(
                0.15 * pointwise.value,
                .estimate(
                    "0.15 of the 1x1 rate, our judgement inside 0.1 to 0.2: compressed sparse rows load an index and "
                        + "gather an input for every multiplication, which leaves vector units idle"
                )
            ),
        ]
    }

    /// The same where nothing separates 1x1 convolutions from others.
    static var direct: Self {
        fromMatrixProducts(
            Sourced(1, .estimate("direct and im2col convolutions are matrix products too, so 1x1 kernels run alike"))
        )
    }
}
