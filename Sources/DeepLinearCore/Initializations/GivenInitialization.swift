public import LinearAlgebra

/// Factors that are given, for example read from files.
public struct GivenInitialization: Initialization, Equatable {
  /// W_1, ..., W_N.
  public let given: Weights

  /// Creates the rule.
  public init(_ weights: Weights) {
    given = weights
  }

  /// The given factors, if they have the right shapes.
  ///
  /// - Throws: ``NetworkError`` naming the factor that does not fit.
  public func weights(
    for widths: LayerWidths, using generator: inout SeededGenerator
  ) throws -> Weights {
    guard given.depth == widths.depth else {
      throw NetworkError.factorCount(count: given.depth, depth: widths.depth)
    }
    for (j, layer) in given.layers.enumerated() {
      let (rows, columns) = (widths.values[j + 1], widths.values[j])
      guard layer.rowCount == rows, layer.columnCount == columns else {
        throw NetworkError.factorShape(
          layer: j + 1, shape: layer.shapeDescription, expected: "\(rows) x \(columns)")
      }
    }
    return given
  }

  /// The one given factor U of a tied network.
  public func tiedWeights(
    width: Int, hiddenWidth: Int, using generator: inout SeededGenerator
  ) throws -> Weights {
    try weights(
      for: LayerWidths(input: hiddenWidth, hidden: [], output: width), using: &generator)
  }
}
