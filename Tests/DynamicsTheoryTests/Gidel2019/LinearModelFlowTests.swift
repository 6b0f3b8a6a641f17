import DeepLinearCore
import DynamicsTheory
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("LinearModelFlow")
struct LinearModelFlowTests {
  private func regression() throws -> (objective: QuadraticObjective, start: Matrix) {
    var generator = SeededGenerator(seed: 3)
    // Four inputs that span three directions: Sx is singular.
    let inputs =
      Matrix.gaussian(rowCount: 9, columnCount: 3, using: &generator)
      * Matrix.gaussian(rowCount: 3, columnCount: 4, using: &generator)
    let outputs = Matrix.gaussian(rowCount: 9, columnCount: 2, using: &generator)
    return (
      try QuadraticObjective(inputs: inputs, outputs: outputs),
      Matrix.gaussian(rowCount: 2, columnCount: 4, using: &generator)
    )
  }

  @Test("A diagonal problem relaxes entry by entry")
  func diagonal() throws {
    let inputs = Matrix(diagonal: [2, 1])
    let objective = try QuadraticObjective(inputs: inputs, outputs: Matrix(diagonal: [3, 5]))
    let start = Matrix(rows: [[1, 1], [1, 1]])
    let flow = try LinearModelFlow(objective: objective, start: start)
    // Sx = diag(2, 1/2), Sxy = diag(3, 5/2).
    let w = flow.endToEndMatrix(at: 0.7)
    let (fast, slow) = (Double.exp(-1.4), Double.exp(-0.35))
    let expected = Matrix(rows: [
      [1.5 + (1 - 1.5) * fast, slow], [fast, 5 + (1 - 5) * slow],
    ])
    #expect(distance(w, expected) <= roundingTolerance(for: expected))
  }

  @Test("It starts at the start, two times in sequence are one, and it ends at the limit")
  func semigroup() throws {
    let (objective, start) = try regression()
    let flow = try LinearModelFlow(objective: objective, start: start)
    #expect(distance(flow.endToEndMatrix(at: 0), start) <= roundingTolerance(for: start))
    let middle = flow.endToEndMatrix(at: 0.3)
    let rest = try LinearModelFlow(objective: objective, start: middle)
    let whole = flow.endToEndMatrix(at: 1)
    #expect(distance(rest.endToEndMatrix(at: 0.7), whole) <= roundingTolerance(for: start))
    let limit = flow.limit
    #expect(distance(flow.endToEndMatrix(at: 1e6), limit) <= roundingTolerance(for: limit))
  }

  @Test("What the inputs do not span never moves (Gidel 2019, Lemma 2, erratum G24)")
  func nullSpace() throws {
    let (objective, start) = try regression()
    let covariance = try #require(objective.inputCovariance)
    let null = try SymmetricEigendecomposition(covariance).vectors.submatrix(
      rows: 0..<4, columns: 3..<4)
    let limit = try LinearModelFlow(objective: objective, start: start).limit
    #expect(distance(limit * null, start * null) <= roundingTolerance(for: start, constant: 256))
    let gradient = limit * covariance - objective.outputInputCovariance
    #expect(gradient.frobeniusNorm <= roundingTolerance(for: covariance, constant: 256))
  }

  @Test("A start of another shape is refused")
  func shape() throws {
    let objective = try QuadraticObjective(target: Matrix(diagonal: [1, 2]))
    #expect(throws: TheoryError.self) {
      try LinearModelFlow(objective: objective, start: Matrix(rowCount: 3, columnCount: 2))
    }
  }
}
