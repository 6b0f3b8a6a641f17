public import LinearAlgebra

/// Another rule with every factor multiplied by a number.
public struct ScaledInitialization: Initialization {
  /// The number; the end-to-end matrix is multiplied by its N-th power.
  public let scale: Double

  /// The rule whose factors are scaled.
  public let base: any Initialization

  /// Creates the rule.
  public init(_ base: any Initialization, by scale: Double) {
    self.base = base
    self.scale = scale
  }

  /// The base rule's factors, scaled.
  public func weights(
    for widths: LayerWidths, using generator: inout SeededGenerator
  ) throws -> Weights {
    var weights = try base.weights(for: widths, using: &generator)
    weights.scale(by: scale)
    return weights
  }

  /// The base rule's tied factor, scaled.
  public func tiedWeights(
    width: Int, hiddenWidth: Int, using generator: inout SeededGenerator
  ) throws -> Weights {
    var weights = try base.tiedWeights(width: width, hiddenWidth: hiddenWidth, using: &generator)
    weights.scale(by: scale)
    return weights
  }
}
