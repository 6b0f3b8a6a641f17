public import LinearAlgebra
internal import RealModule

/// The matrix Riccati equation with constant coefficients, for any time, by doubling.
///
/// ```
/// P' = A P + P A^T - P R P + Q
/// P(h) = G + E^T P(0) (I + F P(0))^{-1} E,   exp(h [[-A^T, R], [Q, A]]) = [[K, K F], [G K, ...]],  E = K^{-1}
/// two steps in one: E E' = E (I + F G)^{-1} E,  F' = F + E (I + F G)^{-1} F E^T,  G' = G + E^T G (I + F G)^{-1} E
/// ```
/// R, Q and P(0) are symmetric. The time is halved until the exponential is a short power series, and then doubled back,
/// which costs a logarithm of t. Where A is unstable E grows and digits would be lost: then P is followed by steps that
/// do not grow until A - P R is stable, and the rest is doubled for the difference from there. With R, Q and P(0)
/// positive semidefinite every inverse exists.
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
  ///   - quadratic: R, n x n, symmetric and positive semidefinite.
  ///   - feed: Q, n x n, symmetric and positive semidefinite.
  /// - Throws: ``TheoryError``.
  public init(drift: Matrix, quadratic: Matrix, feed: Matrix) throws(TheoryError) {
    guard drift.rowCount == drift.columnCount, quadratic.hasSameShape(as: drift),
      feed.hasSameShape(as: drift), !drift.isEmpty
    else {
      throw .shape(
        "A \(drift.shapeDescription), R \(quadratic.shapeDescription), Q \(feed.shapeDescription)")
    }
    try Self.requireSemidefinite(quadratic, "R")
    try Self.requireSemidefinite(feed, "Q")
    self.init(drift, quadratic, feed)
  }

  /// Coefficients whose feed may have any sign.
  private init(_ drift: Matrix, _ quadratic: Matrix, _ feed: Matrix) {
    self.drift = drift
    self.quadratic = quadratic
    self.feed = feed
  }

  /// Refuses what is not symmetric and positive semidefinite, to rounding.
  private static func requireSemidefinite(_ matrix: Matrix, _ name: String) throws(TheoryError) {
    let rounding = Double(matrix.rowCount) * 16 * .ulpOfOne * matrix.frobeniusNorm
    try Assumption(
      "max |\(name) - \(name)^T|", (matrix - matrix.transpose()).largestMagnitude, .atMost,
      rounding,
      "rounding"
    ).require()
    let values = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SymmetricEigendecomposition(matrix).values
    }
    try Assumption(
      "the least eigenvalue of \(name)", values.last ?? 0, .atLeast, -rounding, "rounding"
    ).require()
  }

  /// P(t).
  ///
  /// - Parameters:
  ///   - time: t >= 0.
  ///   - start: P(0), n x n, symmetric and positive semidefinite, so that P(t) exists.
  /// - Returns: P(t), symmetric.
  /// - Throws: ``TheoryError``.
  public func solution(at time: Double, from start: Matrix) throws(TheoryError) -> Matrix {
    try Assumption("t", time, .atLeast, 0).require()
    guard start.hasSameShape(as: drift) else {
      throw .shape("P(0) is \(start.shapeDescription), A is \(drift.shapeDescription)")
    }
    try Self.requireSemidefinite(start, "P(0)")
    guard time > 0 else { return start }
    if let end = try doubling(over: time, from: start, requiringCalm: true) { return end }
    let step = try calmStep(within: time)
    var (state, left) = (start, time)
    var count = 16
    while count <= Self.stepLimit {
      for _ in 0..<count {
        guard left > step.duration else {
          return try doubling(over: left, from: state, requiringCalm: false) ?? state
        }
        let next = try step.map.applied(to: state)
        left -= step.duration
        let change = (next - state).frobeniusNorm
        state = next
        if change == 0 { return state }
      }
      if let end = try shifted(by: state).doubling(
        over: left, from: Matrix(rowCount: state.rowCount, columnCount: state.columnCount),
        requiringCalm: true)
      {
        // Where little is left of the reference, its digits would be lost.
        let sum = state + end
        if sum.frobeniusNorm >= state.frobeniusNorm / 8 { return sum }
      }
      count *= 2
    }
    guard
      let end = try shifted(by: state).doubling(
        over: left, from: Matrix(rowCount: state.rowCount, columnCount: state.columnCount),
        requiringCalm: false)
    else { return state }
    return state + end
  }

  /// The most steps in sequence; about a second for a matrix of ten rows.
  private static let stepLimit = 65536

  /// How much the transfer of a step may grow: nothing is lost in products of such numbers.
  private static let calm = 4.0

  /// The equation of P - C: drift A - C R, the same R, feed A C + C A^T - C R C + Q.
  ///
  /// Once P has grown along the unstable directions of A, the drift is stable, and doubling loses nothing.
  private func shifted(by reference: Matrix) -> TimeInvariantRiccati {
    let moved = drift * reference
    let damping = reference * quadratic
    return TimeInvariantRiccati(
      drift - damping, quadratic, moved + moved.transpose() - damping * reference + feed)
  }

  private var doublingUnit: Double {
    drift.frobeniusNorm + quadratic.frobeniusNorm + feed.frobeniusNorm
  }

  private func doublings(over time: Double) -> Int {
    max(0, Int(Double.log2(max(doublingUnit * time, 1e-300)).rounded(.up)) + 1)
  }

  /// P(t) by one chain of doublings; nil where a transfer grows, if that is forbidden.
  private func doubling(
    over time: Double, from start: Matrix, requiringCalm: Bool
  ) throws(TheoryError) -> Matrix? {
    let count = doublings(over: time)
    var step = try Step(self, time: time * .exp2(-Double(count)))
    for _ in 0..<count {
      if requiringCalm {
        guard let amplification = step.amplification(with: step.feed),
          amplification <= Self.calm
        else { return nil }
      }
      step = try step.doubled()
      if requiringCalm && !step.isCalm(below: Self.calm) { return nil }
    }
    if requiringCalm {
      guard let amplification = step.amplification(with: start), amplification <= Self.calm else {
        return nil
      }
    }
    return try step.applied(to: start)
  }

  /// The longest step, a time divided by a power of 2, whose transfer does not grow.
  private func calmStep(within time: Double) throws(TheoryError) -> (map: Step, duration: Double) {
    let count = doublings(over: time)
    var duration = time * .exp2(-Double(count))
    var step = try Step(self, time: duration)
    for _ in 0..<count {
      guard let amplification = step.amplification(with: step.feed), amplification <= Self.calm
      else { break }
      let next = try step.doubled()
      guard next.isCalm(below: Self.calm) else { break }
      step = next
      duration *= 2
    }
    return (step, duration)
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

    /// Whether no column of the transfer is longer than a limit.
    func isCalm(below limit: Double) -> Bool {
      transfer.frobeniusNorm <= limit * Double(transfer.rowCount).squareRoot()
    }

    /// The norm of (I + F S)^{-1}, by which a solve amplifies rounding; nil where it is singular.
    func amplification(with matrix: Matrix) -> Double? {
      let n = matrix.rowCount
      let middle = Matrix.identity(n) + quadratic * matrix
      let inverse = try? solve(middle, .identity(n))
      return inverse.map { $0.frobeniusNorm / Double(n).squareRoot() }
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
