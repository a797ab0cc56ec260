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
