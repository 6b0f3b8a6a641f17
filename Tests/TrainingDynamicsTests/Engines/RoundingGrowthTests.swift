import DeepLinearCore
import LinearAlgebra
import RealModule
import Testing
import TrainingDynamics

@Suite("The growth of rounding off the manifold of the modes")
struct RoundingGrowthTests {
  /// Two layers from alpha I, Sxy with the eigenvalues 1 and -2, until |lambda| eta k = `exponent`.
  ///
  /// Sx has the same eigenvectors and the eigenvalues 1 and 1.2: with Sx = I two equal factors would be rounded alike.
  private func run(_ engine: EngineChoice, exponent: Double) throws -> Simulation {
    let (stepSize, alpha) = (1e-3, 0.01)
    var simulation = try Simulation(
      objective: QuadraticObjective(
        inputCovariance: Matrix(rows: [[1.04, -0.08], [-0.08, 1.16]]),
        outputInputCovariance: Matrix(rows: [[0.4, 1.2], [1.2, -1.4]])),
      network: Network(
        weights: Weights(layers: Array(repeating: alpha * Matrix.identity(2), count: 2))),
      training: .descent(stepSize: stepSize, steps: Int(exponent / 2 / stepSize)),
      recording: Recording(schedule: .linear(count: 2)), engine: engine)
    try simulation.advance()
    return simulation
  }

  @Test("It is e^{|lambda| eta k} for a negative eigenvalue", arguments: [6.0, 24, 48])
  func growth(exponent: Double) throws {
    for engine in [EngineChoice.dense, .modes] {
      let growth = try #require(try run(engine, exponent: exponent).engine.roundingGrowth)
      // log(1 + x) is below x by at most x^2 / 2 a step; the trapezoid sees the same curvature at every look, but
      // for alpha^2 = 1e-4 of it.
      let slack = exponent * (2e-3 + 1e-4)
      #expect((Double.log(growth) - exponent).magnitude <= slack, "\(engine): \(growth)")
    }
  }

  @Test(
    "Where it is small, engines agree; where it is not, the dense one is driven by rounding and says so"
  )
  func remark() throws {
    let (calm, calmModes) = try (run(.dense, exponent: 24), run(.modes, exponent: 24))
    #expect(calm.engine.roundingRemark == nil)
    let difference = calm.weights.endToEndMatrix - calmModes.weights.endToEndMatrix
    #expect(difference.frobeniusNorm <= Double.ulpOfOne * .exp(24))
    let (driven, modes) = try (run(.dense, exponent: 60), run(.modes, exponent: 60))
    #expect(driven.engine.roundingRemark?.contains("Rounding can drive this run") == true)
    #expect(modes.engine.roundingRemark == nil)
    // The negative eigenvalue is never learned by the modes; W tends to the positive part, of norm 1.
    #expect(modes.weights.endToEndMatrix.frobeniusNorm <= 1)
    #expect((driven.weights.endToEndMatrix - modes.weights.endToEndMatrix).frobeniusNorm > 0.5)
  }

  @Test("A problem that only learns has no growth")
  func learning() throws {
    var simulation = try Simulation(
      objective: QuadraticObjective(target: Matrix(diagonal: [3, 1])),
      network: Network(
        weights: Weights(layers: Array(repeating: 0.01 * Matrix.identity(2), count: 2))),
      training: .descent(stepSize: 1e-3, steps: 10_000),
      recording: Recording(schedule: .linear(count: 2)))
    try simulation.advance()
    #expect(simulation.engine.name == "modes")
    #expect(simulation.engine.roundingGrowth == 1)
  }
}
