public import LinearAlgebra
internal import RealModule

/// Curvature at a minimum with singular values s_i, Sx = I.
///
/// ```
/// balanced, depth N:    sum_{l=1}^N s_j^{2(l-1)/N} s_i^{2(N-l)/N} on u_i v_j^T;   largest N s_1^{2-2/N}
/// one mode, two layers, imbalance delta = u^2 - v^2:   u^2 + v^2 = sqrt(4 s^2 + delta^2)
/// ```
/// The first is the Gauss-Newton part of the Hessian, all of it at a minimum. Its other eigenvalues are
/// s_i^{2-2/N}, on u_i y^T and x v_i^T with x and y outside the modes, and 0.
///
/// Source: Saxe, McClelland, Ganguli 2014; Mulayoff, Michaeli 2020.
public enum SolutionSharpness {
  /// The eigenvalues of the Gauss-Newton part on u_i v_j^T, r x r.
  ///
  /// - Parameters:
  ///   - depth: N, from 1 to 1000.
  ///   - values: s_i >= 0.
  /// - Returns: a symmetric matrix.
  /// - Throws: ``TheoryError``.
  public static func gaussNewton(
    depth: Int, values: [Double]
  ) throws(TheoryError) -> Matrix {
    try check(depth: depth, values: values)
    let squares = values.map { Double.pow($0, 2 / Double(depth)) }
    return Matrix(rowCount: values.count, columnCount: values.count) { i, j in
      // Horner's scheme keeps 0^0 = 1; the order of the two keeps the matrix symmetric.
      let (first, second) = (squares[min(i, j)], squares[max(i, j)])
      var (sum, power) = (1.0, 1.0)
      for _ in 1..<depth {
        power *= first
        sum = sum * second + power
      }
      return sum
    }
  }

  /// N s_1^{2-2/N}, the largest eigenvalue at a balanced minimum.
  ///
  /// - Parameters:
  ///   - depth: N, from 1 to 1000.
  ///   - values: s_i >= 0.
  /// - Returns: the sharpness.
  /// - Throws: ``TheoryError``.
  public static func balanced(depth: Int, values: [Double]) throws(TheoryError) -> Double {
    try check(depth: depth, values: values)
    return curvature(depth: depth, value: values.reduce(0, max))
  }

  /// N s^{2-2/N}.
  static func curvature(depth: Int, value: Double) -> Double {
    depth == 1 ? 1 : Double(depth) * .pow(value, 2 - 2 / Double(depth))
  }

  /// sqrt(4 s^2 + delta^2), the curvature along one mode of two layers of that imbalance.
  public static func imbalanced(value: Double, imbalance: Double) -> Double {
    .hypot(2 * value, imbalance)
  }

  /// The checks that every depth and list of values must pass.
  static func check(depth: Int, values: [Double]) throws(TheoryError) {
    try Assumption("N", Double(depth), .atLeast, 1).require()
    try Assumption("N", Double(depth), .atMost, 1000).require()
    guard !values.isEmpty else { throw .shape("s must have an entry") }
    for value in values { try Assumption("s", value, .atLeast, 0).require() }
  }
}
