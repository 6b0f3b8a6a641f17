internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule

extension TheoryCheck {
  /// C.eq15, C.eq36, C.eq40, C.lem2.2, C.eq21, C.c_root, C.lem2.10, C.lemA1, C.thm1.1, C.thm1.3.
  static let factorDescentChecks: [TheoryCheck] = [
    TheoryCheck("C.eq15", "against the factors of a 1 x 1 network, step by step") { generator in
      let mode = identicalMode(&generator)
      let stepSize = try mode.limit * generator.uniform(0.05...0.95)
      let count = Int(generator.logUniform(1...1000))
      var descent = try mode.descent(stepSize)
      var factors = Array(repeating: mode.start, count: mode.depth)
      for _ in 0..<count {
        let residual = factors.reduce(1, *) - mode.eigenvalue
        let gradients = factors.indices.map { skipped in
          factors.indices.reduce(residual) { $1 == skipped ? $0 : $0 * factors[$1] }
        }
        for index in factors.indices { factors[index] -= stepSize * gradients[index] }
      }
      return .equality(
        [descent.value(after: count)], [factors[0]],
        allowance: 64 * (1 + Double(count).squareRoot()) * .ulpOfOne,
        instance: "\(mode), eta = \(stepSize), k = \(count)")
    },
    TheoryCheck("C.eq36", "against the factors of a 1 x 1 network, the first one smaller") {
      generator in
      let instance = try perturbedMode(&generator)
      let count = Int(generator.logUniform(1...1000))
      var descent = try instance.descent
      descent.advance(by: count)
      var (first, other) = (instance.start - instance.perturbation, instance.start)
      let depth = instance.depth
      for _ in 0..<count {
        let residual = first * power(other, depth - 1) - instance.eigenvalue
        (first, other) = (
          first - instance.stepSize * power(other, depth - 1) * residual,
          other - instance.stepSize * first * power(other, depth - 2) * residual
        )
      }
      return .equality(
        [descent.firstFactor, descent.otherFactor, 1], [first, other, 1],
        allowance: 256 * (1 + Double(count).squareRoot()) * .ulpOfOne, instance: "\(instance)")
    },
    TheoryCheck("C.eq36", "differences by their identities against differences of the factors") {
      generator in
      let instance = try perturbedMode(&generator)
      var descent = try instance.descent
      descent.advance(by: Int(generator.logUniform(1...1000)))
      let (first, other) = (descent.firstFactor, descent.otherFactor)
      return .equality(
        [descent.difference, descent.squaredDifference, 1],
        [other - first, (other - first) * (other + first), 1], allowance: 1e4 * .ulpOfOne,
        instance: "\(instance)")
    },
    TheoryCheck(
      "C.eq36", "printed Delta2(0) = beta (beta + 2 alpha)", expecting: .fails(erratum: "C17")
    ) { generator in
      let instance = try perturbedMode(&generator)
      let printed = instance.perturbation * (instance.perturbation + 2 * instance.start)
      return .equality(
        [printed], [try instance.descent.squaredDifference], allowance: 1e-9,
        instance: "\(instance)")
    },
    TheoryCheck("C.eq40", "negative from k0 on and not before, and k0 exists") { generator in
      let depth = Int.random(in: 2...3, using: &generator)
      let start = generator.uniform(0.1...0.9)
      let perturbation = start * generator.uniform(0.1...0.9)
      let eigenvalue = -generator.logUniform(0.1...2)
      let limit = try StepSizeLimits.signChange(
        depth: depth, eigenvalue: eigenvalue, start: start)
      let stepSize = limit * generator.uniform(0.3...0.95)
      var descent = try PerturbedFactorDescent(
        depth: depth, eigenvalue: eigenvalue, start: start, perturbation: perturbation,
        stepSize: stepSize)
      let found = descent.signChange(within: 200_000)
      var (first, other) = (start - perturbation, start)
      var iteration = 0
      while first >= 0, iteration < 200_000 {
        let residual = first * power(other, depth - 1) - eigenvalue
        (first, other) = (
          first - stepSize * power(other, depth - 1) * residual,
          other - stepSize * first * power(other, depth - 2) * residual
        )
        iteration += 1
      }
      return .equality(
        [Double(found ?? -1)], [Double(iteration)], allowance: 0,
        instance: "N = \(depth), lambda = \(eigenvalue), alpha = \(start), beta = \(perturbation)")
    },
    TheoryCheck("C.lem2.2", "below the limit the factor converges monotonically on its side") {
      generator in
      let mode = identicalMode(&generator)
      let limit = try StepSizeLimits.monotone(
        depth: mode.depth, eigenvalue: mode.eigenvalue, start: mode.start
      ).value
      return try monotone(mode, stepSize: limit * generator.uniform(0.3...0.999))
    },
    TheoryCheck(
      "C.lem2.2", "printed limit alpha^{-(2N-2)} for lambda <= 0 <= alpha - s",
      expecting: .fails(erratum: "C9")
    ) { generator in
      let depth = Int.random(in: 2...4, using: &generator)
      let mode = FactorMode(
        depth: depth, eigenvalue: -generator.uniform(0.5...0.99), start: 1)
      let printed = try StepSizeLimits.monotone(
        depth: depth, eigenvalue: mode.eigenvalue, start: mode.start
      ).printed
      return try monotone(mode, stepSize: printed * generator.uniform(0.8...0.999))
    },
    TheoryCheck("C.eq21", "below it the bounds on the count hold (C.T_Id)") { generator in
      let mode = identicalMode(&generator)
      let stepSize = try mode.limit * generator.uniform(0.9...0.999)
      return try countBound(mode, stepSize: stepSize, &generator)
    },
    TheoryCheck("C.c_root", "(c - 1) c^{N-1} = 1 and 1 < c < 2") { generator in
      let depth = Int.random(in: 2...50, using: &generator)
      let root = try StepSizeLimits.perturbationRatio(depth: depth)
      return .equality(
        [(root - 1) * power(root, depth - 1), root < 2 && root > 1 ? 1 : 0], [1, 1],
        allowance: 8 * Double(depth) * .ulpOfOne, instance: "N = \(depth)")
    },
    TheoryCheck("C.lem2.10", "below the limit the first factor turns negative and stays") {
      generator in
      let depth = Int.random(in: 2...3, using: &generator)
      let (start, eigenvalue) = (generator.uniform(0.1...0.9), -generator.logUniform(0.1...2))
      let limit = try StepSizeLimits.signChange(
        depth: depth, eigenvalue: eigenvalue, start: start)
      var descent = try PerturbedFactorDescent(
        depth: depth, eigenvalue: eigenvalue, start: start,
        perturbation: start * generator.uniform(0.1...0.9),
        stepSize: limit * generator.uniform(0.3...0.99))
      let turned = descent.signChange(within: 200_000)
      var isNegative = turned != nil
      for _ in 0..<100 {
        descent.step()
        isNegative = isNegative && descent.firstFactor < 0
      }
      return .equality(
        [isNegative ? 1 : 0], [1], allowance: 0,
        instance: "N = \(depth), lambda = \(eigenvalue), alpha = \(start)")
    },
    TheoryCheck("C.lemA1", "above it the factor does not converge to its limit") { generator in
      let mode = identicalMode(&generator)
      let threshold = try StepSizeLimits.divergence(
        depth: mode.depth, eigenvalue: mode.eigenvalue, start: mode.start)
      var descent = try mode.descent(threshold * generator.uniform(1.05...3))
      // The fixed point repels: a factor that is not on it is away from it again and again.
      var farthest = 0.0
      for step in 0..<4000 where descent.value.isFinite {
        descent.step()
        if step > 3900 {
          farthest = max(farthest, (descent.value - mode.target).magnitude)
        }
      }
      let isAway = !descent.value.isFinite || farthest > 1e-6 * (mode.target + mode.start)
      return .equality([isAway ? 1 : 0], [1], allowance: 0, instance: "\(mode)")
    },
    TheoryCheck(
      "C.thm1.1", "below the limit descent converges; the factor's error bounds the product's"
    ) {
      generator in
      let mode = identicalMode(&generator)
      let norm = mode.eigenvalue.magnitude * generator.uniform(1...4)
      let limit = try StepSizeLimits.identical(
        depth: mode.depth, targetNorm: norm, start: mode.start)
      var descent = try mode.descent(limit * generator.uniform(0.3...0.99))
      var worst = -Double.infinity
      for _ in 0..<300 {
        let error = (descent.value - mode.target).magnitude
        let product = power(descent.value, mode.depth)
        let allowed = try StepSizeLimits.productError(
          depth: mode.depth, eigenvalue: mode.eigenvalue, start: mode.start,
          factorError: error + 1e-12 * mode.target + 1e-300)
        let reached = (product - max(mode.eigenvalue, 0)).magnitude
        worst = max(worst, (reached - allowed) / (product.magnitude + mode.eigenvalue.magnitude))
        descent.step()
      }
      return .bound(
        worst, atMost: 0, scale: 1, allowance: 64 * .ulpOfOne, instance: "\(mode)")
    },
    TheoryCheck(
      "C.thm1.1", "printed eps N lambda^{1-1/N} also from above", expecting: .fails(erratum: "C11")
    ) { generator in
      let depth = Int.random(in: 2...4, using: &generator)
      let eigenvalue = generator.logUniform(0.1...1)
      let limit = Double.root(eigenvalue, depth)
      let start = limit * generator.uniform(1.2...3)
      let error = start - limit
      let printed = error * Double(depth) * power(limit, depth - 1)
      return .bound(
        power(start, depth) - eigenvalue, atMost: printed, scale: eigenvalue, allowance: 1e-9,
        instance: "N = \(depth), lambda = \(eigenvalue), alpha = \(start), k = 0")
    },
    TheoryCheck(
      "C.thm1.1", "printed step size with alpha^{N-2}", expecting: .fails(erratum: "C10")
    ) { generator in
      let start = generator.uniform(2...4)
      let eigenvalue = generator.uniform(0.05...0.2)
      let mode = FactorMode(depth: 2, eigenvalue: eigenvalue, start: start)
      let printed = 1 / (4 * max(1, eigenvalue))
      var descent = try mode.descent(printed * 0.99)
      let value = descent.value(after: 2000)
      return .bound(
        (value - mode.target).magnitude, atMost: 0.1 * mode.target, scale: 1, allowance: 0,
        instance: "\(mode), eta = \(printed * 0.99): ends at \(value)")
    },
    TheoryCheck("C.thm1.3", "within its hypotheses every eigenvalue ends where it says") {
      generator in
      try perturbedEnd(&generator)
    },
    TheoryCheck(
      "C.thm1.3", "printed error alpha^N for -alpha^N < lambda < 0",
      expecting: .fails(erratum: "C14")
    ) { generator in
      let depth = Int.random(in: 2...3, using: &generator)
      let start = generator.uniform(0.3...0.9)
      let eigenvalue = -power(start, depth) * generator.uniform(0.3...0.9)
      let ratio = try StepSizeLimits.perturbationRatio(depth: depth)
      let perturbation = (ratio - 1) * start * generator.uniform(0.05...0.5)
      let product = (start - perturbation) * power(start, depth - 1)
      return .bound(
        product - eigenvalue, atMost: power(start, depth), scale: 1, allowance: 1e-9,
        instance:
          "N = \(depth), alpha = \(start), beta = \(perturbation), lambda = \(eigenvalue), k = 0")
    },
  ]

