internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule

extension TheoryCheck {
  /// G.eq22, G.eq23, G.thm3_sigma0, G.cor3, G.eq26.
  static let twoLayerDescentChecks: [TheoryCheck] = [
    TheoryCheck("G.eq22", "against the factors of a 1 x 1 network, step by step") { generator in
      let instance = try descent(&generator)
      var (m, n) = (instance.descent.start.squareRoot(), instance.descent.start.squareRoot())
      for _ in 0..<instance.count {
        let pull =
          instance.descent.stepSize
          * (instance.descent.strength - instance.descent.inputVariance * m * n)
        (m, n) = (m + n * pull, n + m * pull)
      }
      return .equality(
        [instance.descent.product(at: instance.count)], [m * n],
        allowance: 16 * (4 + Double(instance.count).squareRoot() * 4) * .ulpOfOne,
        instance: "\(instance)")
    },
    TheoryCheck(
      "G.eq22", "printed recursion a <- a + eta a (sigma - lambda a^2)",
      expecting: .fails(erratum: "G9")
    ) { generator in
      let instance = try descent(&generator)
      var product = instance.descent.start
      for _ in 0..<instance.count {
        product +=
          instance.descent.stepSize * product
          * (instance.descent.strength - instance.descent.inputVariance * product * product)
      }
      return .equality(
        [product], [instance.descent.product(at: instance.count)], allowance: 1e-6,
        instance: "\(instance)")
    },
    bounds("lower, upper and cap hold", expecting: .holds) { bounds, product in
      max(bounds.lower - product, product - bounds.upper, product - bounds.cap) / product
    },
    bounds("the printed lower bound, its numerator corrected, holds", expecting: .holds) {
      bounds, product in (bounds.printedLower - product) / product
    },
    bounds(
      "printed upper bound with e^{-(2 eta sigma + eta^2 sigma^2) t}",
      expecting: .fails(erratum: "G11")
    ) { bounds, product in (product - bounds.printedUpper) / product },
    TheoryCheck(
      "G.eq23", "printed numerator a0 in the lower bound", expecting: .fails(erratum: "G10")
    ) { generator in
      let instance = try descent(&generator)
      let bounds = try instance.descent.bounds(at: instance.count)
      return .bound(
        bounds.printedLower / instance.descent.strength,
        atMost: instance.descent.product(at: instance.count), scale: 1, allowance: 1e-9,
        instance: "\(instance)")
    },
    TheoryCheck(
      "G.eq23", "printed hypothesis 0 < a0 < 1 for the lower bound",
      expecting: .fails(erratum: "G13")
    ) { generator in
      let (strength, start) = (generator.uniform(0.05...0.3), generator.uniform(0.7...0.99))
      let (stepSize, count) = (generator.uniform(0.3...1), Int.random(in: 1...5, using: &generator))
      let descent = try TwoLayerDescent(
        strength: strength, inputVariance: 1, start: start, stepSize: stepSize)
      let rate = stepSize * strength
      let remainder = Double.exp((-2 * rate + 4 * rate * rate) * Double(count))
      let printed = strength * start / ((strength - start) * remainder + start)
      return .bound(
        printed, atMost: descent.product(at: count), scale: printed.magnitude, allowance: 1e-9,
        instance: "sigma = \(strength), lambda = 1, a0 = \(start), eta = \(stepSize), t = \(count)")
    },
    TheoryCheck("G.thm3_sigma0", "the sharp bound holds and is below the printed one") {
      generator in
      let (variance, start) = (generator.logUniform(0.01...100), generator.logUniform(1e-3...10))
      let stepSize = generator.uniform(0.01...1) / (variance * start)
      let count = Int(generator.logUniform(1...3000))
      let descent = try TwoLayerDescent(
        strength: 0, inputVariance: variance, start: start, stepSize: stepSize)
      let bounds = try descent.unfedBounds(at: count)
      return .bound(
        max(descent.product(at: count) / bounds.sharp, bounds.sharp / bounds.printed), atMost: 1,
        scale: 1, allowance: 64 * .ulpOfOne,
        instance: "lambda = \(variance), a0 = \(start), eta = \(stepSize), t = \(count)")
    },
    TheoryCheck("G.cor3", "in order just below the exact step size, out of order just above") {
      generator in
      let count = Int.random(in: 2...5, using: &generator)
      let strengths = (0..<count).map { _ in generator.logUniform(0.1...10) }.sorted(by: >)
      let exact = try DescentThresholds(strengths: strengths).exact
      func isInOrder(_ stepSize: Double) -> Bool {
        zip(strengths, strengths.dropFirst()).allSatisfy {
          Double.log(onePlus: stepSize * $0) > stepSize * $1
        }
      }
      // Near-equal strengths leave few digits of the difference between both sides.
      let margin = 1e-4
      let isRight = isInOrder(exact * (1 - margin)) && !isInOrder(exact * (1 + margin))
      return .equality([isRight ? 1 : 0], [1], allowance: 0, instance: "\(strengths)")
    },
    TheoryCheck("G.cor3", "the first printed condition suffices") { generator in
      let count = Int.random(in: 2...5, using: &generator)
      let strengths = (0..<count).map { _ in generator.logUniform(0.1...10) }.sorted(by: >)
      let thresholds = try DescentThresholds(strengths: strengths)
      return .bound(
        thresholds.printedFirst, atMost: thresholds.exact, scale: thresholds.exact,
        allowance: 64 * .ulpOfOne, instance: "\(strengths)")
    },
    TheoryCheck(
      "G.cor3", "printed: the second condition is needed", expecting: .fails(erratum: "G18")
    ) { generator in
      let count = Int.random(in: 2...5, using: &generator)
      let strengths = (0..<count).map { _ in generator.logUniform(0.1...10) }.sorted(by: >)
      let thresholds = try DescentThresholds(strengths: strengths)
      return .bound(
        thresholds.exact, atMost: thresholds.printedSecond, scale: thresholds.exact,
        allowance: 1e-9, instance: "\(strengths)")
    },
    TheoryCheck("G.eq26", "against descent from e^{-2000}, off the criterion's edge") { generator in
      try transition(&generator)
    },
  ]

