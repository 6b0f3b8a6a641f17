import DynamicsTheory
import LinearAlgebra
import TestSupport
import Testing

@Suite("RegularizedFactorization")
struct RegularizedFactorizationTests {
  @Test("One by one, by hand")
  func scalar() throws {
    func matrix(_ value: Double) -> Matrix { Matrix(rows: [[value]]) }
    let system = try RegularizedFactorization(
      target: matrix(5), imbalance: [1], u: matrix(2), v: matrix(1))
    // E = 5 - 2 = 3, M = 4 - 1 - 1 = 2.
    #expect(system.firstVelocity[0, 0] == 3 * 1 - 2)
    #expect(system.secondVelocity[0, 0] == 3 * 2 + 1)
    #expect(system.objective == 4.5 + 0.5)
  }

  @Test("A start that has the imbalance moves as the free system does")
  func inactive() throws {
    var generator = SeededGenerator(seed: 3)
    let target = Matrix.gaussian(rowCount: 3, columnCount: 2, using: &generator)
    let u = Matrix.gaussian(rowCount: 3, columnCount: 1, using: &generator)
    let v = Matrix.gaussian(rowCount: 2, columnCount: 1, using: &generator)
    let imbalance = (u.gramian - v.gramian)[0, 0]
    let system = try RegularizedFactorization(target: target, imbalance: [imbalance], u: u, v: v)
    let misfit = target - Matrix.product(u.factor, v.transposed)
    #expect(distance(system.firstVelocity, misfit * v) <= roundingTolerance(for: u, constant: 64))
    #expect(
      distance(system.secondVelocity, misfit.transpose() * u)
        <= roundingTolerance(for: u, constant: 64))
  }

  @Test("Weight 1/8 gives the block form, 1/4 doubles what the penalty adds")
  func blockForm() throws {
    func matrix(_ value: Double) -> Matrix { Matrix(rows: [[value]]) }
    let system = try RegularizedFactorization(
      target: matrix(5), imbalance: [1], u: matrix(2), v: matrix(1))
    // S R - R (4 + 1) / 2 +- R / 2.
    #expect(system.blockVelocity == Matrix(rows: [[5 - 5 + 1], [10 - 2.5 - 0.5]]))
    #expect(system.blockVelocity[0, 0] == system.firstVelocity[0, 0])
    #expect(system.blockVelocity[1, 0] == system.secondVelocity[0, 0])
    let heavier = try RegularizedFactorization(
      target: matrix(5), imbalance: [1], penaltyWeight: 0.25, u: matrix(2), v: matrix(1))
    #expect(heavier.firstVelocity[0, 0] == 3 * 1 - 2 * 2)
    #expect(heavier.secondVelocity[0, 0] == 3 * 2 + 2 * 1)
    #expect(heavier.objective == 4.5 + 1)
    #expect(heavier.blockVelocity == system.blockVelocity)
  }

  @Test("As many imbalances as hidden units")
  func shape() {
    #expect(throws: TheoryError.self) {
      try RegularizedFactorization(
        target: .identity(2), imbalance: [1], u: .identity(2), v: .identity(2))
    }
  }
}
