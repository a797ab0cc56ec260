import Foundation
import Testing

@testable import Reporting

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The texts of an SVG image with estimates of the space they take.
struct ParsedImage {
    struct Text {
        let content: String
        let box: LayoutBox
    }

    /// A rectangle with its class and the note that appears when it is pointed at.
    struct Rectangle {
        var fill: String?
        var box: LayoutBox
        var title: String?
    }

    let texts: [Text]
    let rectangles: [Rectangle]
    let width: Double
    let height: Double

    /// Fails if the text is not well-formed XML.
    init(_ svg: String, readsTexts: Bool = true) throws {
        let parser = XMLParser(data: Data(svg.utf8))
        let collector = Collector()
        collector.readsTexts = readsTexts
        parser.delegate = collector
        try #require(parser.parse(), "not well-formed: \(String(describing: parser.parserError))")
        texts = collector.texts
        rectangles = collector.rectangles
        width = collector.width
        height = collector.height
    }

    func expectCleanLayout(_ comment: Comment) {
        let image = LayoutBox(left: 0, top: 0, right: width, bottom: height)
        for (index, text) in texts.enumerated() {
            #expect(image.contains(text.box), "'\(text.content)' leaves the image, \(comment)")
            for other in texts[..<index] {
                #expect(!text.box.overlaps(other.box), "'\(text.content)' on '\(other.content)', \(comment)")
            }
        }
    }

    private final class Collector: NSObject, XMLParserDelegate {
        var texts: [Text] = []
        var rectangles: [Rectangle] = []
        var readsTexts = true
        var width = 0.0
        var height = 0.0
        private var attributes: [String: String] = [:]
        private var isInRectangle = false
        private var content = ""

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            guard readsTexts else { return }
            if name == "rect", let x = attributes["x"].flatMap(Double.init),
                let y = attributes["y"].flatMap(Double.init),
                let width = attributes["width"].flatMap(Double.init),
                let height = attributes["height"].flatMap(Double.init)
            {
                let box = LayoutBox(left: x, top: y, right: x + width, bottom: y + height)
                rectangles.append(Rectangle(fill: attributes["class"], box: box))
                isInRectangle = true
            }
            if name == "svg" {
                width = Double(attributes["width"]!)!
                height = Double(attributes["height"]!)!
            }
            self.attributes = attributes
            content = ""
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            content += string
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            if name == "title", isInRectangle { rectangles[rectangles.count - 1].title = content }
            if name == "rect" { isInRectangle = false }
            guard readsTexts else { return }
            // Slanted text has no place of its own; the spread of its places is tested where it is computed.
            guard name == "text", attributes["transform"] == nil else { return }
            let size = Double(attributes["font-size"]!)!
            let width = TextMetrics.width(content, fontSize: size)
            let x = Double(attributes["x"]!)!
            let y = Double(attributes["y"]!)!
            let left =
                switch attributes["text-anchor"] {
                case "end": x - width
                case "middle": x - width / 2
                default: x
                }
            let box = LayoutBox(left: left, top: y - size * 0.75, right: left + width, bottom: y + size * 0.22)
            texts.append(Text(content: content, box: box))
        }
    }
}

extension LayoutBox {
    var width: Double { right - left }
}
