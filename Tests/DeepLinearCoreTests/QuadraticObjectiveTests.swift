import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@Suite("The quadratic objective")
struct QuadraticObjectiveTests {
  @Test("Regression by hand: statistics, minimiser and smallest loss")
  func byHand() throws {
    // One input, samples (1, 0), (1, 2): w* = 1 leaves the residuals -1 and 1.
    let objective = try QuadraticObjective(
      inputs: Matrix(rows: [[1], [1]]), outputs: Matrix(rows: [[0], [2]]))
    #expect(objective.inputCovariance == Matrix(rows: [[1]]))
    #expect(objective.outputInputCovariance == Matrix(rows: [[1]]))
    #expect((objective.minimizer[0, 0] - 1).magnitude <= 4 * .ulpOfOne)
    #expect((objective.minimumLoss - 0.5).magnitude <= 8 * .ulpOfOne)
    #expect((objective.loss(at: Matrix(rows: [[3]])) - 2.5).magnitude <= 16 * .ulpOfOne)
    #expect(objective.gradient(at: Matrix(rows: [[3]])) == Matrix(rows: [[2]]))
  }

  @Test("Factorisation by hand")
  func factorization() throws {
    let target = Matrix(rows: [[1, -2, 0]])
    let objective = try QuadraticObjective(target: target)
    #expect(objective.minimizer == target && objective.minimumLoss == 0)
    let w = Matrix(rows: [[2, 0, 2]])
    #expect((objective.loss(at: w) - 4.5).magnitude <= 8 * .ulpOfOne)
    #expect(objective.excessLoss(at: w) == 4.5)
    #expect(objective.gradient(at: w) == Matrix(rows: [[1, 2, 2]]))
    #expect(objective.inputWidth == 3 && objective.outputWidth == 1)
  }

  @Test("With fewer samples than inputs the minimiser of least norm is found")
  func leastNorm() throws {
    // One sample (3, 4) -> 5: W* = (3, 4) / 5 is the shortest solution.
    let objective = try QuadraticObjective(
      inputs: Matrix(rows: [[3, 4]]), outputs: Matrix(rows: [[5]]))
    let expected = Matrix(rows: [[0.6, 0.8]])
    #expect(distance(objective.minimizer, expected) <= roundingTolerance(for: expected))
    #expect(objective.minimumLoss <= roundingTolerance(for: objective.outputInputCovariance))
    // Along (4, -3) the loss does not change.
    let moved = Matrix(rows: [[0.6 + 4, 0.8 - 3]])
    let tolerance = roundingTolerance(for: objective.outputInputCovariance)
    #expect((objective.excessLoss(at: moved) ?? 1) <= tolerance)
  }

  /// Columns of X with Gramian 4 n' (not diagonal), and integer weights that fit Y up to residuals
  /// orthogonal to X, so that W* is exact and the excess at W* + D is ||X D^T||_F^2 / (2 n) exactly.
  @Test(
    "Near the minimum the excess keeps its digits, where a difference of losses has none",
    arguments: [0, 10, 20, 30, 40])
  func excess(exponent: Int) throws {
    let inputs = Matrix(rows: [[2, 1], [1, 2], [-1, 1], [0, 0]])
    // The residuals (1, -1, 1, 5) are orthogonal to both columns: 2 - 1 - 1 = 0 and 1 - 2 + 1 = 0.
    let weights = Matrix(rows: [[3, -2]])
    let outputs = Matrix(rows: [[4 + 1], [-1 - 1], [-5 + 1], [5]])
    let objective = try QuadraticObjective(inputs: inputs, outputs: outputs)
    let step = Double(sign: .plus, exponent: -exponent, significand: 1)
    let w = weights + Matrix(rows: [[step, -2 * step]])
    // X D^T = step (0, -3, -3, 0): squares 18 step^2, n = 4.
    let expected = 18 * step * step / 8
    let excess = try #require(objective.excessLoss(at: w))
    // W* carries a rounding of its own, condition number times epsilon, against which the step stands; the
    // Gramian (6 3; 3 6) has the condition number 3.
    let rounding = 32 * 3 * .ulpOfOne * weights.frobeniusNorm / step
    #expect((excess - expected).magnitude <= (2 * rounding + rounding * rounding) * expected)
    #expect((objective.minimumLoss - 28.0 / 8).magnitude <= 32 * .ulpOfOne * 28 / 8)
    #expect(objective.loss(at: w) >= objective.minimumLoss)
  }

  @Test("The loss of given statistics has the minimum that was given")
  func statistics() throws {
    let covariance = Matrix(rows: [[2, 1], [1, 2]])
    let objective = try QuadraticObjective(
      inputCovariance: covariance, outputInputCovariance: Matrix(rows: [[3, 3]]), minimumLoss: 7)
    // W* = (1, 1).
    let tolerance = roundingTolerance(for: covariance)
    #expect(distance(objective.minimizer, Matrix(rows: [[1, 1]])) <= tolerance)
    #expect((objective.loss(at: Matrix(rows: [[1, 1]])) - 7).magnitude <= tolerance)
    #expect((objective.loss(at: Matrix(rows: [[2, 1]])) - 8).magnitude <= 8 * tolerance)
  }

  @Test("Classification: one-hot rows; an autoencoder: Y = X")
  func kinds() throws {
    let inputs = Matrix(rows: [[1, 0], [0, 2], [1, 1]])
    let classes = try QuadraticObjective.classification(
      inputs: inputs, labels: [2, 0, 2], classCount: 3)
    let oneHot = Matrix(rows: [[0, 0, 1], [1, 0, 0], [0, 0, 1]])
    let expected = (1.0 / 3) * Matrix.product(oneHot.transposed, inputs.factor)
    #expect(classes.outputInputCovariance == expected)
    let coder = try QuadraticObjective.autoencoder(inputs: inputs)
    #expect(coder.outputInputCovariance == coder.inputCovariance)
    #expect(distance(coder.minimizer, .identity(2)) <= 8 * roundingTolerance(for: .identity(2)))
  }
}
