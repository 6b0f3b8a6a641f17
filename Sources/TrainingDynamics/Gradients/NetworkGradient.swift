internal import DeepLinearCore
internal import LinearAlgebra

/// The gradient of the loss in every factor of a network, with the memory that it needs.
///
/// `evaluate` does the products, `addGradient` spends them; between the two, the end-to-end matrix may be
/// read. Nothing allocates after `init`.
protocol NetworkGradient: Sendable {
  /// W at the weights last evaluated, p x d.
  var endToEndMatrix: Matrix { get }

  /// Evaluates loss and gradient at the given weights and returns the loss.
  mutating func evaluate(at weights: Weights) -> Double

  /// Adds `scale` times the gradient last evaluated.
  func addGradient(to destination: inout Weights, scaledBy scale: Double)
}

/// The gradient that suits a network's architecture.
func makeGradient(objective: any Objective, network: Network) -> any NetworkGradient {
  switch network.architecture {
  case .layered:
    LayeredGradient(objective: objective, weights: network.weights)
  case .tied:
    TiedGradient(objective: objective, factor: network.weights.layers[0])
  case .regularized(let targetImbalance):
    RegularizedGradient(
      objective: objective, weights: network.weights, targetImbalance: targetImbalance)
  }
}
