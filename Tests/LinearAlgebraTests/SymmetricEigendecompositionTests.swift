import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("Symmetric eigendecomposition")
struct SymmetricEigendecompositionTests {
  @Test("The values without vectors are the same to rounding", arguments: SampleMatrix.symmetric)
  func valuesOnly(sample: SampleMatrix) throws {
    let values = try sample.matrix.symmetricEigenvalues()
    let expected = try SymmetricEigendecomposition(sample.matrix).values
    #expect(values.count == expected.count)
    let bound = roundingTolerance(for: sample.matrix)
    for (value, reference) in zip(values, expected) {
      #expect((value - reference).magnitude <= bound)
    }
  }

  @Test(
    "The vectors are orthonormal, the values ordered, and both give the matrix back",
    arguments: SampleMatrix.symmetric)
  func identities(sample: SampleMatrix) throws {
    let matrix = sample.matrix
    let decomposition = try SymmetricEigendecomposition(matrix)
    let (values, vectors) = (decomposition.values, decomposition.vectors)
    #expect(values.count == matrix.rowCount)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(departureFromOrthonormality(vectors) <= roundingTolerance(for: vectors))
    #expect(distance(decomposition.map { $0 }, matrix) <= roundingTolerance(for: matrix))
    let residual = matrix * vectors - vectors.scalingColumns(by: values)
    #expect(residual.frobeniusNorm <= roundingTolerance(for: matrix))
  }

  @Test("The second-difference matrix has its known eigenvalues", arguments: [1, 2, 5, 60])
  func secondDifference(size: Int) throws {
    let matrix = Matrix(rowCount: size, columnCount: size) { i, j in
      i == j ? 2 : (i - j).magnitude == 1 ? -1 : 0
    }
    for (k, value) in try SymmetricEigendecomposition(matrix).values.enumerated() {
      // 2 - 2 cos(k pi / (n + 1)), here from the largest down.
      let expected = 2 + 2 * Double.cos(Double(k + 1) * .pi / Double(size + 1))
      #expect((value - expected).magnitude <= roundingTolerance(for: matrix))
    }
  }

  @Test("Eigenvalues of both signs come in descending order with their own vectors")
  func order() throws {
    let decomposition = try SymmetricEigendecomposition(Matrix(diagonal: [-1, 3, 0]))
    #expect(decomposition.values == [3, 0, -1])
    // Up to sign, the columns are unit vectors e_2, e_3, e_1.
    #expect(
      decomposition.vectors.mapElements(\.magnitude)
        == Matrix(rows: [[0, 0, 1], [1, 0, 0], [0, 1, 0]]))
  }

  @Test("The antisymmetric part is ignored")
  func antisymmetricPart() throws {
    let skewed = try SymmetricEigendecomposition(Matrix(rows: [[2, 4], [-2, 2]]))
    let symmetric = try SymmetricEigendecomposition(Matrix(rows: [[2, 1], [1, 2]]))
    #expect(skewed.values == symmetric.values)
    #expect(skewed.vectors == symmetric.vectors)
    #expect((skewed.values[0] - 3).magnitude <= 4 * 3.0.ulp)
    #expect((skewed.values[1] - 1).magnitude <= 4 * 3.0.ulp)
  }

  @Test("A mapped matrix is the matrix function")
  func map() throws {
    // [2 1; 1 2] squared, and its inverse (1/3) [2 -1; -1 2].
    let matrix = Matrix(rows: [[2, 1], [1, 2]])
    let decomposition = try SymmetricEigendecomposition(matrix)
    let square = Matrix(rows: [[5, 4], [4, 5]])
    #expect(distance(decomposition.map { $0 * $0 }, square) <= roundingTolerance(for: square))
    let inverse = Matrix(rows: [[2.0 / 3, -1.0 / 3], [-1.0 / 3, 2.0 / 3]])
    #expect(distance(decomposition.map { 1 / $0 }, inverse) <= roundingTolerance(for: matrix))
  }

  @Test("An empty matrix has no eigenvalues")
  func empty() throws {
    let decomposition = try SymmetricEigendecomposition(.identity(0))
    #expect(decomposition.values.isEmpty)
    #expect(decomposition.map { $0 } == .identity(0))
  }

  @Test("A value that is not finite is refused with its place", arguments: BrokenMatrix.values)
  func notFinite(value: Double) {
    #expect(throws: LinearAlgebraError.notFinite(row: 2, column: 1)) {
      try SymmetricEigendecomposition(BrokenMatrix.holding(value))
    }
  }

  @Test("A matrix that is not square stops the program")
  func notSquare() async {
    await #expect(processExitsWith: .failure) {
      _ = try SymmetricEigendecomposition(Matrix(rowCount: 2, columnCount: 3))
    }
  }
}