  static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  /// A mode of descent from identical factors.
  struct FactorMode: CustomStringConvertible {
    let depth: Int
    let eigenvalue: Double
    let start: Double

    /// L.
    var target: Double { eigenvalue > 0 ? .pow(eigenvalue, 1 / Double(depth)) : 0 }

    /// The limit of equation (21).
    var limit: Double {
      get throws {
        try StepSizeLimits.counted(depth: depth, eigenvalue: eigenvalue, start: start).value
      }
    }

    func descent(_ stepSize: Double) throws -> FactorDescent {
      try FactorDescent(
        depth: depth, eigenvalue: eigenvalue, start: start, stepSize: stepSize)
    }

    var description: String { "N = \(depth), lambda = \(eigenvalue), alpha = \(start)" }
  }

  static func identicalMode(_ generator: inout SeededGenerator) -> FactorMode {
    let depth = Int.random(in: 2...5, using: &generator)
    let eigenvalue =
      (Int.random(in: 0..<3, using: &generator) == 0 ? -1 : 1) * generator.logUniform(0.05...20)
    let scale = Double.pow(eigenvalue.magnitude, 1 / Double(depth))
    return FactorMode(
      depth: depth, eigenvalue: eigenvalue, start: scale * generator.logUniform(0.05...2))
  }

