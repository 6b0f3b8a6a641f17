import DeepLinearCore
import LinearAlgebra
import RealModule

@testable import TrainingDynamics

/// A small smooth problem moved by steps of one size, without step control.
struct FixedSteps {
  typealias Column = FlowSystem.Column

  static let end = 1.0

  /// Two layers, 3 x 4, of depth 2 unless stated.
  static func problem(hidden: [Int] = [3]) throws -> (QuadraticObjective, Network) {
    var generator = SeededGenerator(seed: 5)
    let target = Matrix.gaussian(rowCount: 3, columnCount: 4, using: &generator)
    let widths = try LayerWidths(input: 4, hidden: hidden, output: 3)
    let weights = try GaussianInitialization(standardDeviation: 0.5)
      .weights(for: widths, using: &generator)
    return (try QuadraticObjective(target: target), try Network(weights: weights))
  }

  static func system(
    for stepper: any FlowStepper, _ objective: QuadraticObjective, _ network: Network
  ) -> FlowSystem {
    var system = FlowSystem(
      field: makeField(objective: objective, network: network), state: network.weights,
      errorScale: 1e-10, columnCount: stepper.columnCount)
    _ = system.formVelocity(at: Column.state, into: Column.endVelocity)
    return system
  }

  /// The state after `count` steps that together take time ``end``, or at a share of the last of them.
  static func state(
    after count: Int, by stepper: any FlowStepper, share: Double = 1, sharpness: Double = 0
  ) throws -> (weights: Weights, time: Double) {
    let (objective, network) = try problem()
    var (stepper, system) = (stepper, system(for: stepper, objective, network))
    system.sharpness = sharpness
    let size = end / Double(count)
    for _ in 0..<count {
      system.vectors.copyColumn(Column.endVelocity, to: Column.startVelocity)
      _ = stepper.attempt(size, on: &system)
      system.accept()
    }
    var weights = network.weights
    if share < 1 {
      stepper.interpolate(at: share, of: size, on: &system)
      system.read(&weights, from: Column.trial)
    } else {
      system.read(&weights, from: Column.state)
    }
    return (weights, end - (1 - share) * size)
  }

  /// The order that the errors of `count` and 2 `count` steps answer, against steps so small that rounding is left.
  static func order(
    of stepper: any FlowStepper, count: Int, share: Double = 1, sharpness: Double = 0
  ) throws -> Double {
    let errors = try [count, 2 * count].map { count in
      let (weights, time) = try state(
        after: count, by: stepper, share: share, sharpness: sharpness)
      return distance(weights, try exact(at: time))
    }
    return .log2(errors[0] / errors[1])
  }

  /// The exact state, by Runge-Kutta at the tightest tolerance.
  static func exact(at time: Double) throws -> Weights {
    let (objective, network) = try problem()
    var flow = GradientFlow(
      objective: objective, network: network, tolerance: 1e-14, method: .rungeKutta)
    while flow.progress.time < time { try flow.step(until: time) }
    return flow.weights
  }

  /// The Frobenius norm of the difference of all factors.
  static func distance(_ left: Weights, _ right: Weights) -> Double {
    zip(left.layers, right.layers).reduce(0) { sum, pair in
      let norm = (pair.0 - pair.1).frobeniusNorm
      return sum + norm * norm
    }.squareRoot()
  }
}
