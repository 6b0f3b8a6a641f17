public import LinearAlgebra

/// The tied linear autoencoder, Y = X and W_2 = W_1^T, from a start that commutes with Sx.
///
/// ```
/// w_i' = 2 lambda_i w_i (1 - w_i)
/// W_1 W_1^T -> sum over {w_i(0) > 0, lambda_i > 0} of u_i u_i^T, plus w_i(0) u_i u_i^T where lambda_i = 0
/// ```
/// The limit is principal component analysis if and only if the directions present in the start are the
/// leading ones. Source: Gidel 2019, Appendix A, corrected.
public struct TiedAutoencoder: Sendable {
  private let basis: Matrix
  private let variances: [Double]
  private let start: [Double]

  /// States the common eigenbasis, the variances and the start.
  ///
  /// - Parameters:
  ///   - basis: U, d x d, the eigenvectors of Sx as columns.
  ///   - variances: lambda_i >= 0.
  ///   - start: w_i(0) >= 0.
  /// - Throws: ``TheoryError``.
  public init(basis: Matrix, variances: [Double], start: [Double]) throws(TheoryError) {
    guard basis.columnCount == variances.count, start.count == variances.count else {
      throw .shape(
        "U is \(basis.shapeDescription), with \(variances.count) variances and \(start.count) starts"
      )
    }
    for (variance, value) in zip(variances, start) {
      try Assumption("lambda", variance, .atLeast, 0).require()
      try Assumption("w(0)", value, .atLeast, 0).require()
    }
    self.basis = basis
    self.variances = variances
    self.start = start
  }

  /// The strengths w_i at a time t >= 0.
  public func strengths(at time: Double) -> [Double] {
    zip(variances, start).map { variance, value in
      let remainder = Relaxation.remainder(rate: 2 * variance, time: time)
      let fed = Relaxation.decay(rate: 2 * variance, time: time) * 2 * variance
      return value == 0 ? 0 : value / (remainder + value * fed)
    }
  }

  /// The limit of W_1 W_1^T, d x d.
  public var limit: Matrix {
    let weights = zip(variances, start).map { $0 > 0 ? ($1 > 0 ? 1 : 0) : $1 }
    return Matrix.product(basis.scalingColumns(by: weights).factor, basis.transposed)
  }
}
