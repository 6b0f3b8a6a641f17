public import LinearAlgebra
internal import RealModule

/// The matrix Riccati equation with constant coefficients, for any time, by doubling.
///
/// ```
/// P' = A P + P A^T - P R P + Q
/// P(h) = G + E^T P(0) (I + F P(0))^{-1} E,   exp(h [[-A^T, R], [Q, A]]) = [[K, K F], [G K, ...]],  E = K^{-1}
/// two steps in one: E E' = E (I + F G)^{-1} E,  F' = F + E (I + F G)^{-1} F E^T,  G' = G + E^T G (I + F G)^{-1} E
/// ```
/// R, Q and P(0) are symmetric. The time is halved until the exponential is a short power series, and then doubled back, so
/// that it costs a logarithm of t and nothing grows that the solution does not. With R, Q and P(0) positive
/// semidefinite every inverse exists.
///
/// Source: Tarmoun 2021, equations (25) and (27), for the system; the doubling is Anderson's (1978).
public struct TimeInvariantRiccati: Sendable {
  private let drift: Matrix
  private let quadratic: Matrix
  private let feed: Matrix

  /// States the coefficients.
  ///
  /// - Parameters:
  ///   - drift: A, n x n.
  ///   - quadratic: R, n x n, symmetric.
  ///   - feed: Q, n x n, symmetric.
  /// - Throws: ``TheoryError/shape(_:)``.
  public init(drift: Matrix, quadratic: Matrix, feed: Matrix) throws(TheoryError) {
    guard drift.rowCount == drift.columnCount, quadratic.hasSameShape(as: drift),
      feed.hasSameShape(as: drift), !drift.isEmpty
    else {
      throw .shape(
        "A \(drift.shapeDescription), R \(quadratic.shapeDescription), Q \(feed.shapeDescription)")
    }
    self.drift = drift
    self.quadratic = quadratic
    self.feed = feed
  }

  /// P(t).
  ///
  /// - Parameters:
  ///   - time: t >= 0.
  ///   - start: P(0), n x n, symmetric.
  /// - Returns: P(t), symmetric.
  /// - Throws: ``TheoryError``, also when the solution ceases to exist before t.
  public func solution(at time: Double, from start: Matrix) throws(TheoryError) -> Matrix {
    try Assumption("t", time, .atLeast, 0).require()
    guard start.hasSameShape(as: drift) else {
      throw .shape("P(0) is \(start.shapeDescription), A is \(drift.shapeDescription)")
    }
    guard time > 0 else { return start }
    let size = drift.frobeniusNorm + quadratic.frobeniusNorm + feed.frobeniusNorm
    let doublings = max(0, Int(Double.log2(max(size * time, 1e-300)).rounded(.up)) + 1)
    var step = try Step(self, time: time * .exp2(-Double(doublings)))
    for _ in 0..<doublings { step = try step.doubled() }
    return try step.applied(to: start)
  }

  /// What a step of time does to P.
  private struct Step {
    var transfer: Matrix
    var quadratic: Matrix
    var feed: Matrix

    init(transfer: Matrix, quadratic: Matrix, feed: Matrix) {
      self.transfer = transfer
      self.quadratic = quadratic
      self.feed = feed
      self.quadratic.symmetrize()
      self.feed.symmetrize()
    }

    /// A short step, from the power series of the exponential.
    init(_ equation: TimeInvariantRiccati, time: Double) throws(TheoryError) {
      let n = equation.drift.rowCount
      let transposed = equation.drift.transpose()
      let generator = Matrix(rowCount: 2 * n, columnCount: 2 * n) { i, j in
        switch (i < n, j < n) {
        case (true, true): -time * transposed[i, j]
        case (true, false): time * equation.quadratic[i, j - n]
        case (false, true): time * equation.feed[i - n, j]
        case (false, false): time * equation.drift[i - n, j - n]
        }
      }
      // The norm is at most 1/2: twenty terms leave less than 1e-24.
      var exponential = Matrix.identity(2 * n)
      var term = exponential
      for order in 1...20 {
        term = (1 / Double(order)) * (term * generator)
        exponential.add(term)
      }
      let corner = exponential.submatrix(rows: 0..<n, columns: 0..<n)
      let side = exponential.submatrix(rows: 0..<n, columns: n..<(2 * n))
      let below = exponential.submatrix(rows: n..<(2 * n), columns: 0..<n)
      let inverse = try solve(corner, .identity(n))
      self.init(
        transfer: inverse, quadratic: inverse * side, feed: below * inverse)
    }

    func doubled() throws(TheoryError) -> Step {
      let n = transfer.rowCount
      let middle = Matrix.identity(n) + quadratic * feed
      let through = try solve(middle, transfer)
      let back = try solve(middle, Matrix.product(quadratic.factor, transfer.transposed))
      return Step(
        transfer: transfer * through, quadratic: quadratic + transfer * back,
        feed: feed + Matrix.product(transfer.transposed, (feed * through).factor))
    }

    func applied(to start: Matrix) throws(TheoryError) -> Matrix {
      let middle = Matrix.identity(start.rowCount) + quadratic * start
      let through = try solve(middle, transfer)
      var result = feed + Matrix.product(transfer.transposed, (start * through).factor)
      result.symmetrize()
      return result
    }
  }
}

/// X of A X = B.
private func solve(_ left: Matrix, _ right: Matrix) throws(TheoryError) -> Matrix {
  let solution = try TheoryError.decomposing { () throws(LinearAlgebraError) in
    try left.solving(right)
  }
  guard let solution else { throw .decomposition("the solution ceases to exist before t") }
  return solution
}
