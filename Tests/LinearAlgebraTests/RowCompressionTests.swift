import LinearAlgebra
import TestSupport
import Testing

@Suite("RowCompression")
struct RowCompressionTests {
  @Test(
    "Triangle times orthonormal rows give the matrix back, whatever its condition",
    arguments: SampleMatrix.all.filter { $0.matrix.rowCount <= $0.matrix.columnCount } + [
      SampleMatrix("a wide Gaussian", wide(15, 3000)),
      SampleMatrix(
        "rows of very different lengths",
        wide(4, 200).scalingRows(by: [1e-30, 1, 1e-8, 1e12])),
      SampleMatrix("nearly parallel rows", wide(3, 50) + 1e7 * (wide(3, 1) * wide(1, 50))),
      SampleMatrix("no rows", Matrix(rowCount: 0, columnCount: 5)),
    ])
  func definition(sample: SampleMatrix) throws {
    let matrix = sample.matrix
    let compression = try RowCompression(matrix)
    let (triangle, rows) = (compression.lowerTriangle, compression.orthonormalRows())
    #expect(distance(triangle * rows, matrix) <= roundingTolerance(for: matrix))
    let identity = Matrix.identity(matrix.rowCount)
    #expect(distance(rows.leftGramian, identity) <= 8 * roundingTolerance(for: identity))
    for j in 0..<triangle.columnCount {
      #expect(triangle[j, j] >= 0)
      for i in 0..<j { #expect(triangle[i, j] == 0) }
    }
    // Row by row, so that a long row hides no error of a short one.
    for i in 0..<matrix.rowCount {
      let row = matrix.submatrix(rows: i..<(i + 1), columns: 0..<matrix.columnCount)
      let again = compression.expand(
        triangle.submatrix(rows: i..<(i + 1), columns: 0..<matrix.rowCount))
      #expect(distance(row, again) <= 8 * roundingTolerance(for: row))
    }
  }

  @Test("What is not finite is refused")
  func notFinite() {
    for value in BrokenMatrix.values {
      #expect(throws: LinearAlgebraError.notFinite(row: 2, column: 1)) {
        try RowCompression(BrokenMatrix.holding(value))
      }
    }
  }

  @Test("A tall matrix stops the program")
  func tall() async {
    await #expect(processExitsWith: .failure) {
      _ = try RowCompression(Matrix(rowCount: 3, columnCount: 2))
    }
  }
}

private func wide(_ rowCount: Int, _ columnCount: Int) -> Matrix {
  var random = SeededGenerator(seed: 69, stream: UInt64(rowCount * columnCount))
  return .gaussian(rowCount: rowCount, columnCount: columnCount, using: &random)
}
