import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@testable import TrainingDynamics

@Suite("Velocity fields")
struct VelocityFieldTests {
  @Test(
    "Kernels on columns give the velocity and the loss of the products, correlated inputs or not",
    arguments: [false, true])
  func pair(isCorrelated: Bool) throws {
    var random = SeededGenerator(seed: 91)
    let target = Matrix.gaussian(rowCount: 3, columnCount: 4, using: &random)
    let rows = Matrix.gaussian(rowCount: 9, columnCount: 4, using: &random)
    let objective =
      isCorrelated
      ? try QuadraticObjective(inputCovariance: rows.gramian, outputInputCovariance: target)
      : try QuadraticObjective(target: target)
    let network = try Network(
      weights: GaussianInitialization(standardDeviation: 0.4).weights(
        for: LayerWidths(input: 4, hidden: [5], output: 3), using: &random))
    let fields: [any VelocityField] = [
      try #require(PairField(objective: objective, network: network)),
      NetworkField(
        gradient: makeGradient(objective: objective, network: network), weights: network.weights),
    ]
    var velocities: [[Matrix]] = []
    var losses: [Double] = []
    for field in fields {
      var field = field
      let height = field.rows.reduce(0) { max($0, $1.upperBound) }
      var vectors = Matrix(rowCount: height, columnCount: 2)
      field.write(network.weights, toColumn: 0, of: &vectors)
      var weights = network.weights
      field.read(&weights, fromColumn: 0, of: vectors)
      #expect(weights.layers == network.weights.layers)
      losses.append(field.formVelocity(at: 0, into: 1, of: &vectors))
      field.read(&weights, fromColumn: 1, of: vectors)
      velocities.append(weights.layers)
    }
    // Products of at most five numbers, three of them one after another.
    let scale = 3 * roundingTolerance(for: velocities[1][0])
    #expect((losses[0] - losses[1]).magnitude <= 64 * .ulpOfOne * (1 + losses[1].magnitude))
    for (first, second) in zip(velocities[0], velocities[1]) {
      #expect(distance(first, second) <= scale)
    }
  }
}
