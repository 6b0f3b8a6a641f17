public import LinearAlgebra

/// Balanced factors of an end-to-end matrix, given or of another rule.
///
/// With W(0) = U diag(x) V^T, W_j = Q_j diag(x^{1/N}) Q_{j-1}^T, Q_0 = V, Q_N = U: the
/// product is the same and every imbalance W_{j+1}^T W_{j+1} - W_j W_j^T is zero.
///
/// Source: Arora, Cohen, Hazan 2018, definition 1; Tarmoun 2021, section 4.2 (Q = 0).
public struct BalancedInitialization: Initialization {
  /// Where the end-to-end matrix comes from.
  private enum Base {
    case rule(any Initialization)
    case matrix(Matrix)
  }

  private let base: Base

  /// The bases of the hidden layers.
  public let gauge: Gauge

  /// Balances what another rule gives the same widths.
  public init(of base: any Initialization, gauge: Gauge = .random) {
    self.base = .rule(base)
    self.gauge = gauge
  }

  /// Factors a matrix, p x d, into balanced factors of any depth.
  public init(of product: Matrix, gauge: Gauge = .random) {
    base = .matrix(product)
    self.gauge = gauge
  }

  /// The balanced factors.
  public func weights(
    for widths: LayerWidths, using generator: inout SeededGenerator
  ) throws -> Weights {
    let product =
      switch base {
      case .rule(let rule): try rule.weights(for: widths, using: &generator).endToEndMatrix
      case .matrix(let matrix): matrix
      }
    let decomposition = try SingularValueDecomposition(product)
    // Values at rounding level stand for directions that no factor carries; their roots would not be small.
    let size = Double(max(product.rowCount, product.columnCount))
    let rounding = size * .ulpOfOne * (decomposition.values.first ?? 0)
    let strengths = decomposition.values.prefix(widths.rankLimit).filter { $0 > rounding }
    return try SpectralInitialization(
      target: product, strengths: strengths, gauge: gauge
    ).weights(for: widths, using: &generator)
  }
}
