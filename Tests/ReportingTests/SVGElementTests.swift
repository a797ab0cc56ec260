import Testing

@testable import Reporting

@Suite struct SVGElementTests {
    @Test func attributesKeepTheirOrderAndNumbersTwoDecimals() {
        let element = SVGElement("rect", ["x": 1.0 / 3, "y": 2.0, "class": "a", "n": 3]).with("z", nil).with(
            "w", -0.001)
        #expect(element.render() == "<rect x=\"0.33\" y=\"2\" class=\"a\" n=\"3\" w=\"0\"/>")
    }

    @Test func textAndAttributesAreEscaped() {
        let element = SVGElement("text", ["class": "\"<&>'"], text: "a < b\n& c\u{1}")
        #expect(element.render() == "<text class=\"&quot;&lt;&amp;&gt;&#39;\">a &lt; b &amp; c</text>")
    }

    @Test func containersPutTheirElementsOnLines() {
        let group = SVGElement("g", [:], [SVGElement("path", ["d": "M0 0"]).titled("note"), SVGElement("rect")])
        #expect(group.render() == "<g>\n<path d=\"M0 0\"><title>note</title></path>\n<rect/>\n</g>")
    }
}
