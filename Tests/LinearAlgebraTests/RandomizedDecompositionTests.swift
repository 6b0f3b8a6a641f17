import LinearAlgebra
import TestSupport
import Testing

@Suite("Randomised decomposition")
struct RandomizedDecompositionTests {
  @Test(
    "A matrix of low rank is found to rounding", arguments: [(40, 30), (30, 40)])
  func exact(rows: Int, columns: Int) throws {
    var random = SeededGenerator(seed: 3)
    let matrix =
      Matrix.gaussian(rowCount: rows, columnCount: 4, using: &random)
      * Matrix.gaussian(rowCount: 4, columnCount: columns, using: &random)
    let part = try RandomizedDecomposition(matrix, rank: 4, using: &random)
    let again = part.leftVectors.scalingColumns(by: part.values) * part.rightVectorsTransposed
    #expect(distance(again, matrix) <= roundingTolerance(for: matrix, constant: 64))
    #expect(departureFromOrthonormality(part.leftVectors) <= 64 * .ulpOfOne * 40)
    #expect(
      departureFromOrthonormality(part.rightVectorsTransposed.transpose()) <= 64 * .ulpOfOne * 40)
    // The square is a difference of squares: sqrt(epsilon) of the norm is what rounding leaves.
    #expect(
      part.spectralRemainder.upperBound
        <= 40 * Double.ulpOfOne.squareRoot() * matrix.frobeniusNorm)
  }

  @Test("What is left out is stated, and no value is above the exact one")
  func remainder() throws {
    var random = SeededGenerator(seed: 4)
    let matrix = Matrix.gaussian(rowCount: 60, columnCount: 50, using: &random)
    let exact = try matrix.singularValues()
    let part = try RandomizedDecomposition(matrix, rank: 8, using: &random)
    for (value, largest) in zip(part.values, exact) {
      #expect(value <= largest + roundingTolerance(for: matrix))
      // Two power iterations on a flat spectrum: within a tenth of the exact value.
      #expect(value >= 0.9 * largest)
    }
    let rest =
      matrix - part.leftVectors.scalingColumns(by: part.values) * part.rightVectorsTransposed
    let square = rest.frobeniusNorm * rest.frobeniusNorm
    #expect((part.squaredRemainder - square).magnitude <= 1e-12 * square)
    let spectral = try rest.spectralNorm()
    #expect(part.spectralRemainder.lowerBound <= spectral + roundingTolerance(for: matrix))
    #expect(part.spectralRemainder.upperBound >= spectral)
  }

  @Test("More than is there gives all, and nothing gives nothing")
  func ranks() throws {
    var random = SeededGenerator(seed: 5)
    let matrix = Matrix.gaussian(rowCount: 6, columnCount: 9, using: &random)
    let all = try RandomizedDecomposition(matrix, rank: 20, using: &random)
    for (value, exact) in zip(all.values, try matrix.singularValues()) {
      #expect((value - exact).magnitude <= roundingTolerance(for: matrix))
    }
    let none = try RandomizedDecomposition(matrix, rank: 0, using: &random)
    #expect(none.values.isEmpty && none.leftVectors.columnCount == 0)
    #expect(throws: LinearAlgebraError.self) {
      try RandomizedDecomposition(
        Matrix(rowCount: 2, columnCount: 2, repeating: .nan), rank: 1, using: &random)
    }
  }
}
