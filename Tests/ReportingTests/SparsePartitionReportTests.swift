import DeviceProfiles
import NeuralNetworks
import Partitioning
import Reporting
import Testing

@Suite struct SparsePartitionReportTests {
    private func report(_ matrix: SparseMatrix, _ owners: [UInt16]) throws -> SparsePartitionReport {
        SparsePartitionReport(
            name: "fc.mtx", scheme: .rows, matrix: matrix,
            limits: LoadLimits(capabilities: [1, 1], nonZeroCount: matrix.nonZeroCount),
            partition: SparsePartition(workerCount: 2, owners: owners, of: matrix),
            profile: try #require(DeviceCatalogue.profile(named: "nexus-5")))
    }

    /// Worker 1 has a full block of 3 x 4, worker 2 a long diagonal: 4 bytes for each of 12 weights; 6 bytes for each of
    /// 60 non-zeros and 4 for each of 61 offsets.
    @Test func storageIsStated() throws {
        let block = (0..<3).flatMap { row in (0..<4).map { (row: row, column: $0) } }
        let diagonal = (0..<60).map { (row: 3 + $0, column: 4 + $0) }
        let matrix = SparseMatrix(rowCount: 63, columnCount: 64, positions: block + diagonal)
        let report = try report(matrix, Array(repeating: 0, count: 12) + Array(repeating: 1, count: 60))
        let json = report.json().rendered(pretty: false)
        #expect(
            json.contains("\"kernel\":\"dense\",\"inputs\":3,\"outputs\":4,\"non_zeros\":12,\"macs\":12,\"bytes\":48"))
        #expect(
            json.contains(
                "\"kernel\":\"sparse\",\"inputs\":60,\"outputs\":60,\"non_zeros\":60,\"macs\":60,\"bytes\":604"))
        let text = report.text()
        #expect(text.contains("dense 3 x 4") && text.contains("nexus-5"))
        #expect(text.contains("within the limits") == false, "60 of 72 non-zeros are above 51.5 %")
    }
}
