import NeuralNetworks

/// Outliers by minimum vertex covers: rows in the cover send x to the column's owner, columns send partial sums.
enum MinimumCoverAssignment {
    static func assign(_ problem: inout OutlierProblem) {
        let workers = problem.limits.workerCount
        var blocks = [[Int]](repeating: [], count: workers * workers)
        for (index, outlier) in problem.outliers.enumerated() {
            blocks[outlier.rowOwner * workers + outlier.columnOwner].append(index)
        }
        var rowNumber = [Int](repeating: -1, count: problem.matrix.rowCount)
        var columnNumber = [Int](repeating: -1, count: problem.matrix.columnCount)
        var twice: [OutlierProblem.Outlier] = []
        for block in blocks where !block.isEmpty {
            let outliers = block.map { problem.outliers[$0] }
            var neighbours: [[Int]] = []
            var columnCount = 0
            for outlier in outliers {
                if rowNumber[outlier.row] < 0 {
                    rowNumber[outlier.row] = neighbours.count
                    neighbours.append([])
                }
                if columnNumber[outlier.column] < 0 {
                    columnNumber[outlier.column] = columnCount
                    columnCount += 1
                }
                neighbours[rowNumber[outlier.row]].append(columnNumber[outlier.column])
            }
            let cover = BipartiteMatching(neighbours: neighbours, rightCount: columnCount).minimumVertexCover()
            for outlier in outliers {
                switch (cover.left[rowNumber[outlier.row]], cover.right[columnNumber[outlier.column]]) {
                case (true, true): twice.append(outlier)
                case (true, false): problem.assign(outlier, to: outlier.columnOwner)
                default: problem.assign(outlier, to: outlier.rowOwner)
                }
            }
            for outlier in outliers {
                rowNumber[outlier.row] = -1
                columnNumber[outlier.column] = -1
            }
        }
        for outlier in twice {
            let toRow = problem.isLessLoaded(outlier.rowOwner, than: outlier.columnOwner)
            problem.assign(outlier, to: toRow ? outlier.rowOwner : outlier.columnOwner)
        }
    }
}
