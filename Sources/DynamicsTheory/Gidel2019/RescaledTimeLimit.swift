/// The limits of a balanced two-layer network in rescaled time, for starts that shrink to zero.
///
/// ```
/// w_i(0) = e^{-2 delta}:  lim w_i(delta t) = 0 (t sigma_i < 1), sigma_i / (lambda_i + sigma_i) (= 1), sigma_i / lambda_i (> 1)
/// ```
/// Each mode jumps at T_i = 1 / sigma_i. Between the jumps k and k + 1 the limit is the regression of rank k
/// if and only if the k largest sigma_i also have the k largest sigma_i^2 / lambda_i.
///
/// The comparison of t sigma_i with 1 is exact. Assumption: lambda_i > 0 where sigma_i > 0. Source: Gidel
/// 2019, Theorem 2, Corollaries 1 and 2, with the start and the condition corrected.
public struct RescaledTimeLimit: Sendable {
  /// The strengths sigma_i >= 0.
  public let strengths: [Double]

  /// The input variances lambda_i.
  public let inputVariances: [Double]

  /// States the modes.
  ///
  /// - Parameters:
  ///   - strengths: sigma_i >= 0.
  ///   - inputVariances: lambda_i >= 0, positive where sigma_i is.
  /// - Throws: ``TheoryError``.
  public init(strengths: [Double], inputVariances: [Double]) throws(TheoryError) {
    guard strengths.count == inputVariances.count else {
      throw .shape("\(strengths.count) strengths, but \(inputVariances.count) input variances")
    }
    for (strength, variance) in zip(strengths, inputVariances) {
      try Assumption("sigma", strength, .atLeast, 0).require()
      try Assumption("lambda", variance, strength > 0 ? .greater : .atLeast, 0).require()
    }
    self.strengths = strengths
    self.inputVariances = inputVariances
  }

  /// The limit of every mode at a rescaled time t >= 0.
  public func products(at time: Double) -> [Double] {
    zip(strengths, inputVariances).map { strength, variance in
      // A fused product has the sign of the exact difference.
      let past = (-1.0).addingProduct(strength, time)
      if past < 0 { return 0 }
      return past > 0 ? strength / variance : strength / (variance + strength)
    }
  }

  /// The limit of the squared Frobenius norm of the end-to-end matrix (Corollary 1).
  public func squaredNorm(at time: Double) -> Double {
    products(at: time).reduce(0) { $0 + $1 * $1 }
  }

  /// How many modes have been learned: t sigma_i > 1.
  public func rank(at time: Double) -> Int {
    strengths.count { (-1.0).addingProduct($0, time) > 0 }
  }

  /// The diagonal of the regression of rank k in the common bases: the k largest sigma_i^2 / lambda_i.
  ///
  /// - Parameter rank: k, at most the number of modes.
  /// - Returns: sigma_i / lambda_i for the modes chosen, 0 for the others; of equal ones the first.
  public func reducedRankRegression(rank: Int) -> [Double] {
    let gains = zip(strengths, inputVariances).map { $0 > 0 ? $0 * ($0 / $1) : 0 }
    let order = gains.indices.sorted { (gains[$0], $1) > (gains[$1], $0) }
    var diagonal = Array(repeating: 0.0, count: gains.count)
    for index in order.prefix(rank) where strengths[index] > 0 {
      diagonal[index] = strengths[index] / inputVariances[index]
    }
    return diagonal
  }
}
