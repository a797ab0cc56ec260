package import ScenarioFiles

/// Which observations are meant: for every key one value or several; keys are the fields of observations and "metric".
package struct ObservationFilter: Sendable {
    private var allowed: [(key: String, texts: [String])] = []

    package init(_ reader: ValueReader) throws(InputError) {
        for (key, value) in try reader.members() {
            if case .array(let elements) = value.node.value {
                allowed.append((key, elements.map(\.plainText)))
            } else {
                allowed.append((key, [value.node.plainText]))
            }
        }
    }

    package func matches(_ observation: PaperObservation) -> Bool {
        allowed.allSatisfy { key, texts in
            guard let text = key == "metric" ? observation.metric : observation.text(key) else { return false }
            return texts.contains(text)
        }
    }
}
