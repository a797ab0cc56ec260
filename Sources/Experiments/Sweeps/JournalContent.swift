import ScenarioFiles

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What a journal file holds, read once from its beginning in constant memory but for the places of the lines.
struct JournalContent {
    let header: JournalHeader
    /// Where the line of every slot begins; -1 for those that are missing.
    private(set) var starts: [Int]
    private(set) var count = 0
    /// Slots of points that cannot run.
    private(set) var failures: Set<Int> = []
    /// Where the first line that is torn or damaged begins.
    private(set) var end: Int

    /// `nil` if the file has no header.
    init?(_ descriptor: Int32, slotCount: Int) {
        var lines = LineReader(descriptor: descriptor)
        guard let first = lines.next(), let header = JournalHeader(line: String(decoding: first, as: UTF8.self)) else {
            return nil
        }
        self.header = header
        starts = Array(repeating: -1, count: slotCount)
        end = lines.position
        while let line = lines.next(), let (slot, text) = Self.parts(of: line), slot < slotCount {
            if starts[slot] < 0 {
                starts[slot] = end
                count += 1
                if !text.starts(with: Array("[null,".utf8)) { failures.insert(slot) }
            }
            end = lines.position
        }
    }

    static func header(_ descriptor: Int32) -> JournalHeader? {
        var lines = LineReader(descriptor: descriptor)
        return lines.next().flatMap { JournalHeader(line: String(decoding: $0, as: UTF8.self)) }
    }

    /// The number of lines after the header that are whole.
    static func lineCount(_ descriptor: Int32) -> Int {
        var lines = LineReader(descriptor: descriptor)
        var count = -1
        while lines.next() != nil { count += 1 }
        return max(0, count)
    }

    // MARK: Lines

    static func line(slot: Int, text: String) -> String {
        let content = "\(slot) \(text)"
        return "\(checkSum(content.utf8)) \(content)\n"
    }

    /// The record of a line, if it is whole.
    static func record(line: String, axisValues: [JSONNode]) -> RunRecord? {
        parts(of: Array(line.utf8).dropLast()).flatMap { RunRecord(journalText: $0.text, axisValues: axisValues) }
    }

    /// The text of the record whose line begins at a place.
    static func text(_ descriptor: Int32, at start: Int, end: Int) -> ArraySlice<UInt8>? {
        var size = 512
        while true {
            let wanted = min(size, end - start)
            var count = -1
            let buffer = [UInt8](unsafeUninitializedCapacity: wanted) { bytes, initializedCount in
                count = pread(descriptor, bytes.baseAddress!, wanted, off_t(start))
                initializedCount = max(0, count)
            }
            guard count > 0 else { return nil }
            if let newline = buffer.firstIndex(of: UInt8(ascii: "\n")) { return parts(of: buffer[..<newline])?.text }
            guard count == size else { return nil }
            size *= 4
        }
    }

    private static func parts(of line: ArraySlice<UInt8>) -> (slot: Int, text: ArraySlice<UInt8>)? {
        let space = UInt8(ascii: " ")
        guard let first = line.firstIndex(of: space) else { return nil }
        let content = line[(first + 1)...]
        guard let second = content.firstIndex(of: space),
            let slot = Int(String(decoding: content[..<second], as: UTF8.self)), slot >= 0,
            String(decoding: line[..<first], as: UTF8.self) == checkSum(content)
        else { return nil }
        return (slot, content[(second + 1)...])
    }

    /// FNV-1a of 64 bits (Fowler, Noll and Vo) in base 36: against torn and damaged lines, not against malice.
    private static func checkSum(_ bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}

/// The lines of a file that end with a line feed, one after the other.
private struct LineReader {
    let descriptor: Int32
    /// Where the line after the last one begins.
    private(set) var position = 0
    private var buffer: [UInt8] = []
    private var start = 0
    private var readEnd = 0

    init(descriptor: Int32) { self.descriptor = descriptor }

    mutating func next() -> ArraySlice<UInt8>? {
        var scanned = start
        while true {
            if let newline = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[start..<newline]
                position += newline + 1 - start
                start = newline + 1
                return line
            }
            scanned = buffer.count - start
            buffer.removeFirst(start)
            start = 0
            var block = [UInt8](repeating: 0, count: 1 << 20)
            let count = pread(descriptor, &block, block.count, off_t(readEnd))
            guard count > 0 else { return nil }
            readEnd += count
            buffer += block[..<count]
        }
    }
}
