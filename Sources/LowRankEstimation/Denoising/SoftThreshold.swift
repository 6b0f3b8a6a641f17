/// Singular values lowered by one amount, chosen to minimise Stein's estimate of the risk, exactly.
///
/// ```
/// f(s) = max(s - lambda, 0)
/// ```
/// Between two singular values, where k of them are above lambda, SURE is the parabola
/// k lambda^2 - 2 tau^2 lambda sum_{i <= k} b_i + const, b_i the weight of f_i in the divergence; the best lambda is the best of
/// the parabolas' minima, each kept within its interval.
///
/// Source: Candes, Sing-Long, Trzasko 2013.
public struct SoftThreshold: MatrixDenoiser {
  /// What is known of the noise.
  public let noise: NoiseLevel

  /// States what is known of the noise.
  public init(noise: NoiseLevel = .estimated) {
    self.noise = noise
  }

  /// "soft threshold by SURE".
  public var name: String { "soft threshold by SURE" }

  /// Thresholds a matrix.
  ///
  /// - Parameter matrix: the matrix.
  /// - Returns: the cleaned matrix, with Stein's estimate of its error.
  /// - Throws: ``EstimationError``.
  public func fit(_ matrix: DecomposedMatrix) throws(EstimationError) -> DenoisedMatrix {
    let tau = try noise.standardDeviation(of: matrix)
    let stein = SteinRisk(matrix, noise: tau)
    var best = (threshold: 0.0, risk: Double.infinity)
    var (count, weight) = (0.0, 0.0)
    for k in 0...stein.values.count {
      if k > 0 {
        count += stein.multiplicities[k - 1]
        weight += stein.valueWeights[k - 1]
      }
      let lower = k < stein.values.count ? stein.values[k] : 0
      let upper = k > 0 ? stein.values[k - 1] : lower
      let vertex = count > 0 ? tau * tau * weight / count : upper
      let threshold = min(max(vertex, lower), upper)
      let risk = stein.risk(
        filtered: stein.values.map { max($0 - threshold, 0) },
        slopes: stein.values.indices.map { $0 < k ? 1 : 0 })
      if risk < best.risk { best = (threshold, risk) }
    }
    return DenoisedMatrix(
      matrix, values: matrix.values.map { max($0 - best.threshold, 0) }, noise: tau,
      choice: .threshold(best.threshold), estimatedSquaredError: best.risk)
  }
}
