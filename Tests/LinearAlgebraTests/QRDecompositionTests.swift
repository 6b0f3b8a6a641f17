import LinearAlgebra
import TestSupport
import Testing

@Suite("QR decomposition")
struct QRDecompositionTests {
  @Test(
    "Q is orthonormal, R upper triangular with no negative diagonal, and Q R is the matrix",
    arguments: SampleMatrix.tallOrSquare)
  func identities(sample: SampleMatrix) throws {
    let matrix = sample.matrix
    let decomposition = try QRDecomposition(matrix)
    let (q, r) = (decomposition.orthonormalBasis, decomposition.upperTriangle)
    #expect(q.hasSameShape(as: matrix))
    #expect(r.shapeDescription == "\(matrix.columnCount) x \(matrix.columnCount)")
    #expect(departureFromOrthonormality(q) <= roundingTolerance(for: q))
    for j in 0..<r.columnCount {
      #expect(r[j, j] >= 0)
      #expect(r.column(j)[(j + 1)...].allSatisfy { $0 == 0 })
    }
    #expect(distance(q * r, matrix) <= roundingTolerance(for: matrix))
  }

  @Test("A small matrix has the factors found by hand")
  func byHand() throws {
    // Gram and Schmidt: the columns (3, 4) and (5, 10) have the basis (3, 4)/5, (-4, 3)/5.
    let decomposition = try QRDecomposition(Matrix(rows: [[3, 5], [4, 10]]))
    let r = Matrix(rows: [[5, 11], [0, 2]])
    let q = Matrix(rows: [[0.6, -0.8], [0.8, 0.6]])
    #expect(distance(decomposition.upperTriangle, r) <= roundingTolerance(for: r))
    // Q inherits the error of R divided by its smallest diagonal entry, which exceeds 1.
    #expect(distance(decomposition.orthonormalBasis, q) <= roundingTolerance(for: r))
  }

  @Test("A triangle with a positive diagonal is its own R")
  func uniqueness() throws {
    var random = SeededGenerator(seed: 12)
    let q = try Matrix.orthonormal(rowCount: 8, columnCount: 3, using: &random)
    let r = Matrix(rows: [[4, -1, 2], [0, 3, 5], [0, 0, 2]])
    let decomposition = try QRDecomposition(q * r)
    // To first order both errors are the backward error times the condition number of R, below 5.
    #expect(distance(decomposition.upperTriangle, r) <= 5 * roundingTolerance(for: r))
    #expect(distance(decomposition.orthonormalBasis, q) <= 5 * roundingTolerance(for: r))
  }

  @Test("A matrix without columns has an empty R", arguments: [0, 4])
  func empty(rowCount: Int) throws {
    let matrix = Matrix(rowCount: rowCount, columnCount: 0)
    let decomposition = try QRDecomposition(matrix)
    #expect(decomposition.orthonormalBasis == matrix)
    #expect(decomposition.upperTriangle == .identity(0))
  }

  @Test("A value that is not finite is refused with its place", arguments: BrokenMatrix.values)
  func notFinite(value: Double) {
    #expect(throws: LinearAlgebraError.notFinite(row: 2, column: 1)) {
      try QRDecomposition(BrokenMatrix.holding(value))
    }
  }

  @Test("A wide matrix stops the program")
  func wide() async {
    await #expect(processExitsWith: .failure) {
      _ = try QRDecomposition(Matrix(rowCount: 2, columnCount: 3))
    }
  }
}
