import TestSupport
import Testing

@testable import LinearAlgebra

@Suite("Scaled Cholesky factor")
struct ScaledCholeskyTests {
  @Test("Lengths times the triangle give the Gramian back, however different the rows are")
  func definition() throws {
    var random = SeededGenerator(seed: 41)
    let rows = Matrix.gaussian(rowCount: 4, columnCount: 30, using: &random)
      .scalingRows(by: [1e-30, 1, 1e20, 1e-3])
    let gramian = rows.leftGramian
    let factor = try #require(ScaledCholesky(gramian: gramian))
    let root = factor.triangle.scalingRows(by: factor.lengths)
    for i in 0..<4 {
      for j in 0..<4 {
        let size = factor.lengths[i] * factor.lengths[j]
        let product = (0..<4).reduce(0) { $0 + root[i, $1] * root[j, $1] }
        // Cholesky's backward error, (m + 1) epsilon for each entry.
        #expect((product - gramian[i, j]).magnitude <= 5 * .ulpOfOne * size)
      }
    }
    let identity = factor.inverse * factor.triangle
    #expect(distance(identity, .identity(4)) <= 16 * .ulpOfOne * factor.inverseNorm)
  }

  @Test("Dependent rows, zero rows, overflow and what is not finite have none")
  func refusals() {
    for gramian in [
      Matrix(rows: [[1, 2], [2, 4]]), Matrix(rows: [[1, 0], [0, 0]]),
      Matrix(rows: [[.infinity, 0], [0, 1]]), Matrix(rows: [[.nan, 0], [0, 1]]),
      Matrix(rows: [[1e250, 0], [0, 1]]), Matrix(rowCount: 0, columnCount: 0),
    ] {
      #expect(ScaledCholesky(gramian: gramian) == nil)
    }
  }

  @Test("The Gramian of stacked rows is that of the matrix they make")
  func gramian() {
    var random = SeededGenerator(seed: 42)
    let (first, second) = (
      Matrix.gaussian(rowCount: 3, columnCount: 7, using: &random),
      Matrix.gaussian(rowCount: 7, columnCount: 2, using: &random)
    )
    let factors = [first.factor, second.transposed]
    let stacked = Matrix(stackingRowsOf: factors)
    #expect(
      distance(Matrix(gramianOfRowsOf: factors), stacked.leftGramian)
        <= roundingTolerance(for: stacked.leftGramian))
  }

  @Test(
    "Independent columns are found to be so, and nothing else is, at any scale of rows and columns")
  func independence() {
    var random = SeededGenerator(seed: 43)
    let tall = Matrix.gaussian(rowCount: 20, columnCount: 4, using: &random)
    let scaled = tall.scalingColumns(by: [1, 1e-12, 1e9, 1])
    let dependent =
      tall * Matrix(rows: [[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 0], [0, 0, 0, 0]])
    #expect(columnsAreIndependent([tall.factor]))
    #expect(columnsAreIndependent([scaled.factor, (1e-200 * tall).factor]))
    #expect(!columnsAreIndependent([dependent.factor]))
    #expect(!columnsAreIndependent([Matrix(rowCount: 5, columnCount: 2).factor]))
    #expect(!columnsAreIndependent([(.nan * tall).factor]))
    // Columns that differ by less than the root of rounding are left to a decomposition.
    var close = tall
    for i in 0..<20 { close[i, 1] = tall[i, 0] + 1e-9 * tall[i, 1] }
    #expect(!columnsAreIndependent([close.factor]))
  }
}
