import LinearAlgebra
import Testing

@Suite("Leading singular values by products")
struct LeadingPartTests {
  /// A full matrix as a sum of thin products.
  private static func products(_ matrix: Matrix) -> SparsePlusLowRank {
    SparsePlusLowRank(
      pattern: SparsePattern(
        rowCount: matrix.rowCount, columnCount: matrix.columnCount, rows: [], columns: []),
      values: [],
      terms: [
        .init(left: matrix.transpose(), right: .identity(matrix.columnCount))
      ])
  }

  @Test("Values and vectors are those of the whole decomposition where the spectrum falls")
  func decreasing() throws {
    var generator = SeededGenerator(seed: 5)
    let left = try Matrix.orthonormal(rowCount: 40, columnCount: 25, using: &generator)
    let right = try Matrix.orthonormal(rowCount: 25, columnCount: 25, using: &generator)
    // Each value is half the one before: the error falls by 4^8 a step.
    var values = [1.0]
    while values.count < 25 { values.append(values[values.count - 1] / 2) }
    let matrix = left.scalingColumns(by: values) * right
    let part = try Self.products(matrix).leadingPart(count: 4, tolerance: 1e-14, using: &generator)
    let tolerance = 25 * 40 * Double.ulpOfOne
    #expect(part.values.count == 4)
    for (found, value) in zip(part.values, values) {
      #expect((found - value).magnitude <= tolerance)
    }
    let best = left.scalingColumns(by: values.map { $0 >= values[3] ? $0 : 0 }) * right
    let found = Matrix.product(
      part.leftRows.scalingRows(by: part.values).transposed, part.rightRows.factor)
    // Vectors are as exact as the gap of 1/16 lets them be.
    #expect((found - best).largestMagnitude <= 32 * tolerance)
    #expect((part.leftRows.leftGramian - .identity(4)).largestMagnitude <= tolerance)
  }

  @Test("A step from the right subspace keeps it, with its values")
  func fixedPoint() throws {
    var generator = SeededGenerator(seed: 6)
    let matrix = Matrix.gaussian(rowCount: 12, columnCount: 9, using: &generator)
    let whole = try SingularValueDecomposition(matrix)
    let start = whole.rightVectorsTransposed.submatrix(rows: 0..<3, columns: 0..<9)
    let part = try Self.products(matrix).subspaceStep(from: start)
    for k in 0..<3 {
      #expect((part.values[k] - whole.values[k]).magnitude <= 108 * .ulpOfOne * whole.values[0])
    }
  }

  @Test("Of a dense matrix no value is above the exact one")
  func dense() throws {
    var generator = SeededGenerator(seed: 7)
    let matrix = Matrix.gaussian(rowCount: 60, columnCount: 50, using: &generator)
    let exact = try matrix.singularValues()
    let part = try matrix.leadingPart(count: 8, limit: 8, using: &generator)
    for (value, largest) in zip(part.values, exact) {
      #expect(value <= largest + 60 * .ulpOfOne * exact[0])
      // Eight steps on a flat spectrum: within a twentieth of the exact value.
      #expect(value >= 0.95 * largest)
    }
    #expect(part.leftRows.columnCount == 60 && part.rightRows.columnCount == 50)
  }
}
