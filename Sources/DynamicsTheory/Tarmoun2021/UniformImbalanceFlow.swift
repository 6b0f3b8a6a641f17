public import LinearAlgebra
internal import RealModule

/// The regularised factorisation with one imbalance for all hidden units, solved exactly.
///
/// ```
/// R = [U; V],   S~ = [[lambda0/2 I_m, S], [S^T, -lambda0/2 I_n]],   R' = S~ R - R R^T R / 2
/// P = R R^T:  P' = S~ P + P S~ - P^2 = 4 X with X of SymmetricFactorizationFlow for Y = S~/2, U(0) = R(0)/2
/// P(inf) = S~ + |S~|,  whose off-diagonal block is S
/// ```
/// S is m x n, R (m+n) x k. The eigenvalues of S~ are +- sqrt(4 sigma_i^2 + lambda0^2) / 2 and -+ lambda0 / 2 |m - n| times. The rate
/// is the least sqrt(4 sigma_i^2 + lambda0^2), or |lambda0| if that is less and m != n; for m != n and lambda0 = 0 the
/// approach is only algebraic: ||P - P(inf)||_F ~ sqrt(|n - m|) / t.
///
/// Source: Tarmoun 2021, equation (21), Proposition 5.
public struct UniformImbalanceFlow: Sendable {
  /// The matrix S~, (m+n) x (m+n).
  public let generator: Matrix

  private let target: Matrix
  private let imbalance: Double

  /// States target and imbalance.
  ///
  /// - Parameters:
  ///   - target: S, m x n.
  ///   - imbalance: lambda0.
  /// - Throws: ``TheoryError/shape(_:)`` for an empty target.
  public init(target: Matrix, imbalance: Double) throws(TheoryError) {
    guard !target.isEmpty else { throw .shape("Sigma is empty") }
    let (m, n) = (target.rowCount, target.columnCount)
    self.target = target
    self.imbalance = imbalance
    generator = Matrix(rowCount: m + n, columnCount: m + n) { i, j in
      if i == j { return i < m ? imbalance / 2 : -imbalance / 2 }
      if i < m && j >= m { return target[i, j - m] }
      return i >= m && j < m ? target[j, i - m] : 0
    }
  }

  /// P(t) = R(t) R(t)^T from a start.
  ///
  /// - Parameters:
  ///   - time: t >= 0.
  ///   - start: R(0), (m+n) x k.
  /// - Returns: P(t), (m+n) x (m+n).
  /// - Throws: ``TheoryError``.
  public func product(at time: Double, from start: Matrix) throws(TheoryError) -> Matrix {
    let flow = try SymmetricFactorizationFlow(target: 0.5 * generator, start: 0.5 * start)
    return 4 * (try flow.product(at: time))
  }

  /// The limit S~ + |S~| of P for starts of full rank.
  ///
  /// - Returns: (m+n) x (m+n).
  /// - Throws: ``TheoryError/decomposition(_:)``.
  public func limit() throws(TheoryError) -> Matrix {
    try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SymmetricEigendecomposition(generator).map { 2 * max($0, 0) }
    }
  }

  /// The eigenvalues of S~ in ascending order, from the singular values of the target.
  ///
  /// - Returns: m + n numbers.
  /// - Throws: ``TheoryError/decomposition(_:)``.
  public func eigenvalues() throws(TheoryError) -> [Double] {
    let (m, n) = (target.rowCount, target.columnCount)
    let halves = try strengths().map { Double.hypot(2 * $0, imbalance) / 2 }
    let rest = Array(
      repeating: m < n ? -imbalance / 2 : imbalance / 2, count: abs(m - n))
    return (halves.map { -$0 } + rest + halves).sorted()
  }

  /// The rate at which P converges from starts of full rank; 0 when it is only algebraic.
  ///
  /// - Returns: the rate.
  /// - Throws: ``TheoryError/decomposition(_:)``.
  public func rate() throws(TheoryError) -> Double {
    let least = try strengths().map { Double.hypot(2 * $0, imbalance) }.min() ?? 0
    return target.rowCount == target.columnCount ? least : min(least, imbalance.magnitude)
  }

  private func strengths() throws(TheoryError) -> [Double] {
    try TheoryError.decomposing { () throws(LinearAlgebraError) in try target.singularValues() }
  }
}
