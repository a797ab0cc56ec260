import Tensors
import Testing

@testable import Execution

@Suite struct HoldingIndexTests {
    private func writers(_ index: HoldingIndex, _ region: Region) -> [Int32] {
        var found: Set<Int32> = []
        index.forEach(overlapping: region) { found.insert($0.writer) }
        return found.sorted()
    }

    @Test(arguments: [1, 7, 32, 33, 200])
    func rowsAreFoundWhateverTheNumberOfBoxes(count: Int) {
        var index = HoldingIndex(shape: TensorShape(channels: 2, height: count, width: 3))
        for row in 0..<count {
            index.append(
                .init(region: Region(channels: 0..<2, rows: row..<row + 1, columns: 0..<3), writer: Int32(row)))
        }
        for row in 0..<count {
            let rows = row..<min(row + 2, count)
            let expected = rows.map { Int32($0) }
            #expect(writers(index, Region(channels: 1..<2, rows: rows, columns: 1..<2)) == expected)
        }
        #expect(writers(index, Region(TensorShape(channels: 2, height: count, width: 3))).count == count)
        #expect(index.elementCount == 6 * count)
    }

    @Test func vectorsAreFoundByChannel() {
        var index = HoldingIndex(shape: TensorShape(vector: 400))
        for number in 0..<100 {
            index.append(
                .init(
                    region: Region(channels: 4 * number..<4 * number + 4, rows: 0..<1, columns: 0..<1),
                    writer: Int32(number)))
        }
        #expect(writers(index, Region(channels: 6..<9, rows: 0..<1, columns: 0..<1)) == [1, 2])
    }
}
