// This folder is compiled once for every instruction set, each time as a module of its own: KernelAVX2 and KernelAVX512
// hold symbolic links to these files. Only free functions on pointers and integers belong here: a type with a value
// witness, a class or a generic of the standard library could leave a weak symbol with instructions that the processor
// at hand lacks, and the linker is free to keep that copy for the whole program.

#if VECTOR_512
    typealias Vector = SIMD16<Float>
#elseif VECTOR_256
    typealias Vector = SIMD8<Float>
#else
    typealias Vector = SIMD4<Float>
#endif

/// Elements of a vector register.
@inline(__always)
var lanes: Int { Vector.scalarCount }

@inline(__always)
func load(_ source: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
}

@inline(__always)
func store(_ vector: Vector, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: vector, as: Vector.self)
}

/// sum += a b, rounded once where the instruction set has a fused multiply-add: elsewhere the fused form would be a
/// call to the C library for every lane.
@inline(__always)
func multiplyAdd(_ sum: inout Vector, _ a: Vector, _ b: Vector) {
    #if VECTOR_512 || VECTOR_256 || arch(arm64)
        sum.addProduct(a, b)
    #else
        sum += a * b
    #endif
}

/// The same for one element.
@inline(__always)
func multiplyAdd(_ sum: inout Float, _ a: Float, _ b: Float) {
    #if VECTOR_512 || VECTOR_256 || arch(arm64)
        sum.addProduct(a, b)
    #else
        sum += a * b
    #endif
}

/// x, or 0 where x is negative, or `limit` where x is above it; keeps what is not a number.
@inline(__always)
func clamped(_ x: Vector, limit: Float) -> Vector {
    let zero = Vector.zero
    let upper = Vector(repeating: limit)
    return x.replacing(with: zero, where: x .< zero).replacing(with: upper, where: x .> upper)
}
