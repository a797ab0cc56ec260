import KernelBase

#if INSTRUCTION_SETS
    import KernelAVX2
    import KernelAVX512
#endif

/// The inner loops compiled for one instruction set; KernelBase documents each.
struct VectorKernels: Sendable {
    typealias Source = UnsafePointer<Float>
    typealias Target = UnsafeMutablePointer<Float>

    let tileRows: Int
    let tileColumns: Int
    let vectorPanelRows: Int
    let multiplyBlock:
        @Sendable (
            _ rowLower: Int, _ rowUpper: Int, _ columns: Int, _ depth: Int, _ weights: Source, _ inputs: Source,
            _ output: Target, _ rowStride: Int, _ start: Source?, _ finish: Int, _ limit: Float, _ scratch: Target
        ) -> Void
    let packInputs:
        @Sendable (
            _ source: Source, _ depth: Int, _ taps: UnsafePointer<Int>, _ panels: Int, _ runs: UnsafePointer<Int>,
            _ runEnds: UnsafePointer<Int>, _ target: Target
        ) -> Void
    let packRows: @Sendable (_ source: Source, _ rowStride: Int, _ depth: Int, _ target: Target) -> Void
    let multiplyVector:
        @Sendable (
            _ panels: Int, _ panelStride: Int, _ depth: Int, _ weights: Source, _ inputs: Source, _ output: Target
        ) -> Void
    let depthwiseRow:
        @Sendable (
            _ columns: Int, _ taps: Int, _ source: Source, _ offsets: UnsafePointer<Int>, _ weights: Source,
            _ start: Float, _ output: Target, _ finish: Int, _ limit: Float
        ) -> Void
    let multiplySlices:
        @Sendable (
            _ slices: Int, _ lengths: UnsafePointer<Int>, _ values: Source, _ columns: UnsafePointer<UInt16>,
            _ inputs: Source, _ output: Target
        ) -> Void
    let multiplySparseRow:
        @Sendable (
            _ count: Int, _ values: Source, _ columns: UnsafePointer<Int32>, _ inputs: Source, _ sum: Float
        ) -> Float

    let winogradRow: @Sendable (_ tileColumns: Int) -> Int
    let winogradScratch: @Sendable (_ tileColumns: Int, _ tiles: Int) -> Int
    let winogradInputs:
        @Sendable (
            _ tileRows: Int, _ tileColumns: Int, _ source: Source, _ target: Target, _ panelStride: Int,
            _ productStride: Int, _ scratch: Target
        ) -> Void
    let winogradOutputs:
        @Sendable (
            _ tileRows: Int, _ tileColumns: Int, _ products: Source, _ productStride: Int, _ start: Float,
            _ output: Target, _ rowStride: Int, _ rows: Int, _ columns: Int, _ finish: Int, _ limit: Float,
            _ scratch: Target
        ) -> Void

    /// Products that a tile adds up in one go. Inputs then come from the second-level cache, which costs less than to
    /// store the sums and read them back more often: rows of the output tend to lie powers of two apart and to get into
    /// each other's way in every cache.
    var depthLimit: Int { tileColumns > 16 ? 256 : 1024 }
    /// Packed weights that stay in the second-level cache while a block's inputs go by, about.
    var groupWeights: Int { depthLimit > 256 ? 96 * 1024 : 48 * 1024 }

    /// - Throws: `KernelError.parameter` when the instruction set is not available.
    static func kernels(_ set: InstructionSet) throws(KernelError) -> VectorKernels {
        try set.requireAvailable()
        switch set {
        case .portable: return portable
        #if INSTRUCTION_SETS
            case .avx2: return avx2
            case .avx512: return avx512
        #else
            case .avx2, .avx512: return portable
        #endif
        }
    }

    private static let portable = VectorKernels(
        tileRows: KernelBase.tileRows(), tileColumns: KernelBase.tileColumns(),
        vectorPanelRows: KernelBase.vectorPanelRows(), multiplyBlock: KernelBase.multiplyBlock,
        packInputs: KernelBase.packInputs, packRows: KernelBase.packRows, multiplyVector: KernelBase.multiplyVector,
        depthwiseRow: KernelBase.depthwiseRow, multiplySlices: KernelBase.multiplySlices,
        multiplySparseRow: KernelBase.multiplySparseRow, winogradRow: KernelBase.winogradRow,
        winogradScratch: KernelBase.winogradScratch, winogradInputs: KernelBase.winogradInputs,
        winogradOutputs: KernelBase.winogradOutputs)

    #if INSTRUCTION_SETS
        private static let avx2 = VectorKernels(
            tileRows: KernelAVX2.tileRows(), tileColumns: KernelAVX2.tileColumns(),
            vectorPanelRows: KernelAVX2.vectorPanelRows(), multiplyBlock: KernelAVX2.multiplyBlock,
            packInputs: KernelAVX2.packInputs, packRows: KernelAVX2.packRows, multiplyVector: KernelAVX2.multiplyVector,
            depthwiseRow: KernelAVX2.depthwiseRow, multiplySlices: KernelAVX2.multiplySlices,
            multiplySparseRow: KernelAVX2.multiplySparseRow, winogradRow: KernelAVX2.winogradRow,
            winogradScratch: KernelAVX2.winogradScratch, winogradInputs: KernelAVX2.winogradInputs,
            winogradOutputs: KernelAVX2.winogradOutputs)

        private static let avx512 = VectorKernels(
            tileRows: KernelAVX512.tileRows(), tileColumns: KernelAVX512.tileColumns(),
            vectorPanelRows: KernelAVX512.vectorPanelRows(), multiplyBlock: KernelAVX512.multiplyBlock,
            packInputs: KernelAVX512.packInputs, packRows: KernelAVX512.packRows,
            multiplyVector: KernelAVX512.multiplyVector,
            depthwiseRow: KernelAVX512.depthwiseRow, multiplySlices: KernelAVX512.multiplySlices,
            multiplySparseRow: KernelAVX512.multiplySparseRow, winogradRow: KernelAVX512.winogradRow,
            winogradScratch: KernelAVX512.winogradScratch, winogradInputs: KernelAVX512.winogradInputs,
            winogradOutputs: KernelAVX512.winogradOutputs)
    #endif
}
