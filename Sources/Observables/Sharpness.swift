public import DeepLinearCore
internal import LinearAlgebra
internal import RealModule

/// The sharpness, the largest eigenvalue of the loss's Hessian in the factors, at a balanced minimum.
///
/// Descent with a step size above 2 / sharpness leaves every neighbourhood of the minimum. Factors that are
/// not balanced have a larger sharpness, so a step size below the limit is necessary for convergence, not
/// sufficient.
///
/// With minimiser W* = U diag(s) V^T and balanced factors, the Hessian at the minimum has the non-zero
/// eigenvalues of the operator
///
/// ```
/// X -> sum_{l=1}^N (W* W*^T)^{(N-l)/N} X Sx (W*^T W*)^{(l-1)/N}
/// ```
/// It keeps each space u_i y^T, and none has a larger eigenvalue than that of s_1. So the sharpness is the
/// largest eigenvalue of Sx K with the symmetric d x d matrix
///
/// ```
/// K = sum_{l=1}^N s_1^{2(N-l)/N} (W*^T W*)^{(l-1)/N}
/// ```
/// which for Sx = I is N s_1^{2-2/N}.
///
/// Source: the Gauss-Newton part of the Hessian, Saxe, McClelland, Ganguli 2014; Mulayoff, Michaeli 2020.
public struct BalancedSharpness: Sendable, Equatable {
  /// The largest eigenvalue.
  public let value: Double

  /// 2 / sharpness, the largest step size at which descent can settle in the minimum.
  public var stepSizeLimit: Double { 2 / value }

  /// The sharpness for a quadratic objective and an architecture.
  ///
  /// - Parameters:
  ///   - objective: the loss; its minimiser of least norm is the end-to-end matrix considered.
  ///   - architecture: layered; regularised, where the minimum with imbalance diag(q) is taken whose hidden
  ///     unit i carries mode i; or tied, where for Sx other than I the minimiser must be symmetric and
  ///     positive semidefinite.
  ///   - depth: N.
  /// - Throws: ``LinearAlgebraError``.
  public init(
    objective: QuadraticObjective, architecture: Architecture, depth: Int
  ) throws {
    switch architecture {
    case .layered:
      value = try Self.layered(objective, depth: depth)
    case .tied:
      value = try TiedSharpness(objective).value
    case .regularized(let targetImbalance):
      value = try Self.regularized(objective, targetImbalance)
    }
  }

  private static func layered(_ objective: QuadraticObjective, depth: Int) throws -> Double {
    guard objective.inputCovariance != nil else {
      let strongest = try objective.minimizer.spectralNorm()
      return depth == 1 ? 1 : Double(depth) * .pow(strongest, 2 - 2 / Double(depth))
    }
    let decomposition = try SingularValueDecomposition(objective.minimizer)
    let values = decomposition.values
    func power(_ value: Double, _ exponent: Int) -> Double {
      exponent == 0 ? 1 : .pow(value, 2 * Double(exponent) / Double(depth))
    }
    // The first term of K is a multiple of the identity, the others live on the modes.
    let modes = values.map { value in
      (1..<depth).reduce(0) { $0 + power(values[0], depth - 1 - $1) * power(value, $1) }
    }
    return try curvature(
      objective, decomposition, identity: power(values[0], depth - 1), modes: modes)
  }

  /// The gradients of loss and penalty are orthogonal everywhere, so their curvatures do not mix.
  ///
  /// At the minimum W_2 = U diag(a), W_1 = diag(b) V^T with a_i b_i = s_i and a_i^2 - b_i^2 = q_i, thus
  /// a_i^2 + b_i^2 = sqrt(4 s_i^2 + q_i^2), the rate of Tarmoun 2021, Proposition 5. The penalty's largest
  /// curvature is the largest of these, the loss's is that of K = max_i a_i^2 I + V diag(b_i^2) V^T.
  private static func regularized(
    _ objective: QuadraticObjective, _ targetImbalance: [Double]
  ) throws -> Double {
    let decomposition = try SingularValueDecomposition(objective.minimizer)
    let values = decomposition.values
    let sums = targetImbalance.enumerated().map { i, imbalance in
      Double.hypot(i < values.count ? 2 * values[i] : 0, imbalance)
    }
    let outputs = zip(sums, targetImbalance).map { ($0 + $1) / 2 }
    let inputs = zip(sums, targetImbalance).map { ($0 - $1) / 2 }
    let modes = values.indices.map { $0 < inputs.count ? inputs[$0] : 0 }
    let loss = try curvature(
      objective, decomposition, identity: outputs.reduce(0, max), modes: modes)
    return sums.reduce(loss, max)
  }

  /// The largest eigenvalue of Sx K, K = identity I + V diag(modes) V^T, by that of K^{1/2} Sx K^{1/2}.
  private static func curvature(
    _ objective: QuadraticObjective, _ decomposition: SingularValueDecomposition,
    identity: Double, modes: [Double]
  ) throws -> Double {
    guard let covariance = objective.inputCovariance else {
      return identity + modes.reduce(0, max)
    }
    let rootOfIdentity = identity.squareRoot()
    let roots = modes.map { (identity + $0).squareRoot() - rootOfIdentity }
    let basis = decomposition.rightVectorsTransposed
    var root = Matrix.product(basis.transposed, basis.scalingRows(by: roots).factor)
    root.addToDiagonal(rootOfIdentity)
    return try SymmetricEigendecomposition(root * covariance * root).values[0]
  }
}
