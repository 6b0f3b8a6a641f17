public import DeepLinearCore
public import LinearAlgebra
internal import RealModule

/// Gradient flow of a single factor: W' = Sxy^T - W Sx.
///
/// ```
/// W(t) = W(0) e^{-t Sx} + Sxy^T t phi1(-t Sx)
/// W(inf) = Sxy^T Sx^+ + W(0) (I - Sx Sx^+)
/// ```
/// evaluated in the eigenbasis of Sx; W is p x d, Sx d x d, Sxy d x p, t a time of the flow. It holds for
/// every t >= 0 and every rank of Sx. Where Sx has a null direction, Sxy has none of it (a quadratic
/// objective has a minimum), so that W stays there.
///
/// Accuracy: a few roundings times (1 + t |Sx|). Source: Gidel 2019, equations (9) and (10), transposed.
public struct LinearModelFlow: Sendable {
  /// The eigenvalues of Sx, its rounding errors of zero cleared, and the eigenvectors as columns.
  private let eigenvalues: [Double]
  private let basis: Matrix

  /// W(0) and Sxy^T in the eigenbasis, p x d.
  private let start: Matrix
  private let target: Matrix

  /// Decomposes the problem.
  ///
  /// - Parameters:
  ///   - objective: a quadratic loss.
  ///   - start: W(0), p x d.
  /// - Throws: ``TheoryError``.
  public init(objective: QuadraticObjective, start: Matrix) throws(TheoryError) {
    guard start.hasSameShape(as: objective.minimizer) else {
      throw .shape(
        "W(0) is \(start.shapeDescription), W is \(objective.minimizer.shapeDescription)")
    }
    let covariance = objective.inputCovariance ?? .identity(objective.inputWidth)
    let decomposition = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SymmetricEigendecomposition(covariance)
    }
    let cutoff = decomposition.roundingCutoff
    eigenvalues = decomposition.values.map { $0 > cutoff ? $0 : 0 }
    basis = decomposition.vectors
    self.start = start * basis
    target = objective.outputInputCovariance * basis
  }

  /// W at a time t >= 0, p x d.
  public func endToEndMatrix(at time: Double) -> Matrix {
    precondition(time >= 0, "a time cannot be negative")
    return combination(
      decays: eigenvalues.map { .exp(-$0 * time) },
      gains: eigenvalues.map { $0 == 0 ? 0 : Relaxation.decay(rate: $0, time: time) })
  }

  /// W for t to infinity: the least-squares solution that is nearest to W(0).
  public var limit: Matrix {
    combination(
      decays: eigenvalues.map { $0 == 0 ? 1 : 0 }, gains: eigenvalues.map { $0 == 0 ? 0 : 1 / $0 })
  }

  private func combination(decays: [Double], gains: [Double]) -> Matrix {
    var result = start.scalingColumns(by: decays)
    result.add(target, scalingColumnsBy: gains, scaledBy: 1)
    return Matrix.product(result.factor, basis.transposed)
  }
}
