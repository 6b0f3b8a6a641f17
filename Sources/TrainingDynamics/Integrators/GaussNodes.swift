internal import RealModule

/// The coefficients of Gauss's implicit Runge-Kutta methods of order 4 and 6.
///
/// Source: Hairer, Lubich, Wanner, *Geometric Numerical Integration*, 2nd edition 2006, table II.1.1.
struct GaussNodes: Sendable {
  /// c_i.
  let times: [Double]

  /// a_ij.
  let matrix: [[Double]]

  /// b_i.
  let weights: [Double]

  /// The number of stages s; the order is 2 s.
  var count: Int { times.count }

  /// Two stages.
  static let order4 = GaussNodes(
    times: [0.5 - Double.sqrt(3) / 6, 0.5 + Double.sqrt(3) / 6],
    matrix: [[0.25, 0.25 - Double.sqrt(3) / 6], [0.25 + Double.sqrt(3) / 6, 0.25]],
    weights: [0.5, 0.5])

  /// Three stages.
  static let order6 = GaussNodes(
    times: [0.5 - Double.sqrt(15) / 10, 0.5, 0.5 + Double.sqrt(15) / 10],
    matrix: [
      [5.0 / 36, 2.0 / 9 - Double.sqrt(15) / 15, 5.0 / 36 - Double.sqrt(15) / 30],
      [5.0 / 36 + Double.sqrt(15) / 24, 2.0 / 9, 5.0 / 36 - Double.sqrt(15) / 24],
      [5.0 / 36 + Double.sqrt(15) / 30, 2.0 / 9 + Double.sqrt(15) / 15, 5.0 / 36],
    ],
    weights: [5.0 / 18, 4.0 / 9, 5.0 / 18])

  /// The values at a time of the polynomials that are 1 at one node and 0 at the others.
  func interpolation(at time: Double) -> [Double] {
    times.indices.map { j in
      times.indices.reduce(1) {
        $1 == j ? $0 : $0 * (time - times[$1]) / (times[j] - times[$1])
      }
    }
  }
}
