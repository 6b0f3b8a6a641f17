import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@Suite("The sensing objective")
struct SensingObjectiveTests {
  /// A_1 = [[1, 2], [0, 0], [0, 0]], A_2 = [[0, 0], [0, 3], [1, 0]], in rows.
  private let measurements = Matrix(rows: [[1, 2, 0, 0, 0, 0], [0, 0, 0, 3, 1, 0]])

  @Test("By hand: two measurements of a 3 x 2 matrix")
  func byHand() throws {
    let objective = try SensingObjective(
      measurements: measurements, values: Matrix(rows: [[4], [1]]), outputWidth: 3)
    #expect(objective.outputWidth == 3 && objective.inputWidth == 2)
    // <A_1, W> = 1 + 4 = 5 and <A_2, W> = 12 + 5 = 17: residuals 1 and 16.
    let w = Matrix(rows: [[1, 2], [3, 4], [5, 6]])
    #expect((objective.loss(at: w) - 257.0 / 4).magnitude <= 257 * .ulpOfOne)
    #expect(objective.gradient(at: w) == Matrix(rows: [[0.5, 1], [0, 24], [8, 0]]))
    #expect(objective.excessLoss(at: w) == nil)
  }

  @Test("Made from a matrix, the loss above its minimum 0 has no cancellation")
  func excess() throws {
    let truth = Matrix(rows: [[1, 0], [0, 2], [3, 0]])
    let objective = try SensingObjective(measurements: measurements, of: truth)
    #expect(try SensingObjective.values(measurements, of: truth) == Matrix(rows: [[1], [9]]))
    #expect(objective.loss(at: truth) == 0 && objective.excessLoss(at: truth) == 0)
    var near = truth
    near[0, 0] += 0x1p-40
    #expect(objective.excessLoss(at: near) == 0x1p-82)
  }

  @Test("Shapes that do not fit, nothing and NaN are refused")
  func refused() {
    #expect(throws: ObjectiveError.self) {
      try SensingObjective(
        measurements: measurements, values: Matrix(rows: [[4]]), outputWidth: 3)
    }
    #expect(throws: ObjectiveError.self) {
      try SensingObjective(
        measurements: measurements, values: Matrix(rows: [[4], [1]]), outputWidth: 4)
    }
    #expect(throws: ObjectiveError.self) {
      try SensingObjective(measurements: measurements, of: Matrix(rows: [[1, 2, 3]]))
    }
    #expect(throws: ObjectiveError.notFinite(matrix: "the measured values", row: 1, column: 0)) {
      try SensingObjective(
        measurements: measurements, values: Matrix(rows: [[4], [.nan]]), outputWidth: 3)
    }
  }
}
