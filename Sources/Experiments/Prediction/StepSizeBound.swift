internal import DeepLinearCore
internal import DynamicsTheory
internal import Observables

/// A step size below which, or above which, a theorem says something.
struct StepSizeBound {
  let value: Double
  let says: String
  let source: String

  /// Whether staying below it is proven to be enough for this start.
  let isSufficient: Bool
}

extension StartAnalysis {
  /// Every bound on the step size that applies to this start.
  func stepSizeBounds() throws -> [StepSizeBound] {
    let sharpness = try BalancedSharpness(
      objective: objective, architecture: network.architecture, depth: network.weights.depth)
    guard depth > 1 else {
      return [
        StepSizeBound(
          value: sharpness.stepSizeLimit, says: "below it one layer converges, above it diverges",
          source: "Gidel 2019, equation (21)", isSufficient: true)
      ]
    }
    var bounds = [
      StepSizeBound(
        value: sharpness.stepSizeLimit,
        says: "above it descent cannot settle in the balanced minimum",
        source: "2 / sharpness", isSufficient: false)
    ]
    guard let deepModes, chain.isAligned, !isRegularized else { return bounds }
    if deepModes.allSatisfy(\.isBalanced) { bounds += try balancedBounds(deepModes) }
    if let identical, identical.distance <= rounding, identical.scale > 0,
      distanceFromIdentity <= rounding, asymmetry <= rounding
    {
      bounds += try identicalBounds(identical.scale, identical.perturbation)
    }
    return bounds
  }

  private func balancedBounds(_ deepModes: [DeepMode]) throws -> [StepSizeBound] {
    let limits = try deepModes.filter { $0.factors[0] > 0 && $0.inputVariance > 0 }.map { mode in
      try StepSizeLimits.monotone(
        depth: mode.depth, eigenvalue: mode.strength / mode.inputVariance, start: mode.factors[0]
      ).value / mode.inputVariance
    }
    var bounds: [StepSizeBound] = []
    if let limit = limits.min() {
      bounds.append(
        StepSizeBound(
          value: limit / clockRate, says: "below it every mode converges without overshooting",
          source: "Chou 2022, Lemma 2.2", isSufficient: true))
    }
    let strengths = modes.strengths.filter { $0 > 0 }
    if depth == 2, let thresholds = try? DescentThresholds(strengths: strengths) {
      bounds.append(
        StepSizeBound(
          value: thresholds.exact / clockRate,
          says: "below it modes are learned in order, from starts small enough",
          source: "Gidel 2019, Corollary 3", isSufficient: false))
    }
    return bounds
  }

  private func identicalBounds(_ scale: Double, _ perturbation: Double) throws -> [StepSizeBound] {
    let norm = modes.strengths.first ?? 0
    guard perturbation == 0 else {
      let hypotheses = try PerturbedIterationCount.hypotheses(
        depth: depth, targetNorm: norm, start: scale, perturbation: perturbation, stepSize: nil)
      guard hypotheses.allSatisfy(\.holds) else { return [] }
      return [
        StepSizeBound(
          value: try StepSizeLimits.perturbed(depth: depth, targetNorm: norm),
          says: "below it the product converges to the target, negative eigenvalues included",
          source: "Chou 2022, Theorem 1.3", isSufficient: true)
      ]
    }
    let sufficient = StepSizeBound(
      value: try StepSizeLimits.identical(depth: depth, targetNorm: norm, start: scale),
      says: "below it the product converges to the positive part of the target",
      source: "Chou 2022, Theorem 1.1", isSufficient: true)
    let eigenvalues = (deepModes ?? []).map(\.strength).filter { $0 != 0 }
    let thresholds = try eigenvalues.map {
      try StepSizeLimits.divergence(depth: depth, eigenvalue: $0, start: scale)
    }
    guard let least = thresholds.min() else { return [sufficient] }
    return [
      sufficient,
      StepSizeBound(
        value: least,
        says: "above it some mode diverges or oscillates for almost every start",
        source: "Chou 2022, Lemma A.1", isSufficient: false),
    ]
  }
}
