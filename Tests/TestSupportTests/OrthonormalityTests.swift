import LinearAlgebra
import TestSupport
import Testing

@Suite("Orthonormality")
struct OrthonormalityTests {
  @Test("Orthonormal columns depart by nothing, also when the matrix is tall or empty")
  func orthonormal() {
    #expect(departureFromOrthonormality(Matrix(rows: [[0, -1], [1, 0], [0, 0]])) == 0)
    #expect(departureFromOrthonormality(Matrix(rowCount: 3, columnCount: 0)) == 0)
  }

  @Test("Wrong lengths and wrong angles both show")
  func departures() {
    // Q^T Q - I = diag(3, 0), then [0 1; 1 1].
    #expect(departureFromOrthonormality(Matrix(diagonal: [2, 1])) == 3)
    #expect(departureFromOrthonormality(Matrix(rows: [[1, 1], [0, 1]])) == 3.0.squareRoot())
  }

  @Test("The rows of a wide matrix are not meant")
  func wide() {
    // Q^T Q - I = diag(0, -1).
    #expect(departureFromOrthonormality(Matrix(rows: [[1, 0]])) == 1)
  }
}
