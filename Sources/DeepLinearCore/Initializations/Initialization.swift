public import LinearAlgebra

/// A rule that gives the factors of a network their first values.
public protocol Initialization: Sendable {
  /// The factors W_1, ..., W_N for the given widths.
  ///
  /// - Parameters:
  ///   - widths: d_0, ..., d_N.
  ///   - generator: the source of randomness, used only by random rules.
  /// - Returns: factors of shapes d_j x d_{j-1}.
  /// - Throws: ``NetworkError`` when the rule cannot fill these widths.
  func weights(for widths: LayerWidths, using generator: inout SeededGenerator) throws -> Weights

  /// The first values of the one factor U, m x k, of a tied network U U^T.
  func tiedWeights(
    width: Int, hiddenWidth: Int, using generator: inout SeededGenerator
  ) throws -> Weights
}

extension Initialization {
  /// The first values of the one factor U, m x k, of a tied network U U^T.
  ///
  /// U is the output factor that the rule gives a two-layer network of widths m, k, m.
  ///
  /// - Parameters:
  ///   - width: m, the rows of U.
  ///   - hiddenWidth: k, the columns of U.
  ///   - generator: the source of randomness.
  /// - Returns: weights with the single layer U.
  /// - Throws: ``NetworkError`` when the rule cannot fill these widths.
  public func tiedWeights(
    width: Int, hiddenWidth: Int, using generator: inout SeededGenerator
  ) throws -> Weights {
    let widths = try LayerWidths(input: width, hidden: [hiddenWidth], output: width)
    return try Weights(layers: [weights(for: widths, using: &generator).layers[1]])
  }
}
