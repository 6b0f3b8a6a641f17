internal import LinearAlgebra
internal import RealModule

/// How strongly large coefficients are charged.
public enum RidgePenalty: Codable, Equatable, Sendable {
  /// lambda >= 0 in n lambda ||B||^2; 0 charges nothing.
  case fixed(Double)

  /// The lambda with which ridge regression of full rank has the least generalised cross-validation.
  ///
  /// It is sought from 1e-10 to 100 times s_1^2 / n, in 121 equal ratios, s_1 the largest singular value of the centred X; it is chosen
  /// anew for every fold and every draw of a bootstrap. So inputs below 1e-5 of the largest count for nothing: bring columns to like
  /// scales first. Degrees of freedom take it as given. Source: Golub, Heath, Wahba 1979.
  case gcv

  /// No penalty.
  public static let none = RidgePenalty.fixed(0)
}

/// Generalised cross-validation of ridge regressions, all from one decomposition of the inputs.
///
/// ```
/// Yhat = A (S^2 / (S^2 + n lambda)) A^T Y,   df = p (sum_a s_a^2 / (s_a^2 + n lambda) + 1)
/// ```
/// The 1 stands for the intercept, if there is one. Source: Hoerl and Kennard 1970; Golub, Heath, Wahba 1979.
struct RidgeCriterion {
  /// The decomposed inputs.
  let inputs: InputDecomposition

  /// A^T Y with weighted columns.
  let projected: Matrix

  /// The weighted outputs.
  let outputs: Matrix

  /// Whether there are intercepts.
  let hasIntercept: Bool

  /// The n lambda of least criterion; 0 for inputs that do not vary.
  var bestPenalty: Double {
    guard let largest = inputs.values.first else { return 0 }
    let outside = (outputs - inputs.left * projected).squaredNorm
    let lengths = (0..<inputs.rank).map { mode in
      projected.row(mode).reduce(0) { $0 + $1 * $1 }
    }
    let penalties = (0...120).map { largest * largest * .pow(10, Double($0) / 10 - 10) }
    let values = penalties.map { value(penalty: $0, outside: outside, lengths: lengths) }
    return zip(penalties, values).min { $0.1 < $1.1 }?.0 ?? 0
  }

  private func value(penalty: Double, outside: Double, lengths: [Double]) -> Double {
    let entryCount = Double(outputs.elements.count)
    var (rest, freedom) = (outside, hasIntercept ? 1.0 : 0)
    for (value, length) in zip(inputs.values, lengths) {
      let kept = value * value / (value * value + penalty)
      rest += (1 - kept) * (1 - kept) * length
      freedom += kept
    }
    return InformationCriteria(
      loss: rest / entryCount, degreesOfFreedom: freedom * Double(outputs.columnCount),
      entryCount: entryCount
    ).gcv
  }
}
