import DeepLinearCore
import LinearAlgebra
import RealModule
import Testing
import TrainingDynamics

@Suite("The growth of rounding off the manifold of the modes")
struct RoundingGrowthTests {
  /// Two layers from alpha I, Sxy with eigenvalues from 1 down to -2, until |lambda| eta k = `exponent`.
  ///
  /// Sx has the same eigenvectors and eigenvalues other than 1: with Sx = I two equal factors would be rounded alike.
  private func run(_ engine: EngineChoice, exponent: Double) throws -> Simulation {
    var generator = SeededGenerator(seed: 6)
    let basis = try Matrix.orthonormal(rowCount: 6, columnCount: 6, using: &generator)
    func symmetric(_ eigenvalues: [Double]) -> Matrix {
      Matrix.product(basis.scalingColumns(by: eigenvalues).factor, basis.transposed)
    }
    let stepSize = 1e-3
    var simulation = try Simulation(
      objective: QuadraticObjective(
        inputCovariance: symmetric([1, 1.1, 0.9, 0.8, 1.3, 1.2]),
        outputInputCovariance: symmetric([1, 0.7, 0.3, -0.4, -1, -2])),
      network: Network(
        weights: Weights(layers: Array(repeating: 0.01 * Matrix.identity(6), count: 2))),
      training: .descent(stepSize: stepSize, steps: Int(exponent / 2 / stepSize)),
      recording: Recording(schedule: .linear(count: 2)), engine: engine)
    try simulation.advance()
    return simulation
  }

  @Test("It is e^{|lambda| eta k} for a negative eigenvalue", arguments: [6.0, 24, 48])
  func growth(exponent: Double) throws {
    for engine in [EngineChoice.dense, .modes] {
      let growth = try #require(try run(engine, exponent: exponent).engine.roundingGrowth)
      // A step grows by 1 + x, x = 2e-3, whose logarithm is below x by at most x^2 / 2; the curvature of the smallest
      // mode differs from its eigenvalue by alpha^2 = 1e-4 times its variance.
      let slack = exponent * (2e-3 + 1.2e-4)
      #expect((Double.log(growth) - exponent).magnitude <= slack, "\(engine): \(growth)")
    }
  }

  @Test("Where it is small, engines agree; where it is not, rounding drives the dense one, which says so")
  func remark() throws {
    let (calm, calmModes) = try (run(.dense, exponent: 24), run(.modes, exponent: 24))
    #expect(calm.engine.roundingRemark == nil)
    let difference = calm.weights.endToEndMatrix - calmModes.weights.endToEndMatrix
    #expect(difference.frobeniusNorm <= Double.ulpOfOne * .exp(24))
    let (driven, modes) = try (run(.dense, exponent: 100), run(.modes, exponent: 100))
    #expect(driven.engine.roundingRemark?.contains("Rounding can drive this run") == true)
    #expect(modes.engine.roundingRemark == nil)
    // The modes never learn a negative eigenvalue: W tends to the positive part of W*.
    let positive = [1, 0.7 / 1.1, 0.3 / 0.9]
    #expect(modes.weights.endToEndMatrix.frobeniusNorm <= Matrix(rows: [positive]).frobeniusNorm)
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
