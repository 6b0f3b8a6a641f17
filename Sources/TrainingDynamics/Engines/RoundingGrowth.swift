internal import LinearAlgebra
internal import RealModule

/// How much the dense factors of a decoupled network amplify rounding off the manifold on which it moves.
///
/// ```
/// growth = prod_k (1 + eta max(0, -h_k))
/// ```
/// h_k is the smallest curvature of a mode's loss across its direction of motion: with an identical start and a
/// target t < 0 it is t, and after k steps the difference of the factors, which is rounding at first, has grown by
/// e^{|t| eta k}. Independent modes stay on the manifold, because equal factors are rounded alike.
enum RoundingGrowth {
  /// The growth above which rounding, epsilon at first, has become a part in a thousand of the factors.
  static let drivingRun = 1e-3 / Double.ulpOfOne

  /// Estimates the growth over a run.
  ///
  /// - Parameters:
  ///   - modes: the decoupled network.
  ///   - stepSize: eta.
  ///   - steps: the number of steps.
  /// - Throws: ``LinearAlgebraError`` when the run diverges.
  static func estimate(
    _ modes: ModeDecoupling, stepSize: Double, steps: Int
  ) throws(LinearAlgebraError) -> Double {
    var recurrence = modes.recurrence()
    var logarithm = 0.0
    var before = try rate(recurrence, modes)
    // Curvatures change as the modes do, on a logarithmic clock; between two looks the trapezoid rule suffices.
    let looks = RecordingSchedule.logarithmic(count: sampleCount, first: nil).iterations(
      upTo: steps)
    for (start, end) in zip(looks, looks.dropFirst()) {
      let taken = recurrence.descend(stepSize: stepSize, steps: end - start)
      guard taken == end - start else { break }
      let after = try rate(recurrence, modes)
      let (a, b) = (Double.log(onePlus: stepSize * before), Double.log(onePlus: stepSize * after))
      logarithm += Double(end - start) * (a + b) / 2
      before = after
    }
    return .exp(logarithm)
  }

  private static let sampleCount = 64

  /// max(0, -h) over all modes.
  private static func rate(
    _ recurrence: ModeRecurrence, _ modes: ModeDecoupling
  ) throws(LinearAlgebraError) -> Double {
    var largest = 0.0
    for mode in modes.targets.indices where recurrence.depth > 1 {
      let factors = (0..<recurrence.depth).map { recurrence.factor(layer: $0, mode: mode) }
      let curvature = try transverseCurvature(
        factors, variance: modes.variances[mode], target: modes.targets[mode])
      largest = max(largest, -curvature)
    }
    return largest
  }

  /// The smallest eigenvalue of a mode's Hessian on the complement of its gradient.
  ///
  /// ```
  /// H_jl = s q_j q_l + (s a - t) q_jl   j != l      q_j = prod_{l != j} w_l, q_jl likewise
  /// ```
  private static func transverseCurvature(
    _ factors: [Double], variance: Double, target: Double
  ) throws(LinearAlgebraError) -> Double {
    func product(without excluded: Set<Int>) -> Double {
      factors.indices.reduce(1) { excluded.contains($1) ? $0 : $0 * factors[$1] }
    }
    let residual = variance * product(without: []) - target
    let slopes = factors.indices.map { product(without: [$0]) }
    let hessian = Matrix(rowCount: factors.count, columnCount: factors.count) { j, l in
      variance * slopes[j] * slopes[l]
        + (j == l ? 0 : residual * product(without: [j, l]))
    }
    let norm = Matrix(rows: [slopes]).frobeniusNorm
    guard norm > 0 else { return 0 }
    let complement = Matrix(rowCount: factors.count, columnCount: factors.count) { j, l in
      (j == l ? 1 : 0) - slopes[j] / norm * (slopes[l] / norm)
    }
    return try (complement * hessian * complement).symmetricEigenvalues().last ?? 0
  }
}
