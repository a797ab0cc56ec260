extension RandomStream {
    /// Exponential with mean 1, exactly distributed.
    ///
    /// By comparisons of uniform numbers alone (von Neumann, 1951, "Various techniques used in connection with random
    /// digits"), so that all machines agree to the last bit; logarithms of different libraries do not.
    @inlinable
    public mutating func nextExponential() -> Double {
        var whole = 0.0
        while true {
            let first = nextUnit()
            var last = first
            var isRunOdd = true
            while true {
                let next = nextUnit()
                if next >= last { break }
                last = next
                isRunOdd.toggle()
            }
            if isRunOdd { return whole + first }
            whole += 1
        }
    }
}
