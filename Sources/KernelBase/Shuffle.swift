/// The elements of even places of two vectors behind each other.
@inline(__always)
func evenElements(_ a: Vector, _ b: Vector) -> Vector {
    #if VECTOR_512
        Vector(a[0], a[2], a[4], a[6], a[8], a[10], a[12], a[14], b[0], b[2], b[4], b[6], b[8], b[10], b[12], b[14])
    #elseif VECTOR_256
        Vector(a[0], a[2], a[4], a[6], b[0], b[2], b[4], b[6])
    #else
        Vector(a[0], a[2], b[0], b[2])
    #endif
}

/// The elements of odd places of two vectors behind each other.
@inline(__always)
func oddElements(_ a: Vector, _ b: Vector) -> Vector {
    #if VECTOR_512
        Vector(a[1], a[3], a[5], a[7], a[9], a[11], a[13], a[15], b[1], b[3], b[5], b[7], b[9], b[11], b[13], b[15])
    #elseif VECTOR_256
        Vector(a[1], a[3], a[5], a[7], b[1], b[3], b[5], b[7])
    #else
        Vector(a[1], a[3], b[1], b[3])
    #endif
}

/// The lower halves of two vectors, element by element in turn.
@inline(__always)
func lowerInTurn(_ a: Vector, _ b: Vector) -> Vector {
    #if VECTOR_512
        Vector(a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3], a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7])
    #elseif VECTOR_256
        Vector(a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3])
    #else
        Vector(a[0], b[0], a[1], b[1])
    #endif
}

/// The upper halves of two vectors, element by element in turn.
@inline(__always)
func upperInTurn(_ a: Vector, _ b: Vector) -> Vector {
    #if VECTOR_512
        Vector(
            a[8], b[8], a[9], b[9], a[10], b[10], a[11], b[11], a[12], b[12], a[13], b[13], a[14], b[14], a[15], b[15])
    #elseif VECTOR_256
        Vector(a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7])
    #else
        Vector(a[2], b[2], a[3], b[3])
    #endif
}
