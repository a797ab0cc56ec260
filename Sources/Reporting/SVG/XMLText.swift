/// Text as it stands in an XML document.
enum XMLText {
    /// Replaces characters that have a meaning in XML, in content as well as in attributes, and drops control
    /// characters that XML 1.0 does not allow.
    /// - Parameter keepingLines: Whether line feeds stay; else they become spaces, as readers make of attributes.
    static func escaped(_ text: String, keepingLines: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n" where keepingLines: result += "\n"
            case "\t", "\n", "\r": result += " "
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
