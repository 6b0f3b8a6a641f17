import DeepLinearCore
import LinearAlgebra
import RealModule
import Testing

@Suite("The sigmoid objective")
struct SigmoidObjectiveTests {
  @Test("By hand: phi(ln 3) = 3/4")
  func byHand() throws {
    let objective = try SigmoidObjective(
      inputs: Matrix(rows: [[1], [-1]]), outputs: Matrix(rows: [[1], [0]]))
    // Predictions 3/4 and 1/4, errors -1/4 and 1/4, slope 3/16: gradient 2 (-1/4) (3/16).
    let w = Matrix(rows: [[Double.log(3)]])
    #expect((objective.loss(at: w) - 1.0 / 16).magnitude <= 8 * .ulpOfOne)
    #expect((objective.gradient(at: w)[0, 0] + 3.0 / 32).magnitude <= 8 * .ulpOfOne)
    #expect(objective.excessLoss(at: w) == nil)
  }

  @Test("Predictions far out saturate without overflow", arguments: [1e3, -1e3, 1e300])
  func saturation(size: Double) throws {
    let objective = try SigmoidObjective(
      inputs: Matrix(rows: [[1]]), outputs: Matrix(rows: [[0.5]]))
    #expect(objective.loss(at: Matrix(rows: [[size]])) == 0.125)
    #expect(objective.gradient(at: Matrix(rows: [[size]])) == Matrix(rows: [[0]]))
  }
}
