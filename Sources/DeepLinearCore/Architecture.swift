/// How the end-to-end matrix is made of the trained factors.
public enum Architecture: Sendable, Equatable {
  /// W = W_N ... W_1 with independent factors.
  case layered

  /// W = U U^T with one trained factor U, m x k, stored as the only layer (Tarmoun 2021, section 3.2).
  case tied

  /// Two layers, W = W_2 W_1, with the loss enlarged by ||W_2^T W_2 - W_1 W_1^T - diag(q)||_F^2 / 8.
  ///
  /// The penalty of weight 1/8 keeps an imbalance that starts at diag(q) there and decouples the layers (Tarmoun 2021,
  /// Proposition 4, equation 19). `targetImbalance` is q, one number for each hidden unit.
  case regularized(targetImbalance: [Double])
}
