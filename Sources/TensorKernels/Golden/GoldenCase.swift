/// One operation with given inputs.
///
/// It passes when |y - reference| <= atol + rtol |reference| for every element.
public struct GoldenCase: Sendable, Decodable {
    public var name: String
    /// For instance "conv2d" or "maxpool2d".
    public var op: String
    public var params: Parameters
    /// File names by role, for instance "x" and "weight".
    public var inputs: [String: String]
    public var output: String
    public var outputShape: [Int]
    public var atol: Double
    public var rtol: Double
    /// Why the case cannot be run: a field that is missing, of another type or unknown.
    public private(set) var fault: String?

    /// Whatever of these an operation has; extents as in PyTorch, padding [top, left, bottom, right] or [left, right].
    public struct Parameters: Sendable, Decodable {
        public var n: Int?
        public var k: Double?
        public var c: Int?
        public var h: Int?
        public var w: Int?
        public var r: Int?
        public var s: Int?
        public var stride: [Int]?
        public var pad: [Int]?
        public var dilation: [Int]?
        public var groups: Int?
        public var bias: Bool?
        public var inFeatures: Int?
        public var outFeatures: Int?
        public var nnz: Int?
        public var ceilMode: Bool?
        public var countIncludePad: Bool?
        public var slope: Float?
        public var shape: [Int]?
        public var axis: Int?
        public var size: Int?
        public var alpha: Float?
        public var beta: Float?
        public var eps: Float?
        public var formula: String?
        /// Of a chain.
        public var layers: [ChainLayer]?
        /// Numbers of horizontal strips to try.
        public var strips: [Int]?
        /// Rows and columns of tiles to try.
        public var grid: [[Int]]?

        /// Fields of `Parameters`, and those that only describe how a case was made.
        static let known: Set<String> = [
            "n", "k", "c", "h", "w", "r", "s", "stride", "pad", "dilation", "groups", "bias", "inFeatures",
            "outFeatures", "nnz", "density", "blocks", "ceilMode", "countIncludePad", "slope", "shape", "axis", "size",
            "alpha", "beta", "eps", "formula", "layers", "strips", "grid",
        ]

        init() {}
    }

    /// A layer of a chain: the operation and its parameters.
    public struct ChainLayer: Sendable, Decodable {
        public var op: String
        public var params: Parameters

        public init(op: String, params: Parameters) {
            self.op = op
            self.params = params
        }

        private enum Key: String, CodingKey { case op }

        public init(from decoder: any Decoder) throws {
            op = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .op)
            params = try Parameters(from: decoder)
            try checkFields(of: decoder, known: Parameters.known.union(["op"]))
        }
    }

    private enum Key: String, CodingKey, CaseIterable {
        case name, op, params, inputs, output, outputShape, atol, rtol
        /// What other programs reached.
        case peerErrorOverTolerance
    }

    /// A case with a fault can be decoded as long as it has a name, so that one does not hide the others.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        name = try values.decode(String.self, forKey: .name)
        do {
            op = try values.decode(String.self, forKey: .op)
            params = try values.decode(Parameters.self, forKey: .params)
            inputs = try values.decode([String: String].self, forKey: .inputs)
            output = try values.decode(String.self, forKey: .output)
            outputShape = try values.decode([Int].self, forKey: .outputShape)
            atol = try values.decode(Double.self, forKey: .atol)
            rtol = try values.decode(Double.self, forKey: .rtol)
            try checkFields(of: decoder, known: Set(Key.allCases.map(\.rawValue)))
            try checkFields(of: values.superDecoder(forKey: .params), known: Parameters.known)
        } catch {
            op = (try? values.decode(String.self, forKey: .op)) ?? ""
            (params, inputs, output, outputShape, atol, rtol) = (Parameters(), [:], "", [], 0, 0)
            fault = error.summary
        }
    }
}

/// A field's name, whatever it is.
private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// - Throws: `GoldenError.malformed` naming the first field, by the alphabet, that is not known.
private func checkFields(of decoder: any Decoder, known: Set<String>) throws {
    let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    if let unknown = keys.filter({ !known.contains($0) }).min() {
        throw GoldenError.malformed("unknown field \"\(unknown)\"")
    }
}

extension Error {
    /// A decoding error in one line.
    fileprivate var summary: String {
        func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            (context.codingPath + (key.map { [$0] } ?? [])).map(\.stringValue).joined(separator: ".")
        }
        switch self as? DecodingError {
        case .keyNotFound(let key, let context): return "field \"\(path(context, key))\" is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return "field \"\(path(context))\": \(context.debugDescription)"
        default: return "\(self)"
        }
    }
}
