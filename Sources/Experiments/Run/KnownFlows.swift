internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import TrainingDynamics

/// The flows whose solution the theory knows.
enum KnownFlows {
  /// The solution of a network's flow on an objective; nil where none is known.
  static func find(objective: any Objective, network: Network) throws -> (any ExactFlow)? {
    guard network.architecture == .layered, let quadratic = objective as? QuadraticObjective
    else { return nil }
    return try OneLayerFlow(objective: quadratic, network: network)
      ?? TwoLayerModeFlow(objective: quadratic, network: network)
  }
}

/// One layer on a quadratic loss: exponentials in the eigenbasis of Sx.
///
/// Source: Gidel 2019, equations (9) and (10).
struct OneLayerFlow: ExactFlow {
  private let flow: LinearModelFlow

  /// Decomposes the problem; nil for more than one layer.
  init?(objective: QuadraticObjective, network: Network) throws {
    guard network.weights.depth == 1 else { return nil }
    flow = try LinearModelFlow(objective: objective, start: network.weights.layers[0])
  }

  var reason: String { "one layer on a quadratic loss, Gidel 2019, equations (9) and (10)" }

  func weights(at time: Double) -> Weights {
    guard let weights = try? Weights(layers: [flow.endToEndMatrix(at: time)]) else {
      preconditionFailure("a layer of a network is not empty")
    }
    return weights
  }
}

/// Two layers that are independent modes, each with its own imbalance and input variance.
///
/// Source: Gidel 2019, Theorem 1, for the modes; Tarmoun 2021, Proposition 3, for the solution of each.
struct TwoLayerModeFlow: ExactFlow {
  private let modes: [ImbalancedMode]
  private let directions: [Matrix]

  /// Decouples the network; nil when it is not two layers of independent modes, to within rounding.
  init?(objective: QuadraticObjective, network: Network) throws {
    guard network.weights.depth == 2,
      let decoupling = try ModeDecoupling(objective: objective, network: network)
    else { return nil }
    modes = try decoupling.targets.indices.map { i in
      try ImbalancedMode(
        strength: decoupling.targets[i], inputVariance: decoupling.variances[i],
        u: decoupling.factors[1][i], v: decoupling.factors[0][i])
    }
    directions = try decoupling.directions()
  }

  var reason: String {
    "two layers of \(modes.count) independent modes, Gidel 2019, Theorem 1, and Tarmoun 2021, Proposition 3"
  }

  func weights(at time: Double) -> Weights {
    let states = modes.map { $0.state(at: time) }
    let factors = [states.map(\.v), states.map(\.u)]
    let layers = factors.enumerated().map { j, values in
      Matrix.product(
        directions[j + 1].scalingColumns(by: values).factor, directions[j].transposed)
    }
    guard let weights = try? Weights(layers: layers) else {
      preconditionFailure("the factors of modes fit one another")
    }
    return weights
  }
}
