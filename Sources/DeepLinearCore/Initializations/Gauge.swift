public import LinearAlgebra

/// The orthogonal freedom of the hidden layers: W_j -> Q_j W_j, W_{j+1} -> W_{j+1} Q_j^T.
public enum Gauge: Sendable, Equatable {
  /// The first unit vectors: hidden unit i carries mode i.
  case canonical

  /// Independent random orthonormal columns in every hidden layer, invariantly distributed.
  case random

  /// Q_1, ..., Q_{N-1}: Q_j is d_j x r with orthonormal columns, r the number of modes.
  case given([Matrix])
}
