public import LinearAlgebra
internal import RealModule

/// Two layers moved by Gauss and Legendre's Runge-Kutta methods, which keep every quadratic invariant.
///
/// ```
/// W_1' = W_2^T (M - W_2 W_1),   W_2' = (M - W_2 W_1) W_1^T
/// K_i = f(W + h sum_j a_ij K_j),   W <- W + h sum_i b_i K_i
/// ```
/// with two stages (order 4) or three (order 6). The imbalance W_2^T W_2 - W_1 W_1^T is quadratic and constant along the flow,
/// so that b_i a_ij + b_j a_ji = b_i b_j keeps it to rounding at any step size, while an explicit method drifts. The
/// stages are solved by iteration, which converges for h below about 1 / ||f'||. Source: Cooper 1987; Hairer, Lubich, Wanner,
/// Geometric Numerical Integration, section IV.2.
public struct GaussLegendreSteps: Sendable {
  /// The two factors.
  public struct Factors: Sendable {
    /// The factor W_1, k x d.
    public var first: Matrix

    /// The factor W_2, p x k.
    public var second: Matrix

    /// W_2^T W_2 - W_1 W_1^T, k x k.
    public var imbalance: Matrix { second.gramian - first.leftGramian }
  }

  private let target: Matrix
  private let nodes: [[Double]]
  private let weights: [Double]

  /// States target and order.
  ///
  /// - Parameters:
  ///   - target: M, p x d.
  ///   - order: 4 or 6.
  /// - Throws: ``TheoryError/assumption(_:)`` for another order.
  public init(target: Matrix, order: Int) throws(TheoryError) {
    self.target = target
    let root = Double.sqrt(order == 6 ? 15 : 3)
    guard order != 4 else {
      nodes = [[1.0 / 4, 1.0 / 4 - root / 6], [1.0 / 4 + root / 6, 1.0 / 4]]
      weights = [1.0 / 2, 1.0 / 2]
      return
    }
    try Assumption("the order, 4 or 6", Double(order), .equal, 6).require()
    nodes = [
      [5.0 / 36, 2.0 / 9 - root / 15, 5.0 / 36 - root / 30],
      [5.0 / 36 + root / 24, 2.0 / 9, 5.0 / 36 - root / 24],
      [5.0 / 36 + root / 30, 2.0 / 9 + root / 15, 5.0 / 36],
    ]
    weights = [5.0 / 18, 4.0 / 9, 5.0 / 18]
  }

  /// The factors after a number of steps.
  ///
  /// - Parameters:
  ///   - count: the number of steps.
  ///   - stepSize: h > 0, in the time of the flow.
  ///   - start: W_1(0) and W_2(0).
  /// - Returns: the factors.
  /// - Throws: ``TheoryError`` for shapes that do not fit, or a step too large for the stages to converge.
  public func factors(
    after count: Int, stepSize: Double, from start: Factors
  ) throws(TheoryError) -> Factors {
    guard start.first.columnCount == target.columnCount,
      start.second.rowCount == target.rowCount,
      start.first.rowCount == start.second.columnCount
    else {
      throw .shape("W1, W2 and Y do not fit")
    }
    try Assumption("h", stepSize, .greater, 0).require()
    var state = start
    for _ in 0..<max(0, count) {
      let slopes = try slopes(at: state, stepSize: stepSize)
      state = moved(state, by: slopes, weights: weights, stepSize: stepSize)
    }
    return state
  }

  /// The stages K_i, by fixed-point iteration to rounding.
  private func slopes(at state: Factors, stepSize: Double) throws(TheoryError) -> [Factors] {
    var slopes = Array(repeating: velocity(at: state), count: weights.count)
    var last = Double.infinity
    for _ in 0..<200 {
      var change = 0.0
      for (stage, row) in nodes.enumerated() {
        let slope = velocity(at: moved(state, by: slopes, weights: row, stepSize: stepSize))
        change = max(
          change, (slope.first - slopes[stage].first).largestMagnitude,
          (slope.second - slopes[stage].second).largestMagnitude)
        slopes[stage] = slope
      }
      // Rounding is reached when the change no longer shrinks.
      if change == 0 || (change >= last && change * stepSize < 1e-12 * size(of: state)) {
        return slopes
      }
      last = change
    }
    throw .assumption(
      Assumption("the change of the stages", last, .atMost, 0, "0, after 200 iterations"))
  }

  private func size(of state: Factors) -> Double {
    max(state.first.largestMagnitude, state.second.largestMagnitude)
  }

  private func velocity(at state: Factors) -> Factors {
    let misfit = target - state.second * state.first
    return Factors(
      first: Matrix.product(state.second.transposed, misfit.factor),
      second: Matrix.product(misfit.factor, state.first.transposed))
  }

  private func moved(
    _ state: Factors, by slopes: [Factors], weights: [Double], stepSize: Double
  ) -> Factors {
    var result = state
    for (slope, weight) in zip(slopes, weights) {
      result.first.add(slope.first, scaledBy: stepSize * weight)
      result.second.add(slope.second, scaledBy: stepSize * weight)
    }
    return result
  }
}
