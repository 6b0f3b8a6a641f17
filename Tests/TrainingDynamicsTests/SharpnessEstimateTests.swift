import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@testable import TrainingDynamics

@Suite("Estimates of the sharpness")
struct SharpnessEstimateTests {
  typealias Column = FlowSystem.Column

  private func estimate(_ objective: any Objective, _ network: Network) -> (Double, FlowSystem) {
    var system = FlowSystem(
      field: makeField(objective: objective, network: network), state: network.weights,
      errorScale: 1e-10, columnCount: SharpnessEstimate.columnCount)
    _ = system.formVelocity(at: Column.state, into: Column.startVelocity)
    var estimate = SharpnessEstimate()
    return (estimate.value(on: &system), system)
  }

  @Test("One layer has its input covariance for a Hessian", arguments: [3, 40])
  func oneLayer(width: Int) throws {
    let values = (0..<width).map { 100 / Double(1 + $0 * $0) }
    let (value, _) = estimate(
      try QuadraticObjective(
        inputCovariance: Matrix(diagonal: values),
        outputInputCovariance: Matrix(rowCount: 2, columnCount: width)),
      try Network(weights: Weights(layers: [Matrix(rowCount: 2, columnCount: width)])))
    // Lanczos's lower bound ends within a few hundredths, and a tenth is added.
    #expect(value >= 100 && value <= 111)
  }

  /// The Hessian column by column, by differences of gradients.
  @Test(
    "It is the Hessian's largest eigenvalue, with a margin of a tenth", arguments: SampleNetwork.all
  )
  func hessian(sample: SampleNetwork) throws {
    let objective = try SampleObjective.regression.problem(for: sample).objective
    let network = try sample.network(
      from: GaussianInitialization(standardDeviation: 0.5), inputWidth: objective.inputWidth,
      outputWidth: objective.outputWidth)
    var (value, system) = estimate(objective, network)
    let count = system.vectors.rowCount
    let step = 1e-6
    var hessian = Matrix(rowCount: count, columnCount: count)
    for j in 0..<count {
      for sign in [1.0, -1] {
        system.vectors.copyColumn(Column.state, to: Column.trial)
        system.vectors[j, Column.trial] += sign * step
        _ = system.formVelocity(at: Column.trial, into: Column.difference)
        for i in 0..<count {
          hessian[i, j] -= sign * system.vectors[i, Column.difference] / (2 * step)
        }
      }
    }
    hessian.symmetrize()
    let largest = try SymmetricEigendecomposition(hessian).values[0]
    #expect(value >= largest && value <= 1.11 * largest)
  }

  @Test("It depends on the state alone, and leaves state and velocity as they were")
  func deterministic() throws {
    let (objective, network) = try FixedSteps.problem()
    let (first, system) = estimate(objective, network)
    let (second, _) = estimate(objective, network)
    #expect(first == second)
    var weights = network.weights
    system.read(&weights, from: Column.state)
    #expect(weights == network.weights)
  }
}
