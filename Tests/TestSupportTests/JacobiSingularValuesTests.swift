import LinearAlgebra
import TestSupport
import Testing

@Suite("Singular values by Jacobi rotations")
struct JacobiSingularValuesTests {
  @Test("By hand: (3 0; 4 5) has the values 3 sqrt 5 and sqrt 5")
  func byHand() {
    let values = jacobiSingularValues(Matrix(rows: [[3, 0], [4, 5]]))
    let root = 5.0.squareRoot()
    #expect((values[0] - 3 * root).magnitude <= 16 * .ulpOfOne * root)
    #expect((values[1] - root).magnitude <= 16 * .ulpOfOne * root)
  }

  @Test("Those that a matrix was made with, also when wide, repeated or zero")
  func constructed() throws {
    var generator = SeededGenerator(seed: 3)
    let expected = [7, 2, 2, 1e-9, 0]
    let left = try Matrix.orthonormal(rowCount: 6, columnCount: 5, using: &generator)
    let right = try Matrix.orthonormal(rowCount: 5, columnCount: 9, using: &generator)
    let matrix = left.scalingColumns(by: expected) * right
    for values in [jacobiSingularValues(matrix), jacobiSingularValues(matrix.transpose())] {
      for i in expected.indices {
        #expect((values[i] - expected[i]).magnitude <= roundingTolerance(for: matrix))
      }
    }
  }
}
