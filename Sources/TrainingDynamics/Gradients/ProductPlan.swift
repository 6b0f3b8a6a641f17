internal import DeepLinearCore

/// The layer at which the chain of factors is cut so that a gradient costs least.
///
/// With P = W_m ... W_1 and S = W_N ... W_{m+1} the end-to-end matrix is S P, the layers up to m take their
/// gradients from S^T G (d_m x d) passed down, those above from G P^T (p x d_m) passed up:
///
/// ```
/// G_j = L_j P_{j-1}^T,  L_m = S^T G,      L_j = W_{j+1}^T L_{j+1}     j <= m
/// G_j = S_{j+1}^T R_j,  R_{m+1} = G P^T,  R_j = R_{j-1} W_{j-1}^T     j > m
/// ```
/// Every cut needs 3 (N - 1) products; their sizes differ. Below the cut they have d columns, above it p
/// rows, so a wide input is kept out by cutting low, a narrow layer is best cut at.
struct ProductPlan: Equatable {
  /// m, from 1 to N - 1.
  let cut: Int

  /// Multiplications of one gradient, half its floating point operations.
  let multiplications: Int

  /// The cheapest plan for a network of depth at least 2.
  init(widths: [Int]) {
    let plans = (1..<(widths.count - 1)).map { ProductPlan(widths: widths, cut: $0) }
    self = plans.dropFirst().reduce(plans[0]) {
      $1.multiplications < $0.multiplications ? $1 : $0
    }
  }

  /// The plan that cuts above factor `cut`.
  init(widths: [Int], cut: Int) {
    let depth = widths.count - 1
    let (d, p) = (widths[0], widths[depth])
    // Each factor but the ends is used three times: in its prefix or suffix, in passing on, in its gradient.
    let below = (2...max(2, cut)).reduce(0) {
      $0 + ($1 <= cut ? 3 * widths[$1] * widths[$1 - 1] * d : 0)
    }
    let above = ((cut + 1)...depth).reduce(0) {
      $0 + ($1 < depth ? 3 * p * widths[$1] * widths[$1 - 1] : 0)
    }
    self.cut = cut
    multiplications = below + above + 3 * p * widths[cut] * d
  }
}
