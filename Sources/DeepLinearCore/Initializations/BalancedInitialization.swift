public import LinearAlgebra

/// Balanced factors of the end-to-end matrix that another rule gives.
///
/// With W(0) = U diag(x) V^T of the base rule, W_j = Q_j diag(x^{1/N}) Q_{j-1}^T, Q_0 = V, Q_N = U: the
/// product is the same and every imbalance W_{j+1}^T W_{j+1} - W_j W_j^T is zero.
///
/// Source: Arora, Cohen, Hazan 2018, definition 1; Tarmoun 2021, section 4.2 (Q = 0).
public struct BalancedInitialization: Initialization {
  /// The rule that gives the end-to-end matrix.
  public let base: any Initialization

  /// The bases of the hidden layers.
  public let gauge: Gauge

  /// Creates the rule.
  public init(of base: any Initialization, gauge: Gauge = .random) {
    self.base = base
    self.gauge = gauge
  }

  /// The balanced factors.
  public func weights(
    for widths: LayerWidths, using generator: inout SeededGenerator
  ) throws -> Weights {
    let product = try base.weights(for: widths, using: &generator).endToEndMatrix
    let decomposition = try SingularValueDecomposition(product)
    // The product went through the narrowest layer: the values beyond it are rounding.
    let rank = min(widths.rankLimit, decomposition.values.count)
    let strengths = Array(decomposition.values[..<rank])
    return try SpectralInitialization(
      target: product, strengths: strengths, gauge: gauge
    ).weights(for: widths, using: &generator)
  }
}
