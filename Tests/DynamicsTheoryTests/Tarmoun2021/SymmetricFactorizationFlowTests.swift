import DynamicsTheory
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("SymmetricFactorizationFlow")
struct SymmetricFactorizationFlowTests {
  private func symmetric(_ eigenvalues: [Double], seed: UInt64) throws -> Matrix {
    var generator = SeededGenerator(seed: seed)
    let size = eigenvalues.count
    let basis = try Matrix.orthonormal(rowCount: size, columnCount: size, using: &generator)
    var result = Matrix.product(basis.scalingColumns(by: eigenvalues).factor, basis.transposed)
    result.symmetrize()
    return result
  }

  @Test("A diagonal start is one SymmetricMode for each direction")
  func diagonal() throws {
    let (strengths, starts) = ([2, 0, -1.5], [0.01, 0.3, 0.7])
    let flow = try SymmetricFactorizationFlow(
      target: Matrix(diagonal: strengths), start: Matrix(diagonal: starts.map { $0.squareRoot() }))
    for time in [0, 0.5, 3, 1e6] {
      let products = try zip(strengths, starts).map {
        try SymmetricMode(strength: $0, start: $1).state(at: time).product
      }
      let found = try flow.product(at: time)
      let tolerance = roundingTolerance(for: Matrix(diagonal: products), constant: 256)
      #expect(
        distance(found, Matrix(diagonal: products)) <= tolerance + Double.leastNormalMagnitude)
    }
  }

  @Test("Two times in sequence are one, for singular and indefinite targets", arguments: [1, 2, 4])
  func semigroup(width: Int) throws {
    let target = try symmetric([3, 1, 0, -2], seed: 7)
    var generator = SeededGenerator(seed: 8)
    let start = Matrix.gaussian(rowCount: 4, columnCount: width, using: &generator)
    let flow = try SymmetricFactorizationFlow(target: target, start: start)
    let rest = try SymmetricFactorizationFlow(target: target, start: flow.factor(at: 0.4))
    let whole = try flow.product(at: 1)
    #expect(
      distance(try rest.product(at: 0.6), whole) <= roundingTolerance(for: whole, constant: 1024))
    let first = try flow.product(at: 0)
    #expect(distance(first, start.leftGramian) <= roundingTolerance(for: first))
  }

  @Test("At t = 1e6 it is the best approximation that the width allows")
  func late() throws {
    let target = try symmetric([3, 1, 0.5, -2], seed: 9)
    var generator = SeededGenerator(seed: 10)
    let start = Matrix.gaussian(rowCount: 4, columnCount: 2, using: &generator)
    let late = try SymmetricFactorizationFlow(target: target, start: start).product(at: 1e6)
    let decomposition = try SymmetricEigendecomposition(target)
    let values = [3.0, 1, 0, 0]
    let best = Matrix.product(
      decomposition.vectors.scalingColumns(by: values).factor, decomposition.vectors.transposed)
    #expect(distance(late, best) <= roundingTolerance(for: best, constant: 256))
  }

  @Test("A target that is not symmetric, and a negative time, are refused")
  func domain() throws {
    #expect(throws: TheoryError.self) {
      try SymmetricFactorizationFlow(
        target: Matrix(rows: [[1, 2], [0, 1]]), start: Matrix.identity(2))
    }
    let flow = try SymmetricFactorizationFlow(target: .identity(2), start: .identity(2))
    #expect(throws: TheoryError.assumption(Assumption("t", -1, .atLeast, 0))) {
      try flow.product(at: -1)
    }
  }
}