  private struct PerturbedInstance {
    let depth: Int
    let eigenvalue: Double
    let start: Double
    let perturbation: Double
    let stepSize: Double

    var descent: PerturbedFactorDescent {
      get throws {
        try PerturbedFactorDescent(
          depth: depth, eigenvalue: eigenvalue, start: start, perturbation: perturbation,
          stepSize: stepSize)
      }
    }
  }

  /// Within the hypotheses of Theorem 1.3.
  private static func perturbedMode(
    _ generator: inout SeededGenerator
  ) throws -> PerturbedInstance {
    let depth = Int.random(in: 2...4, using: &generator)
    let start = generator.uniform(0.1...0.95)
    let ratio = try StepSizeLimits.perturbationRatio(depth: depth)
    let eigenvalue = generator.sign() * generator.logUniform(0.05...3)
    let limit = try StepSizeLimits.perturbed(depth: depth, targetNorm: eigenvalue.magnitude)
    return PerturbedInstance(
      depth: depth, eigenvalue: eigenvalue, start: start,
      perturbation: (ratio - 1) * start * generator.uniform(0.05...0.95),
      stepSize: limit * generator.uniform(0.3...0.99))
  }

  private static func monotone(_ mode: FactorMode, stepSize: Double) throws -> Outcome? {
    var descent = try mode.descent(stepSize)
    var last = mode.start
    var worst = 0.0
    for _ in 0..<500 {
      descent.step()
      // Between its last value and its limit.
      let (low, high) = (min(last, mode.target), max(last, mode.target))
      worst = max(worst, low - descent.value, descent.value - high)
      last = descent.value
    }
    return .bound(
      worst, atMost: 0, scale: mode.start + mode.target, allowance: 8 * .ulpOfOne,
      instance: "\(mode), eta = \(stepSize)")
  }

