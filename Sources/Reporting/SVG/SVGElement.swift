/// An element of an SVG image: a name, attributes in order, and either text or further elements.
///
/// Equal elements give equal bytes; numbers have two decimals at most, which is finer than any screen.
struct SVGElement: Sendable {
    /// What stands between the tags.
    enum Content: Sendable {
        case text(String)
        case elements([SVGElement])
    }

    let name: String
    private(set) var attributes: [(name: String, value: String)]
    var content: Content

    /// An element with further elements, or with none.
    init(
        _ name: String, _ attributes: KeyValuePairs<String, any SVGAttributeValue> = [:],
        _ elements: [SVGElement] = []
    ) {
        self.name = name
        self.attributes = attributes.map { ($0.key, $0.value.svgText) }
        content = .elements(elements)
    }

    /// An element with text, which is escaped.
    init(_ name: String, _ attributes: KeyValuePairs<String, any SVGAttributeValue> = [:], text: String) {
        self.init(name, attributes)
        content = .text(text)
    }

    /// The element with one more attribute, or as it is when there is no value.
    func with(_ name: String, _ value: (any SVGAttributeValue)?) -> SVGElement {
        guard let value else { return self }
        var result = self
        result.attributes.append((name, value.svgText))
        return result
    }

    /// The element with one more class.
    func adding(class name: String) -> SVGElement {
        var result = self
        if let index = attributes.firstIndex(where: { $0.name == "class" }) {
            result.attributes[index].value += " \(name)"
        } else {
            result.attributes.append(("class", name))
        }
        return result
    }

    /// The element with a name of its own for hovering and for screen readers; it must have no text.
    func titled(_ title: String?) -> SVGElement {
        guard let title, case .elements(let elements) = content else { return self }
        var result = self
        result.content = .elements([SVGElement("title", text: title)] + elements)
        return result
    }

    /// The text of the element and all in it, elements of `svg` and `g` on lines of their own.
    func render() -> String {
        var text = ""
        render(into: &text)
        return text
    }

    private func render(into text: inout String) {
        text += "<\(name)"
        for (name, value) in attributes { text += " \(name)=\"\(XMLText.escaped(value))\"" }
        switch content {
        case .text(let content):
            // The style sheet has no characters that need escapes.
            text += ">\(XMLText.escaped(content, keepingLines: name == "style" || name == "title"))</\(name)>"
        case .elements(let elements) where elements.isEmpty:
            text += "/>"
        case .elements(let elements):
            let isContainer = name == "svg" || name == "g"
            text += isContainer ? ">\n" : ">"
            for element in elements {
                element.render(into: &text)
                if isContainer { text += "\n" }
            }
            text += "</\(name)>"
        }
    }
}

/// What can stand in an attribute.
protocol SVGAttributeValue {
    /// The text between the quotes, not yet escaped.
    var svgText: String { get }
}

extension String: SVGAttributeValue {
    var svgText: String { self }
}

extension Int: SVGAttributeValue {
    var svgText: String { String(self) }
}

extension Double: SVGAttributeValue {
    /// Two decimals at most; must be finite.
    var svgText: String {
        var numeral = DecimalNumeral(self)
        numeral.round(toDecimals: 2)
        return numeral.text()
    }
}

/// A point of an image, y growing downwards.
struct ImagePoint: Hashable, Sendable {
    var x, y: Double

    /// Both coordinates as path data.
    var svgText: String { "\(x.svgText) \(y.svgText)" }
}
