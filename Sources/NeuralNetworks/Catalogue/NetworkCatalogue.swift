public import Tensors

/// The built-in networks: the one list that help, scenarios and tests read.
///
/// A further network is a `static func` of `Network` with its entry, in the file of its family, and a line in `entries`.
public enum NetworkCatalogue {
    /// In the order in which they are listed to the user: by family.
    public static let entries: [Entry] = [
        .lenet300100, .lenet5,
        .alexNet, .zfNet,
        .vgg11, .vgg16, .vgg19,
        .googLeNet,
        .resNet18, .resNet34, .resNet50,
        .squeezeNet11,
        .mobileNetV1,
        .darknet19, .yoloV2, .yoloV2Tiny,
    ]

    public static var names: [String] { entries.map(\.name) }

    /// The entry of exactly that name.
    public static func entry(named name: String) -> Entry? { entries.first { $0.name == name } }

    /// The built-in network of exactly that name for an input shape, by default the entry's own; `nil` when there is
    /// none of that name.
    ///
    /// - Throws: `NetworkError` naming the first layer that the input does not fit.
    public static func network(named name: String, input: TensorShape? = nil) throws(NetworkError) -> Network? {
        guard let entry = entry(named: name) else { return nil }
        return try entry.network(input: input)
    }
}

extension NetworkCatalogue {
    /// One built-in network and where it comes from.
    public struct Entry: Sendable {
        /// As scenarios spell it, for instance "vgg16".
        public let name: String
        /// As papers spell it, for instance "VGG-16".
        public let title: String
        /// The paper, with its venue and its DOI or arXiv number.
        public let citation: String
        /// `[channels, height, width]` of the published network.
        public let defaultInput: TensorShape
        /// Which of the circulating variants this is, in one line.
        public let note: String

        private let build: @Sendable (TensorShape) throws(NetworkError) -> Network

        init(
            name: String,
            title: String,
            citation: String,
            defaultInput: TensorShape,
            note: String,
            build: @escaping @Sendable (TensorShape) throws(NetworkError) -> Network
        ) {
            self.name = name
            self.title = title
            self.citation = citation
            self.defaultInput = defaultInput
            self.note = note
            self.build = build
        }

        /// The network for an input shape, by default its own.
        ///
        /// Layers keep their channels, kernels and strides. Fully connected layers read whatever map reaches them, so
        /// their weights follow the input; global pooling covers whatever map reaches it.
        ///
        /// - Throws: `NetworkError` naming the first layer that the input does not fit.
        public func network(input: TensorShape? = nil) throws(NetworkError) -> Network {
            try build(input ?? defaultInput)
        }
    }
}
