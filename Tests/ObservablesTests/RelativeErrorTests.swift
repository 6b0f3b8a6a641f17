import LinearAlgebra
import Observables
import Testing

@Suite("The relative error")
struct RelativeErrorTests {
  @Test("By hand: a distance of 5 from a matrix of norm 10")
  func byHand() {
    let reference = Matrix(rows: [[6, 0], [0, 8]])
    #expect(Matrix(rows: [[6, 3], [4, 8]]).relativeError(to: reference) == 0.5)
    #expect(reference.relativeError(to: reference) == 0)
  }

  @Test("Against zero it is infinite, of zero against zero it is zero")
  func zero() {
    let zero = Matrix(rowCount: 2, columnCount: 2)
    #expect(Matrix.identity(2).relativeError(to: zero) == .infinity)
    #expect(zero.relativeError(to: zero) == 0)
    #expect(zero.relativeError(to: .identity(2)) == 1)
  }

  @Test("What is not finite does not look like a small error")
  func notFinite() {
    let bad = Matrix(rows: [[.nan]])
    #expect(bad.relativeError(to: .identity(1)).isNaN)
    #expect(Matrix(rows: [[.infinity]]).relativeError(to: .identity(1)) == .infinity)
  }
}