  /// Theorem 1.3, long after the counts that it gives: near the eigenvalue, or no farther than its sizes allow.
  private static func perturbedEnd(_ generator: inout SeededGenerator) throws -> Outcome? {
    let instance = try perturbedMode(&generator)
    let n = Double(instance.depth)
    let size = power(instance.start, instance.depth)
    let accuracy = 0.1 * Double.pow(instance.eigenvalue.magnitude, 1 / n)
    var descent = try instance.descent
    guard instance.eigenvalue.magnitude >= size else {
      let allowed = size + (instance.eigenvalue < 0 ? instance.eigenvalue.magnitude : 0)
      var worst = 0.0
      for _ in 0..<2000 {
        worst = max(worst, (descent.product - instance.eigenvalue).magnitude)
        descent.step()
      }
      return .bound(
        worst, atMost: allowed, scale: allowed, allowance: 64 * .ulpOfOne,
        instance: "\(instance)")
    }
    let count = try PerturbedIterationCount(
      depth: instance.depth, eigenvalue: instance.eigenvalue, start: instance.start,
      perturbation: instance.perturbation, stepSize: instance.stepSize)
    let bound = try count.upper(accuracy: accuracy)
    let last = bound.identical.rounded(.up) + bound.turning.rounded(.up)
    // Very slow instances are left to the bound's own check.
    guard last < 100_000 else { return nil }
    descent.advance(by: Int(last))
    let allowed = accuracy * n * .pow(instance.eigenvalue.magnitude, 1 - 1 / n)
    return .bound(
      (descent.product - instance.eigenvalue).magnitude, atMost: allowed, scale: allowed,
      allowance: 64 * .ulpOfOne, instance: "\(instance)")
  }
}
