internal import DeepLinearCore
internal import LinearAlgebra

extension FactorPair {
  /// The factors of a network, or others of the same shapes.
  ///
  /// - Returns: nil unless the network has two small factors, a quadratic loss and, if it is regularised, one target imbalance for all hidden units.
  init?(objective: any Objective, network: Network, layers: [Matrix]? = nil) {
    let layers = layers ?? network.weights.layers
    guard network.architecture != .tied, layers.count == 2,
      let quadratic = objective as? QuadraticObjective,
      FactorPair.suits(
        outputWidth: layers[1].rowCount, inputWidth: layers[0].columnCount,
        innerWidth: layers[0].rowCount)
    else { return nil }
    var imbalance: Double?
    if case .regularized(let targets) = network.architecture {
      guard targets.allSatisfy({ $0 == targets[0] }) else { return nil }
      imbalance = targets[0]
    }
    let covariance: InputCovariance =
      if let variances = quadratic.inputVariances {
        .diagonal(variances)
      } else {
        .full(quadratic.inputCovariance ?? .identity(quadratic.inputWidth))
      }
    self.init(
      output: layers[1], input: layers[0].transpose(), target: quadratic.outputInputCovariance,
      minimizer: quadratic.minimizer, covariance: covariance, constant: quadratic.minimumLoss,
      targetImbalance: imbalance)
  }
}
