internal import RealModule

/// Gradient descent of independent chains of numbers.
///
/// ```
/// f = sum_i m_i (s_i/2 a_i^2 - t_i a_i) + const,  a_i = w_1i ... w_Ni
/// w_ji <- w_ji - eta (s_i a_i - t_i) prod_{l != j} w_li
/// ```
struct ScalarChains: Sendable {
  private(set) var factors: [[Double]]
  private(set) var strengths: [Double]
  private(set) var loss: Double
  let variances: [Double]
  let targets: [Double]
  let multiplicity: Double
  let lossConstant: Double
  let stepSize: Double

  init(
    factors: [[Double]], variances: [Double], targets: [Double], multiplicity: Double = 1,
    lossConstant: Double, stepSize: Double
  ) {
    self.factors = factors
    self.variances = variances
    self.targets = targets
    self.multiplicity = multiplicity
    self.lossConstant = lossConstant
    self.stepSize = stepSize
    strengths = targets
    loss = 0
    evaluate()
  }

  private mutating func evaluate() {
    var sum = 0.0
    for i in targets.indices {
      var product = factors[0][i]
      for j in 1..<max(1, factors.count) where j < factors.count { product *= factors[j][i] }
      strengths[i] = product
      if variances[i] > 0 {
        let deviation = product - targets[i] / variances[i]
        sum += variances[i] * deviation * deviation
      }
    }
    loss = lossConstant + multiplicity * sum / 2
  }

  /// Takes up to `count` steps, fewer when a loss leaves the range.
  mutating func advance(by count: Int, while range: LossRange) -> Int {
    let depth = factors.count
    for step in 1...count {
      for i in targets.indices {
        let scale = -stepSize * (variances[i] * strengths[i] - targets[i])
        var suffix = 1.0
        var suffixes: [Double] = Array(repeating: 1, count: depth)
        for j in stride(from: depth - 1, through: 0, by: -1) {
          suffixes[j] = suffix
          suffix *= factors[j][i]
        }
        var prefix = 1.0
        for j in 0..<depth {
          let old = factors[j][i]
          factors[j][i] = old + scale * prefix * suffixes[j]
          prefix *= old
        }
      }
      evaluate()
      if range.isLeft(by: loss) { return step }
    }
    return count
  }
}
