import LinearAlgebra
import TestSupport
import Testing

@Suite("Singular value decomposition")
struct SingularValueDecompositionTests {
  @Test(
    "The factors are orthonormal, ordered, not negative, and give the matrix back",
    arguments: SampleMatrix.all)
  func identities(sample: SampleMatrix) throws {
    let matrix = sample.matrix
    let (m, n) = (matrix.rowCount, matrix.columnCount)
    let decomposition = try SingularValueDecomposition(matrix)
    let (u, vt) = (decomposition.leftVectors, decomposition.rightVectorsTransposed)
    let values = decomposition.values
    #expect(u.shapeDescription == "\(m) x \(min(m, n))")
    #expect(vt.shapeDescription == "\(min(m, n)) x \(n)")
    #expect(values.count == min(m, n))
    #expect(values.allSatisfy { $0 >= 0 })
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(departureFromOrthonormality(u) <= roundingTolerance(for: u))
    #expect(departureFromOrthonormality(vt.transpose()) <= roundingTolerance(for: vt))
    let reconstruction = decomposition.reconstruction(withValues: values)
    #expect(distance(reconstruction, matrix) <= roundingTolerance(for: matrix))
  }

  @Test("Values without vectors are the same values", arguments: SampleMatrix.all)
  func valuesAlone(sample: SampleMatrix) throws {
    let values = try SingularValueDecomposition(sample.matrix).values
    let alone = try sample.matrix.singularValues()
    let difference = Matrix(rows: [values]) - Matrix(rows: [alone])
    #expect(difference.frobeniusNorm <= roundingTolerance(for: sample.matrix))
    #expect(try sample.matrix.spectralNorm() == alone.first)
  }

  @Test("A 2 x 2 matrix has the values found by hand")
  func byHand() throws {
    // A^T A = [25 20; 20 25] has the eigenvalues 45 and 5.
    let values = try Matrix(rows: [[3, 0], [4, 5]]).singularValues()
    #expect((values[0] - 45.0.squareRoot()).magnitude <= 4 * 45.0.squareRoot().ulp)
    #expect((values[1] - 5.0.squareRoot()).magnitude <= 4 * 45.0.squareRoot().ulp)
  }

  @Test("The Hilbert matrix of order 5 has its known values, down to the smallest")
  func hilbert() throws {
    // mpmath 1.3.0: svd_r(hilbert(5)) with 40 digits. The entries 1/(i + j + 1) as doubles are off
    // by rounding, which moves no singular value by more than the norm of that error (Weyl).
    let expected = [
      1.5670506910982307955, 0.20853421861101333591, 0.011407491623419806559,
      0.00030589804015119172688, 3.2879287721718629571e-6,
    ]
    let hilbert = Matrix(rowCount: 5, columnCount: 5) { 1 / Double($0 + $1 + 1) }
    for (value, reference) in zip(try hilbert.singularValues(), expected) {
      #expect((value - reference).magnitude <= roundingTolerance(for: hilbert))
    }
  }

  @Test("A matrix made from chosen values has those values")
  func constructed() throws {
    var random = SeededGenerator(seed: 8)
    let chosen = [5, 5, 3, 1, 1e-3, 0]
    let u = try Matrix.orthonormal(rowCount: 12, columnCount: 6, using: &random)
    let vt = try Matrix.orthonormal(rowCount: 6, columnCount: 9, using: &random)
    let matrix = u.scalingColumns(by: chosen) * vt
    for (value, reference) in zip(try matrix.singularValues(), chosen) {
      #expect((value - reference).magnitude <= roundingTolerance(for: matrix))
    }
  }

  @Test("Truncation misses exactly the values left out", arguments: 0...7)
  func truncation(rank: Int) throws {
    var random = SeededGenerator(seed: 9)
    let matrix = Matrix.gaussian(rowCount: 8, columnCount: 6, using: &random)
    let decomposition = try SingularValueDecomposition(matrix)
    let truncated = decomposition.truncated(toRank: rank)
    let missing = Matrix(rows: [Array(decomposition.values.dropFirst(rank))]).frobeniusNorm
    let error = distance(matrix, truncated)
    #expect((error - missing).magnitude <= roundingTolerance(for: matrix))
    let left = try truncated.singularValues().dropFirst(rank)
    #expect(left.allSatisfy { $0 <= roundingTolerance(for: matrix) })
  }

  @Test("An empty matrix has no values", arguments: [(0, 0), (0, 3), (3, 0)])
  func empty(rowCount: Int, columnCount: Int) throws {
    let matrix = Matrix(rowCount: rowCount, columnCount: columnCount)
    let decomposition = try SingularValueDecomposition(matrix)
    #expect(decomposition.values.isEmpty)
    #expect(decomposition.truncated(toRank: 1) == matrix)
    #expect(try matrix.singularValues().isEmpty)
    #expect(try matrix.spectralNorm() == 0)
  }

  @Test("A value that is not finite is refused with its place", arguments: BrokenMatrix.values)
  func notFinite(value: Double) {
    let matrix = BrokenMatrix.holding(value)
    #expect(throws: LinearAlgebraError.notFinite(row: 2, column: 1)) {
      try SingularValueDecomposition(matrix)
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 2, column: 1)) {
      try matrix.singularValues()
    }
  }

  @Test("A negative rank stops the program")
  func negativeRank() async {
    await #expect(processExitsWith: .failure) {
      _ = try SingularValueDecomposition(.identity(2)).truncated(toRank: -1)
    }
  }
}
