public import LinearAlgebra

/// Every factor alpha I, or, perturbed, alpha I with (alpha - beta) I in the factor next to the input.
///
/// Rectangular factors get ones on their main diagonal. The end-to-end matrix is
/// alpha^{N-1} (alpha - beta) I.
///
/// Source: Chou 2022, equation (6) (identical) and (35) (perturbed).
public struct IdenticalInitialization: Initialization, Equatable {
  /// alpha, the scale of each factor (not of the product).
  public let scale: Double

  /// beta, subtracted in W_1; 0 for the identical start.
  public let perturbation: Double

  /// Creates the rule with alpha and beta.
  public init(scale: Double, perturbation: Double = 0) {
    self.scale = scale
    self.perturbation = perturbation
  }

  /// The factors; nothing is random.
  public func weights(
    for widths: LayerWidths, using generator: inout SeededGenerator
  ) throws -> Weights {
    try Weights(
      layers: (1...widths.depth).map { j in
        let (rows, columns) = (widths.values[j], widths.values[j - 1])
        let value = j == 1 ? scale - perturbation : scale
        return Matrix(
          diagonal: Array(repeating: value, count: min(rows, columns)), rowCount: rows,
          columnCount: columns)
      })
  }
}
