import LinearAlgebra
import TestSupport
import Testing

@Suite("LinearSystem")
struct LinearSystemTests {
  @Test("The solution satisfies the equations to within rounding", arguments: [1, 2, 5, 40])
  func residual(size: Int) throws {
    var generator = SeededGenerator(seed: 1, stream: UInt64(size))
    let matrix = Matrix.gaussian(rowCount: size, columnCount: size, using: &generator)
    let right = Matrix.gaussian(rowCount: size, columnCount: 3, using: &generator)
    let solution = try #require(try matrix.solving(right))
    // Elimination with partial pivoting is backward stable with a growth that is below n here.
    let n = Double(size)
    let scale = matrix.frobeniusNorm * solution.frobeniusNorm
    #expect((matrix * solution - right).frobeniusNorm <= n * n * .ulpOfOne * scale)
  }

  @Test("A known system of two equations")
  func known() throws {
    let solution = try Matrix(rows: [[2, 1], [1, 3]]).solving(Matrix(rows: [[3], [5]]))
    let found = try #require(solution)
    #expect((found - Matrix(rows: [[0.8], [1.4]])).frobeniusNorm <= 4 * Double.ulpOfOne)
  }

  @Test("A singular system has no solution, an empty one an empty one")
  func singular() throws {
    #expect(try Matrix(rows: [[1, 1], [1, 1]]).solving(Matrix(rows: [[1], [2]])) == nil)
    let empty = Matrix(rowCount: 0, columnCount: 0)
    #expect(try empty.solving(empty) == empty)
  }

  @Test("A NaN is refused with its place")
  func notFinite() {
    #expect(throws: LinearAlgebraError.notFinite(row: 0, column: 1)) {
      try Matrix(rows: [[1, .nan], [0, 1]]).solving(.identity(2))
    }
  }
}
