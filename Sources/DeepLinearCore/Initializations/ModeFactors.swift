internal import RealModule

/// The factors of one mode: numbers a_1, ..., a_N with a given product and given imbalances.
///
/// ```
/// a_1 a_2 ... a_N = strength      a_{j+1}^2 - a_j^2 = imbalances[j - 1]
/// ```
/// All are non-negative but the last, which carries the sign of the strength. For two factors the
/// imbalance is Tarmoun's lambda_0 = u^2 - v^2 (u = a_2, v = a_1).
public struct ModeFactors: Sendable, Equatable {
  /// a_1, ..., a_N.
  public let values: [Double]

  /// Solves for the factors.
  ///
  /// - Parameters:
  ///   - strength: their product.
  ///   - imbalances: a_{j+1}^2 - a_j^2, one number fewer than there are factors.
  public init(strength: Double, imbalances: [Double]) {
    // b_j = a_j^2 = s + offset_j with the smallest offset 0: sums of non-negative terms do not cancel.
    let steps = imbalances.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
    let least = steps.reduce(.infinity, min)
    let offsets = steps.map { $0 - least }
    let count = offsets.count
    let target = Double.root(strength.magnitude, count)
    // The root of the increasing function prod sqrt(s + offset_j) = |strength| lies between 0, where one
    // factor vanishes, and the balanced value.
    var (low, high) = (0.0, target * target)
    func geometricMean(_ s: Double) -> Double {
      offsets.reduce(1) { $0 * Double.root(($1 + s).squareRoot(), count) }
    }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if geometricMean(middle) < target { low = middle } else { high = middle }
    }
    var magnitudes = offsets.map { ($0 + high).squareRoot() }
    if strength < 0 { magnitudes[count - 1].negate() }
    values = magnitudes
  }
}
