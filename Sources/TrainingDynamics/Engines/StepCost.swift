internal import DeepLinearCore
internal import LinearAlgebra

/// What one gradient costs, in multiplications.
enum StepCost {
  /// The cost of a gradient in every factor of a network.
  static func multiplications(_ objective: any Objective, _ network: Network) -> Double {
    let layers = network.weights.layers
    let widths = layers.map(\.columnCount) + [network.outputWidth]
    let update = Double(network.weights.parameterCount)
    let products =
      switch network.architecture {
      case .layered where layers.count == 1: 0.0
      case .layered: Double(ProductPlan(widths: widths).multiplications)
      case .tied: Double(3 * layers[0].elements.count * layers[0].rowCount)
      case .regularized:
        // The penalty takes two Gramians and two products more.
        Double(ProductPlan(widths: widths).multiplications)
          + Double(widths[0] + widths[2]) * min(square(widths[1]), Double(layers[0].elements.count))
          * 2
      }
    return update + products + objective.multiplicationCount
  }

  private static func square(_ number: Int) -> Double { Double(number) * Double(number) }
}
