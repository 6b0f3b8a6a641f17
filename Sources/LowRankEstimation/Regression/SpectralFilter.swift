/// What becomes of the singular values of a regression at one point of a path.
struct SpectralFilter {
  /// f_i, one for each mode.
  let values: [Double]

  /// The derivative of f_i when s_i alone moves, everything that depends on s_i included.
  let slopes: [Double]

  /// The modes with f_i >= s_i / 2.
  func learnedCount(_ strengths: [Double]) -> Int {
    zip(values, strengths).count { $0 >= $1 / 2 }
  }
}

extension WhitenedRegression {
  /// The exact degrees of freedom of the fitted values at a filter, without intercepts.
  ///
  /// ```
  /// Yhat = A H g(M) Omega^(-1/2),   M = H A^T Y Omega^(1/2),   df = sum_ij d Yhat_ij / d Y_ij
  /// df = sum_i gamma_i (f_i' + (p - q) f_i/s_i) + (tr H^2 - sum_i gamma_i) sum_j f_j/s_j
  ///      + sum_{i < j} (gamma_i + gamma_j) (s_i f_i - s_j f_j) / (s_i^2 - s_j^2)
  /// ```
  /// with q modes and gamma_i = (P^T H^2 P)_ii: the Jacobian of g in the bases P and Q has a part that keeps an entry and one
  /// that swaps (i, j) with (j, i); weights on rows sum the first to the above and the second to 0, because Q is
  /// orthogonal. Without ridge gamma = 1, and for f_i = s_i (i <= k), 0 (i > k) this is
  /// max(r, p) k + sum_{i <= k < j} (s_i^2 + s_j^2) / (s_i^2 - s_j^2). It is infinite where a cut goes between
  /// equal singular values. The weights of the outputs cancel.
  ///
  /// Source: Mukherjee, Chen, Wang, Zhu 2015 (truncation); Candes, Sing-Long, Trzasko 2013 (spectral functions).
  func degreesOfFreedom(_ filter: SpectralFilter) -> Double {
    let (f, s) = (filter.values, strengths)
    let besideOutputs = Double(outputCount - s.count)
    let besideInputs = max(0, totalShare - shares.reduce(0, +))
    var sum = 0.0
    for i in s.indices {
      let ratio = f[i] / s[i]
      sum += shares[i] * (filter.slopes[i] + besideOutputs * ratio) + besideInputs * ratio
      for j in 0..<i where f[i] != 0 || f[j] != 0 {
        // s f - t g = (s - t) f + t (f - g): both differences are exact where s and t are near.
        let slope = f[i] == f[j] && s[i] == s[j] ? filter.slopes[i] : (f[j] - f[i]) / (s[j] - s[i])
        sum += (shares[i] + shares[j]) * (f[j] + s[i] * slope) / (s[i] + s[j])
      }
    }
    return sum
  }
}
