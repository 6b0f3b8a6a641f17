import DynamicsTheory
import LinearAlgebra
import TestSupport
import Testing

@Suite("ImbalanceStep")
struct ImbalanceStepTests {
  @Test("One by one, by hand: u = 2, v = 1, y = 5, eta = 1/2")
  func scalar() throws {
    func matrix(_ value: Double) -> Matrix { Matrix(rows: [[value]]) }
    let step = try ImbalanceStep(target: matrix(5), u: matrix(2), v: matrix(1), stepSize: 0.5)
    #expect(step.imbalance[0, 0] == 3)
    // The step leads to u = 3.5, v = 4: 12.25 - 16 = 3 - 6.75.
    #expect(step.change[0, 0] == -6.75)
  }

  @Test("The change is of second order in the step size")
  func order() throws {
    var generator = SeededGenerator(seed: 2)
    let target = Matrix.gaussian(rowCount: 3, columnCount: 2, using: &generator)
    let u = Matrix.gaussian(rowCount: 3, columnCount: 4, using: &generator)
    let v = Matrix.gaussian(rowCount: 2, columnCount: 4, using: &generator)
    let whole = try ImbalanceStep(target: target, u: u, v: v, stepSize: 0.5).change
    let half = try ImbalanceStep(target: target, u: u, v: v, stepSize: 0.25).change
    #expect(distance(4 * half, whole) <= roundingTolerance(for: whole))
  }
}
