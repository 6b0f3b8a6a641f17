internal import LinearAlgebra
internal import RealModule

/// How much the dense factors of a decoupled network amplify rounding off the manifold on which it moves.
///
/// ```
/// growth = prod_k (1 + eta max(0, -h_k))
/// ```
/// h_k is the smallest curvature of a mode's loss across its direction of motion: with an identical start and a
/// target t < 0 it is t, and after k steps the difference of the factors, which is rounding at first, has grown by
/// e^{|t| eta k}. Curvatures between two modes are not looked at, so the true growth may be larger. Independent modes stay on the manifold, because equal factors are rounded alike.
enum RoundingGrowth {
  /// The growth above which rounding, epsilon at first, has become a part in a thousand of the factors.
  static let drivingRun = 1e-3 / Double.ulpOfOne

  /// Estimates the growth over a run.
  ///
  /// - Parameters:
  ///   - modes: the decoupled network.
  ///   - stepSize: eta.
  ///   - steps: the number of steps.
  /// - Returns: the growth, at least 1.
  static func estimate(
    _ modes: ModeDecoupling, stepSize: Double, steps: Int
  ) -> Double {
    var recurrence = modes.recurrence()
    var logarithm = 0.0
    var before = rate(recurrence, modes)
    // Curvatures change as the modes do, on a logarithmic clock; between two looks the trapezoid rule suffices.
    let looks = RecordingSchedule.logarithmic(count: sampleCount, first: nil).iterations(
      upTo: steps)
    for (start, end) in zip(looks, looks.dropFirst()) {
      let taken = recurrence.descend(stepSize: stepSize, steps: end - start)
      guard taken == end - start else { break }
      let after = rate(recurrence, modes)
      let (a, b) = (Double.log(onePlus: stepSize * before), Double.log(onePlus: stepSize * after))
      logarithm += Double(end - start) * (a + b) / 2
      before = after
    }
    return .exp(logarithm)
  }

  private static let sampleCount = 64

  /// max(0, -h) over all modes.
  private static func rate(_ recurrence: ModeRecurrence, _ modes: ModeDecoupling) -> Double {
    guard recurrence.depth > 1 else { return 0 }
    var largest = 0.0
    for mode in modes.targets.indices {
      let residual = modes.variances[mode] * recurrence.strength(mode) - modes.targets[mode]
      largest = max(largest, residualRate(recurrence, mode: mode, residual: residual))
    }
    return largest
  }

  /// Minus the smallest curvature of one mode across its motion, if that is negative.
  ///
  /// With z_j = 1 / w_j and r = s a - t the Hessian is s a^2 z z^T + r a (z z^T - diag(z^2)), and the motion goes along z.
  /// Across it there is -r a diag(z^2), whose extreme value m on the complement of z solves
  ///
  /// ```
  /// sum_j z_j^2 / (z_j^2 - m) = 0      between the two largest z_j^2
  /// ```
  /// Where two factors vanish, and none of their gradients moves them, their Hessian is r times the product of the others.
  private static func residualRate(
    _ recurrence: ModeRecurrence, mode: Int, residual: Double
  ) -> Double {
    var (first, second) = (0.0, 0.0)  // the two largest z^2
    var zeroCount = 0
    var others = 1.0
    for layer in 0..<recurrence.depth {
      let factor = recurrence.factor(layer: layer, mode: mode)
      guard factor != 0 else {
        zeroCount += 1
        continue
      }
      others *= factor
      let square = 1 / (factor * factor)
      if square > first { (first, second) = (square, first) } else { second = max(second, square) }
    }
    guard zeroCount == 0 else {
      return zeroCount == 2 ? (residual * others).magnitude : 0
    }
    let pull = residual * others
    guard pull > 0 else { return 0 }
    var (low, high) = (second, first)
    func balance(_ m: Double) -> Double {
      (0..<recurrence.depth).reduce(0) { sum, layer in
        let factor = recurrence.factor(layer: layer, mode: mode)
        let square = 1 / (factor * factor)
        return sum + square / (square - m)
      }
    }
    // A tenth of a percent of an exponent is more than the clock of looks can tell.
    while high - low > 1e-3 * high {
      let middle = low + (high - low) / 2
      if balance(middle) > 0 { high = middle } else { low = middle }
    }
    return pull * high
  }
}