  private struct Instance {
    let descent: TwoLayerDescent
    let count: Int
  }

  private static func descent(_ generator: inout SeededGenerator) throws -> Instance {
    let (strength, variance) = (generator.logUniform(0.05...20), generator.logUniform(0.05...20))
    let descent = try TwoLayerDescent(
      strength: strength, inputVariance: variance,
      start: strength / variance * generator.logUniform(1e-6...0.95),
      stepSize: generator.logUniform(0.01...0.49) / strength)
    return Instance(descent: descent, count: Int(generator.logUniform(1...500)))
  }

  private static func bounds(
    _ comparison: String, expecting expectation: Expectation,
    excess: @escaping @Sendable (TwoLayerDescent.Bounds, Double) -> Double
  ) -> TheoryCheck {
    TheoryCheck("G.eq23", comparison, expecting: expectation) { generator in
      let instance = try descent(&generator)
      let bounds = try instance.descent.bounds(at: instance.count)
      let excess = excess(bounds, instance.descent.product(at: instance.count))
      return .bound(
        excess, atMost: 0, scale: 1, allowance: 64 * (1 + Double(instance.count)) * .ulpOfOne,
        instance: "\(instance)")
    }
  }

  private static func transition(_ generator: inout SeededGenerator) throws -> Outcome? {
    let count = Int.random(in: 1...4, using: &generator)
    let strengths = (0..<count).map { _ in generator.logUniform(0.3...3) }.sorted(by: >)
    let variances = (0..<count).map { _ in generator.logUniform(0.3...3) }
    let stepSize = generator.uniform(0.05...0.49) / strengths[0]
    let (i, j) = (
      Int.random(in: 0..<count, using: &generator), Int.random(in: 0..<count, using: &generator)
    )
    let limit = try DescentThresholds.limit(
      ofMode: i, atTransition: j, strengths: strengths, inputVariances: variances,
      stepSize: stepSize)
    // From e^{-2 delta} the mode grows by (1 + eta sigma)^2 each step; off the edge by 1 % it has either risen
    // long ago or is still tiny.
    let exponent = 1000.0
    let steps = Int(exponent / (strengths[j] * stepSize))
    let edge =
      Double.log(onePlus: stepSize * strengths[i]) / (stepSize * strengths[j])
    guard (edge - 1).magnitude > 0.02 else {
      return nil
    }
    var logarithm = -2 * exponent
    var step = 0
    while step < steps, logarithm < -40 {
      logarithm += 2 * .log(onePlus: stepSize * strengths[i])
      step += 1
    }
    var product = Double.exp(logarithm)
    while step < steps {
      let factor = 1 + stepSize * (strengths[i] - variances[i] * product)
      product *= factor * factor
      step += 1
    }
    let scale = strengths[i] / variances[i]
    return .equality(
      [limit / scale + 1], [product / scale + 1], allowance: 1e-9,
      instance: "\(strengths), \(variances), eta = \(stepSize), i = \(i + 1), j = \(j + 1)")
  }
}
