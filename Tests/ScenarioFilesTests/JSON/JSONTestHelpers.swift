import ScenarioFiles

/// What the user reads if `body` fails.
func message(_ body: () throws(InputError) -> Void) -> String {
    do {
        try body()
        return "no error"
    } catch {
        return error.description
    }
}

/// The value of a text that is known to be right.
func node(_ text: String) throws(InputError) -> JSONNode {
    try JSONReader.parse(text, file: "x.json")
}

/// The root of a text that is known to be right, ready to be decoded.
func reader(_ text: String) throws(InputError) -> ValueReader {
    ValueReader(try node(text), file: "x.json")
}

/// A generator that gives the same numbers in every run: SplitMix64 (Steele et al. 2014, doi:10.1145/2660193.2660195).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
