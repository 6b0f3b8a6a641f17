public import LinearAlgebra

/// Independent normal entries of mean 0 in every factor.
public struct GaussianInitialization: Initialization, Equatable {
  /// Standard deviation of each entry (not the variance, and not divided by a width).
  public let standardDeviation: Double

  /// Creates the rule.
  public init(standardDeviation: Double) {
    self.standardDeviation = standardDeviation
  }

  /// The factors, drawn from the input to the output.
  public func weights(
    for widths: LayerWidths, using generator: inout SeededGenerator
  ) throws -> Weights {
    var layers: [Matrix] = []
    for j in 1...widths.depth {
      layers.append(
        .gaussian(
          rowCount: widths.values[j], columnCount: widths.values[j - 1],
          standardDeviation: standardDeviation, using: &generator))
    }
    return try Weights(layers: layers)
  }
}
