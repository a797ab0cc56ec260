import Foundation
import ScenarioFiles
import TestSupport
import Testing

@Suite struct JSONReaderTests {
    @Test(
        "Every kind of value is read",
        arguments: [
            ("null", "null"), ("true", "true"), ("false", "false"), ("0", "0"), ("-12.5e-1", "-1.25"),
            (#""a""#, #""a""#),
            ("[]", "[]"), ("{}", "{}"), (" [ 1 , [ ] , { } ] ", "[1,[],{}]"), ("\t{\r\n\"a\"\n:\n1}\n", #"{"a":1}"#),
            (#"{"": {"": ""}}"#, #"{"":{"":""}}"#), (#""\u0041\u00e9\uD834\uDD1E\/""#, #""Aé𝄞/""#),
            (#""\u0000""#, #""\u0000""#), ("\"\u{7F}\u{2028}\"", "\"\u{7F}\u{2028}\""),
            ("// before\n1 // after", "1"), ("/* a */[1, /* b\n * */ 2 /**/, 3]/***/", "[1,2,3]"),
            (#"{"a" /* x */ : /* y */ "// no comment /* */"}"#, #"{"a":"// no comment /* */"}"#), ("1//", "1"),
            ("// größer 😀\n2", "2"), ("\u{FEFF}3", "3"),
        ]
    )
    func valid(text: String, canonicalText: String) throws {
        #expect(try node(text).canonicalText == canonicalText)
    }

    @Test(
        "Malformed text is explained",
        arguments: [
            // Nothing there
            ("", "1:1: the file is empty, expected a JSON value"),
            ("\u{FEFF}", "1:1: the file is empty, expected a JSON value"),
            (" \n// only a comment", "2:18: found the end of the file, expected a value"),
            // Commas and brackets
            ("[1, 2,]", #"1:7: found "]", expected a value (no comma before the closing "]")"#),
            (#"{"a": 1,}"#, #"1:9: found "}", expected a key in double quotes (no comma before the closing "}")"#),
            ("[,1]", #"1:2: found ",", expected a value or "]""#),
            ("[1,,2]", #"1:4: found ",", expected a value"#),
            ("{,}", #"1:2: found ",", expected a key in double quotes or "}""#),
            ("[1 2]", #"1:4: found "2", expected "," or the "]" of the array that begins in line 1"#),
            (
                "{\n  \"a\": 1\n  \"b\": 2\n}",
                #"3:3: found "b", expected "," or the "}" of the object that begins in line 1"#
            ),
            (
                "{\"a\":\n[1",
                #"2:3: found the end of the file, expected "," or the "]" of the array that begins in line 2"#
            ),
            ("[1}", #"1:3: found "}", expected "," or the "]" of the array that begins in line 1"#),
            ("{", #"1:2: found the end of the file, expected a key in double quotes or "}""#),
            ("[", #"1:2: found the end of the file, expected a value or "]""#),
            ("]", #"1:1: found "]", expected a value"#),
            ("{} {}", #"1:4: found "{", expected the end of the file"#),
            ("1 x", #"1:3: found "x", expected the end of the file"#),
            ("{}}", #"1:3: found "}", expected the end of the file"#),
            // Keys
            ("{a: 1}", #"1:2: found "a", expected a key in double quotes or "}""#),
            ("{'a': 1}", #"1:2: found "'", expected a key in double quotes or "}""#),
            ("{1: 1}", #"1:2: found "1", expected a key in double quotes or "}""#),
            ("{\"a\" 1}", #"1:6: found "1", expected ":" after the key "a""#),
            ("{\"a\"}", #"1:5: found "}", expected ":" after the key "a""#),
            ("{\"a\": }", #"1:7: found "}", expected a value for the key "a""#),
            ("{\"a\": 1,\n \"b\": 2,\n \"a\": 3}", #"3:2: the key "a" appears twice, first in line 1"#),
            (#"{"\u0061": 1, "a": 3}"#, #"1:15: the key "a" appears twice, first in line 1"#),
            // Words
            ("nexus", #"1:1: found "nexus", expected a value; texts stand in double quotes"#),
            (
                "{\"a\": True}",
                #"1:7: found "True", expected a value for the key "a"; texts stand in double quotes; "#
                    + #"did you mean "true"?"#
            ),
            (
                "[nul]",
                #"1:2: found "nul", expected a value or "]"; texts stand in double quotes; did you mean "null"?"#
            ),
            ("truex", #"1:1: found "truex", expected a value; texts stand in double quotes; did you mean "true"?"#),
            ("'a'", #"1:1: found "'", expected a value; texts stand in double quotes"#),
            ("“a”", #"1:1: found "“", expected a value"#),
            ("NaN", #"1:1: found "NaN", expected a finite number"#),
            ("Infinity", #"1:1: found "Infinity", expected a finite number"#),
            // Numbers
            ("-Infinity", #"1:1: found "-Infinity", expected a number with a digit after "-""#),
            ("-", #"1:1: found "-", expected a number with a digit after "-""#),
            ("+1", #"1:1: found "+1", expected a value; numbers begin with a digit or "-""#),
            (".5", #"1:1: found ".5", expected a value; numbers begin with a digit or "-""#),
            ("-.5", #"1:1: found "-.5", expected a number with a digit after "-""#),
            ("[007]", #"1:2: found "007", expected a number without leading zeros"#),
            ("-01", #"1:1: found "-01", expected a number without leading zeros"#),
            ("1.", #"1:1: found "1.", expected a number with a digit after the point"#),
            ("1.e3", #"1:1: found "1.e3", expected a number with a digit after the point"#),
            ("1e", #"1:1: found "1e", expected a number with a digit in the exponent"#),
            ("1e+", #"1:1: found "1e+", expected a number with a digit in the exponent"#),
            ("0x10", #"1:1: found "0x10", expected a number (a quantity with a unit is a text in double quotes)"#),
            (
                "{\"a\": 3ms}",
                #"1:7: found "3ms", expected a number (a quantity with a unit is a text in double quotes)"#
            ),
            (
                "{\"a\": 3 ms}",
                #"1:9: found "ms", expected "," or the "}" of the object that begins in line 1"#
            ),
            ("1.2.3", #"1:1: found "1.2.3", expected a number (a quantity with a unit is a text in double quotes)"#),
            ("1e309", #"1:1: found "1e309", expected a number of at most 1.7976931348623157e+308 in size"#),
            // Strings
            (
                "[\n \"abc",
                "2:6: found the end of the file, expected the closing double quote of the string that begins at 2:2"
            ),
            (
                "{\"a\": \"b\n}",
                #"1:9: found the end of the line, expected the closing double quote of the string, "#
                    + #"or \n for a line break in it"#
            ),
            (
                "\"a\tb\"",
                #"1:3: found the character U+0009, expected \t: control characters in strings must be escaped"#
            ),
            (
                "\"\u{1}\"",
                #"1:2: found the character U+0001, expected an escape such as \u001f: "#
                    + "control characters in strings must be escaped"
            ),
            (
                #""C:\dir""#,
                #"1:5: unknown escape after a backslash, expected one of \" \\ \/ \b \f \n \r \t \u "#
                    + #"(write \\ for a backslash itself)"#
            ),
            (#""\u12g4""#, #"1:6: incomplete escape, expected four hexadecimal digits after \u"#),
            (#""\u12"#, #"1:6: incomplete escape, expected four hexadecimal digits after \u"#),
            ("\"\\", "1:3: found the end of the file, expected the rest of an escape"),
            (
                #""ab\ud83d""#,
                #"1:4: found half of a surrogate pair, expected two escapes such as \ud83d\ude00 for one character"#
            ),
            (
                #""\ude00\ud83d""#,
                #"1:2: found half of a surrogate pair, expected two escapes such as \ud83d\ude00 for one character"#
            ),
            (
                #""\ud83d\u0041""#,
                #"1:2: found half of a surrogate pair, expected two escapes such as \ud83d\ude00 for one character"#
            ),
            (
                #""\ud83d\n""#,
                #"1:2: found half of a surrogate pair, expected two escapes such as \ud83d\ude00 for one character"#
            ),
            // Blanks and comments
            ("[\u{A0}1]", #"1:2: found the character U+00A0, expected a value or "]""#),
            ("\u{0}", "1:1: found the character U+0000, expected a value"),
            ("1 /* a", #"1:7: found the end of the file, expected the "*/" of the comment that begins in line 1"#),
            ("/*/", #"1:4: found the end of the file, expected the "*/" of the comment that begins in line 1"#),
            ("/ 1", #"1:1: found "/", expected a value"#),
            ("1 # a", ##"1:3: found "#", expected the end of the file"##),
        ]
    )
    func malformed(text: String, error: String) {
        #expect(message { () throws(InputError) in _ = try node(text) } == "x.json:" + error)
    }

    @Test(
        "Bytes that are not UTF-8 are pointed at",
        arguments: [
            ([0xFF, 0xFE, 0x31, 0x00], "1:1: found the byte 0xFF, expected a value"),  // UTF-16
            ([0x22, 0x61, 0x80, 0x22], "1:3: found the byte 0x80, expected text in UTF-8"),  // continuation alone
            ([0x22, 0xC3, 0x22], "1:2: found the byte 0xC3, expected text in UTF-8"),  // cut short
            ([0x22, 0xC3], "1:2: found the byte 0xC3, expected text in UTF-8"),
            ([0x22, 0xC0, 0xAF, 0x22], "1:2: found the byte 0xC0, expected text in UTF-8"),  // longer than need be
            ([0x22, 0xE0, 0x80, 0xAF, 0x22], "1:2: found the byte 0xE0, expected text in UTF-8"),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], "1:2: found the byte 0xED, expected text in UTF-8"),  // a surrogate
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], "1:2: found the byte 0xF4, expected text in UTF-8"),  // > U+10FFFF
            ([0x22, 0xF0, 0x9F, 0x98, 0x22], "1:2: found the byte 0xF0, expected text in UTF-8"),
            ([0x2F, 0x2F, 0xE9, 0x0A, 0x31], "1:3: found the byte 0xE9, expected text in UTF-8"),  // Latin-1 comment
        ] as [([UInt8], String)]
    )
    func invalidUTF8(bytes: [UInt8], error: String) {
        let found = message { () throws(InputError) in _ = try JSONReader.parse(bytes: bytes, file: "x.json") }
        #expect(found == "x.json:" + error)
    }

    @Test func locationsCountUnicodeScalars() throws {
        // An accent of its own is a scalar, an emoji is one, whatever they take in bytes.
        let root = try node("\u{FEFF}{\"é\": 1, \"e\u{301}x\": 2, /* 😀 */ \"a\": [\n\t3]}")
        guard case .object(let members) = root.value else { throw InputError(problem: "no object") }
        #expect(root.location == SourceLocation(line: 1, column: 1))
        #expect(members.map(\.keyLocation?.column) == [2, 10, 28])
        #expect(members.map(\.value.location?.column) == [7, 17, 33])
        #expect(root.value(at: "a[0]")?.location == SourceLocation(line: 2, column: 2))
    }

    @Test func windowsLineEndsCountOnce() throws {
        #expect(try node("[\r\n1,\r\n2]").value(at: "[1]")?.location == SourceLocation(line: 3, column: 1))
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")])
    func nestingEndsAt256Levels(opening: String, closing: String) throws {
        let levels = opening.contains("[{") ? 2 : 1
        func nested(_ count: Int) -> String {
            String(repeating: opening, count: count) + "1" + String(repeating: closing, count: count)
        }
        _ = try node(nested(256 / levels))
        let column = 1 + 256 / levels * opening.count
        let error = "x.json:1:\(column): arrays and objects nested too deeply, expected at most 256 levels"
        #expect(message { () throws(InputError) in _ = try node(nested(256 / levels + 1)) } == error)
        #expect(message { () throws(InputError) in _ = try node(nested(100_000)) } == error)
    }

    @Test func longSingleLinesAreReadWhole() throws {
        let count = 20_000
        let array = try node("[" + String(repeating: "\"é\",", count: count - 1) + "1]")
        #expect(array.value(at: "[\(count - 1)]")?.location == SourceLocation(line: 1, column: 4 * count - 2))
    }

    @Test func everyShortTextIsReadOrExplained() throws {
        let symbols = ["{", "}", "[", "]", ",", ":", "\"", "1", "-", "\n"]
        var texts = [""]
        for _ in 0..<4 {
            texts = texts.flatMap { text in symbols.map { text + $0 } }
            for text in texts {
                do throws(InputError) {
                    let parsed = try node(text)
                    #expect(try node(parsed.prettyText).hasSameContent(as: parsed), "\(text)")
                } catch {
                    #expect(error.location != nil && error.expected != nil, "\(text)")
                }
            }
        }
    }

    @Test func mutatedTextIsReadOrExplained() throws {
        let sample = Array(JSONNodeTextTests.sample.utf8)
        let seed: UInt64 = 20_171
        var generator = SeededGenerator(seed: seed)
        var readCount = 0
        for round in 0..<10_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[index] = .random(in: .min ... .max, using: &generator)
                case 1: bytes[index] = sample.randomElement(using: &generator) ?? 0
                case 2: bytes.remove(at: index)
                default: bytes.insert(sample.randomElement(using: &generator) ?? 0, at: index)
                }
            }
            do throws(InputError) {
                let parsed = try JSONReader.parse(bytes: bytes, file: "x.json")
                readCount += 1
                #expect(try node(parsed.canonicalText).hasSameContent(as: parsed), "seed \(seed), round \(round)")
            } catch {
                #expect(error.kind == .invalid && error.location != nil, "seed \(seed), round \(round)")
            }
        }
        // Some mutations hit comments and strings only, most break the text.
        #expect((1000..<9000).contains(readCount))
    }

    @Test func everyBeginningOfATextIsExplained() {
        let sample = Array(JSONNodeTextTests.sample.utf8)
        for count in sample.indices {
            #expect(throws: InputError.self, "\(count) bytes") {
                try JSONReader.parse(bytes: Array(sample.prefix(count)), file: "x.json")
            }
        }
    }
}

@Suite struct JSONReaderFileTests {
    /// Runs `body` with a directory that is there for its time only.
    private func withDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.path)
    }

    @Test func aFileIsRead() throws {
        try withDirectory { directory in
            let path = directory + "/modnn-vgg16.json"
            try Data("\u{FEFF}{\"a\": [1,]}".utf8).write(to: URL(fileURLWithPath: path))
            let error = message { () throws(InputError) in _ = try JSONReader.read(path) }
            #expect(error == #"\#(path):1:10: found "]", expected a value (no comma before the closing "]")"#)
            try Data("{\"a\": [1]}".utf8).write(to: URL(fileURLWithPath: path))
            #expect(try JSONReader.read(path).canonicalText == #"{"a":[1]}"#)
        }
    }

    @Test func anEmptyFileIsInvalidRatherThanMissing() throws {
        try withDirectory { directory in
            let path = directory + "/empty.json"
            try Data().write(to: URL(fileURLWithPath: path))
            let error = message { () throws(InputError) in _ = try JSONReader.read(path) }
            #expect(error == "\(path):1:1: the file is empty, expected a JSON value")
        }
    }

    @Test func aMissingFileSuggestsItsNeighbour() throws {
        try withDirectory { directory in
            try Data("1".utf8).write(to: URL(fileURLWithPath: directory + "/modnn-vgg16.json"))
            for name in ["modnn-vgg61.json", "modnn-vgg16"] {
                let error = InputError(
                    kind: .missing,
                    file: "\(directory)/\(name)",
                    problem: "no such file",
                    suggestion: "\(directory)/modnn-vgg16.json"
                )
                #expect(throws: error) { try JSONReader.read("\(directory)/\(name)") }
            }
            let error = InputError(kind: .missing, file: directory + "/other.json", problem: "no such file")
            #expect(throws: error) { try JSONReader.read(directory + "/other.json") }
        }
    }

    @Test func aDirectoryIsNoFile() throws {
        try withDirectory { directory in
            let error = InputError(kind: .missing, file: directory, found: "a directory", expected: "a JSON file")
            #expect(throws: error) { try JSONReader.read(directory) }
        }
    }
}
