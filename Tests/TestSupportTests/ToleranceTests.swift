import LinearAlgebra
import TestSupport
import Testing

@Suite("Tolerance")
struct ToleranceTests {
  @Test("The tolerance is constant times epsilon times the root of the size times the norm")
  func formula() {
    // 2 x 4 with norm 5, so sqrt(max(m, n)) = 2: every factor is exact.
    let matrix = Matrix(diagonal: [3, 4], rowCount: 2, columnCount: 4)
    #expect(roundingTolerance(for: matrix) == 32 * 0x1p-52 * 2 * 5)
    #expect(roundingTolerance(for: matrix.transpose(), constant: 8) == 8 * 0x1p-52 * 2 * 5)
  }

  @Test("A matrix without a norm allows no error at all", arguments: [(0, 0), (3, 2)])
  func zero(rowCount: Int, columnCount: Int) {
    #expect(roundingTolerance(for: Matrix(rowCount: rowCount, columnCount: columnCount)) == 0)
  }

  @Test("A tolerance of a matrix that is not finite is passed by nothing")
  func notFinite() {
    let broken = Matrix(rows: [[.nan, 1]])
    #expect(!(distance(broken, broken) <= roundingTolerance(for: broken)))
  }

  @Test("The distance is the Frobenius norm of the difference, in either order")
  func distances() {
    let (a, b) = (Matrix(rows: [[1, 2], [3, 4]]), Matrix(rows: [[4, 2], [3, 8]]))
    #expect(distance(a, b) == 5)
    #expect(distance(b, a) == 5)
    #expect(distance(a, a) == 0)
  }
}
