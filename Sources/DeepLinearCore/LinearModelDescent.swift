public import LinearAlgebra
internal import RealModule

/// Gradient descent of a single factor in closed form: any iteration at the cost of one.
///
/// ```
/// W_k = W_0 (I - eta Sx)^k + Sxy^T eta sum_{s<k} (I - eta Sx)^s
/// ```
/// evaluated in the eigenbasis of Sx. It holds for every step size and every rank of Sx.
///
/// Source: Gidel 2019, equation (21), transposed.
public struct LinearModelDescent: Sendable {
  /// The step size eta > 0.
  public let stepSize: Double

  /// The eigenvalues of Sx and, unless Sx = I, the eigenvectors as columns.
  private let eigenvalues: [Double]
  private let basis: Matrix?

  /// W_0 and Sxy^T in the eigenbasis, p x d.
  private let start: Matrix
  private let target: Matrix

  /// Decomposes the problem.
  ///
  /// - Parameters:
  ///   - objective: a quadratic loss.
  ///   - start: W_0, p x d.
  ///   - stepSize: eta > 0.
  /// - Throws: ``LinearAlgebraError``.
  public init(
    objective: QuadraticObjective, start: Matrix, stepSize: Double
  ) throws(LinearAlgebraError) {
    precondition(start.hasSameShape(as: objective.minimizer), "the start has another shape than W")
    precondition(stepSize > 0, "a step size must be positive, not \(stepSize)")
    self.stepSize = stepSize
    guard let covariance = objective.inputCovariance else {
      eigenvalues = Array(repeating: 1, count: objective.inputWidth)
      basis = nil
      self.start = start
      target = objective.outputInputCovariance
      return
    }
    let decomposition = try SymmetricEigendecomposition(covariance)
    // Over 1e8 steps the rounding of zeros would matter.
    let cutoff = decomposition.roundingCutoff
    eigenvalues = decomposition.values.map { $0 > cutoff ? $0 : 0 }
    basis = decomposition.vectors
    self.start = start * decomposition.vectors
    target = objective.outputInputCovariance * decomposition.vectors
  }

  /// W after `iteration` steps, p x d.
  public func endToEndMatrix(at iteration: Int) -> Matrix {
    var result = start.scalingColumns(by: eigenvalues.map { power($0, iteration) })
    result.add(target, scalingColumnsBy: eigenvalues.map { sum($0, iteration) }, scaledBy: 1)
    return basis.map { Matrix.product(result.factor, $0.transposed) } ?? result
  }

  /// The power (1 - eta l)^k; for a small eta l through the logarithm, which keeps the digits of eta l.
  private func power(_ eigenvalue: Double, _ iteration: Int) -> Double {
    let z = stepSize * eigenvalue
    return z < 0.5
      ? .exp(Double(iteration) * .log(onePlus: -z)) : .pow(1 - z, iteration)
  }

  /// The sum eta sum_{s<k} (1 - eta l)^s = (1 - (1 - eta l)^k) / l.
  ///
  /// For l = 0 it would be eta k, but the loss has a minimum, so that Sxy^T holds nothing there but rounding,
  /// which is left out: over 1e8 steps it would matter.
  private func sum(_ eigenvalue: Double, _ iteration: Int) -> Double {
    guard eigenvalue != 0 else { return 0 }
    let z = stepSize * eigenvalue
    return z < 0.5
      ? -.expMinusOne(Double(iteration) * .log(onePlus: -z)) / eigenvalue
      : (1 - power(eigenvalue, iteration)) / eigenvalue
  }
}
