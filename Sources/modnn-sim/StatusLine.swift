import Foundation

/// A line of standard error that is drawn anew.
struct StatusLine {
    /// Whether standard error is a terminal that can draw a line anew.
    static var isTerminal: Bool {
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    private(set) var isDrawn = false

    mutating func draw(_ text: String) {
        isDrawn = true
        Self.write("\r\(text)\u{1b}[K")
    }

    mutating func clear() {
        if isDrawn { Self.write("\r\u{1b}[K") }
        isDrawn = false
    }

    /// `[=====     ] `
    static func bar(share: Double, width: Int) -> String {
        let filled = Int(share * Double(width))
        return "[" + String(repeating: "=", count: filled) + String(repeating: " ", count: width - filled) + "] "
    }

    private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
