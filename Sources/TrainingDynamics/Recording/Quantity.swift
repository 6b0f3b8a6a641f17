/// A number that is observed along a run.
public enum ScalarQuantity: String, Sendable, CaseIterable, Codable {
  /// The loss f(W).
  case loss

  /// The loss above its smallest value; only where that is known.
  case excessLoss

  /// ||W - C||_F / ||C||_F for a given clean matrix C.
  case testError

  /// ||W||_*, the nuclear norm.
  case traceNorm

  /// ||W||_F.
  case frobeniusNorm

  /// ||W||_* / ||W||, the effective rank r of Chou 2022.
  case nuclearRank

  /// ||W||_*^2 / ||W||_F^2, the effective rank r-hat of Chou 2022.
  case nuclearFrobeniusRank
}

/// A list of numbers that is observed along a run.
public enum VectorQuantity: String, Sendable, CaseIterable, Codable {
  /// The singular values of W, descending.
  case singularValues

  /// ||W_{j+1}^T W_{j+1} - W_j W_j^T||_F for each pair of neighbouring factors, from the input.
  case imbalance

  /// The chosen rows of W, one after another.
  case rows

  /// All of W, column after column, at the chosen records only.
  case snapshots

  /// All factors from the input, each column after column, at the chosen records only.
  case factors
}
