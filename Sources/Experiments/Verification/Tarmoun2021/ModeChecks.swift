internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule

extension TheoryCheck {
  /// T.prop3, T.prop3_uv, T.eq51, T.eq16, T.table2, T.eq7, T.eq64.
  static let imbalancedModeChecks: [TheoryCheck] = [
    TheoryCheck("T.prop3", "product against integration of both factors") { generator in
      let instance = try imbalancedMode(&generator)
      let reference = instance.factors
      return .equality(
        [instance.mode.state(at: instance.time).product],
        [reference.values[0] * reference.values[1]],
        allowance: reference.allowance * instance.productConditioning(reference.values),
        instance: "\(instance)")
    },
    TheoryCheck("T.prop3_uv", "both factors against integration") { generator in
      let instance = try imbalancedMode(&generator)
      let reference = instance.factors
      let state = instance.mode.state(at: instance.time)
      return .equality(
        [state.u, state.v], reference.values, allowance: reference.allowance,
        instance: "\(instance)")
    },
    TheoryCheck(
      "T.prop3", "printed: the product always tends to sigma", expecting: .fails(erratum: "T6")
    ) { generator in
      let strength = generator.logUniform(0.1...10)
      let start = generator.logUniform(0.01...10).squareRoot()
      let mode = try ImbalancedMode(strength: strength, u: start, v: -start)
      return .equality(
        [mode.state(at: 50 / strength).product], [strength], allowance: 1e-6,
        instance: "sigma = \(strength), u0 = -v0 = \(start)")
    },
    TheoryCheck(
      "T.eq51", "printed constant in double precision", expecting: .fails(erratum: "T5")
    ) { generator in
      let (strength, start) = (generator.logUniform(0.1...10), generator.logUniform(0.01...1))
      let imbalance = generator.logUniform(1e-10...1)
      let mode = try ImbalancedMode(strength: strength, product: start, imbalance: imbalance)
      let square = imbalance * imbalance
      let numerator =
        mode.rate * (4 * start * start + square).squareRoot() - 4 * strength * start - square
      let printed = numerator / (4 * square * (strength - start))
      return .equality(
        [printed], [try mode.asymptotics().constant], allowance: 1e-3,
        instance: "sigma = \(strength), x0 = \(start), lambda0 = \(imbalance)")
    },
    TheoryCheck("T.eq51", "the closed form (15) with this constant") { generator in
      let instance = try imbalancedMode(&generator)
      let (strength, imbalance) = (instance.mode.strength, instance.mode.imbalance)
      let constant = try instance.mode.asymptotics().constant
      let y = constant * .exp(-instance.mode.rate * instance.time)
      let square = imbalance * imbalance
      let numerator = strength - 2 * square * y - 4 * strength * square * y * y
      let denominator = 1 + 8 * strength * y - 4 * square * y * y
      let product = instance.mode.state(at: instance.time).product
      // Both quotients are differences of larger numbers.
      let terms = 1 + 8 * (strength * y).magnitude + 4 * square * y * y
      let size = strength.magnitude * terms + 2 * square * y.magnitude
      let scale = size / denominator.magnitude
      let conditioning = (1 + terms / denominator.magnitude)
      return .equality(
        [product / scale, 1], [numerator / denominator / scale, 1],
        allowance: 64 * (1 + instance.mode.rate * instance.time) * conditioning * .ulpOfOne,
        instance: "\(instance)")
    },
    TheoryCheck("T.eq16", "amplitude times e^{-omega t} against the gap at omega t = 30") {
      generator in
      let instance = try imbalancedMode(&generator)
      let asymptotics = try instance.mode.asymptotics()
      let time = 30 / instance.mode.rate
      let gap = instance.mode.state(at: time).gap.magnitude
      // The next term of the expansion is of relative order C times the scale times e^{-30}.
      let next = asymptotics.constant.magnitude * 20 * instance.mode.rate * .exp(-30)
      return .equality(
        [asymptotics.amplitude * .exp(-30)], [gap], allowance: next + 1e4 * .ulpOfOne,
        instance: "\(instance)")
    },
    TheoryCheck("T.table2", "the rate against the integrated decay of the gap") { generator in
      let instance = try imbalancedMode(&generator)
      let rate = Double.hypot(2 * instance.mode.strength, instance.mode.imbalance)
      // Near sigma the gap obeys gap' = -sqrt(4 x^2 + delta^2) gap.
      let late = 25 / rate
      let early = instance.mode.state(at: late).gap
      let reference = ExtrapolationIntegrator(tolerance: 1e-14) { state in
        let x = instance.mode.strength + early * .exp(state[0])
        return [-Double.hypot(2 * x, instance.mode.imbalance), 0]
      }
      let decay = reference.state(at: 1 / rate, from: [0, 1])[0]
      let left = (early / max(instance.mode.strength.magnitude, 1e-9)).magnitude
      return .equality([-1], [decay], allowance: 1e-9 + 4 * left, instance: "\(instance)")
    },
    TheoryCheck("T.eq7", "closed form against integration") { generator in
      let strength = generator.sign() * generator.logUniform(1e-2...10)
      let isBelow = Bool.random(using: &generator)
      let start =
        isBelow
        ? min(0, strength) - generator.logUniform(0.01...3) : generator.logUniform(1e-4...10)
      let mode = SymmetricMode(strength: strength, start: start)
      let pace = strength.magnitude + start.magnitude
      let horizon = min(mode.escapeTime, 3 / pace)
      let time = horizon * generator.uniform(0.05...0.9)
      let reference = ExtrapolationIntegrator(tolerance: 1e-14) { state in
        [4 * state[0] * (strength - state[0])]
      }
      // Towards the escape an error of the time counts by what is left of it.
      let conditioning = isBelow ? 1 / (1 - time / horizon) : 1
      return .equality(
        [try mode.state(at: time).product], reference.state(at: time, from: [start]),
        allowance: reference.allowance(over: 4 * time * pace) * conditioning * 10,
        instance: "sigma = \(strength), x0 = \(start), t = \(time)")
    },
    TheoryCheck(
      "T.eq7", "printed: the solution exists for every start", expecting: .fails(erratum: "T2")
    ) { generator in
      let strength = generator.sign() * generator.logUniform(1e-2...10)
      let mode = SymmetricMode(
        strength: strength, start: min(0, strength) - generator.logUniform(0.01...3))
      return .bound(
        1 / mode.escapeTime, atMost: 0, scale: 1, allowance: 0,
        instance: "sigma = \(strength): escapes at t = \(mode.escapeTime)")
    },
    TheoryCheck("T.eq64", "against descent of a 1 x 1 factor, and the factor near the limit") {
      generator in
      let strength = generator.logUniform(0.05...10)
      let start = strength * generator.logUniform(1e-4...1)
      let stepSize = generator.uniform(0.01...0.24) / strength
      let count = Int(generator.logUniform(1...1000))
      let descent = try TwoLayerDescent(
        strength: strength, inputVariance: 1, start: start, stepSize: 2 * stepSize)
      var factor = start.squareRoot()
      for _ in 0..<count { factor += 2 * stepSize * (strength - factor * factor) * factor }
      return .equality(
        [descent.product(at: count)], [factor * factor],
        allowance: 64 * (1 + Double(count).squareRoot()) * .ulpOfOne,
        instance: "sigma = \(strength), x0 = \(start), eta = \(stepSize), k = \(count)")
    },
    TheoryCheck(
      "T.eq64", "printed: each step shrinks the error by 1 - 4 eta sigma at least",
      expecting: .fails(erratum: "T15")
    ) { generator in
      let strength = generator.logUniform(0.05...10)
      let start = strength * generator.uniform(0.05...0.9)
      let stepSize = generator.uniform(0.01...0.1) / strength
      let descent = try TwoLayerDescent(
        strength: strength, inputVariance: 1, start: start, stepSize: 2 * stepSize)
      let shrunk = (strength - descent.product(at: 1)) / (strength - start)
      return .bound(
        shrunk, atMost: 1 - 4 * stepSize * strength, scale: 1, allowance: 1e-9,
        instance: "sigma = \(strength), x0 = \(start), eta = \(stepSize)")
    },
  ]

  /// A mode with both factors and a time of a few relaxations.
  private struct ModeInstance {
    let mode: ImbalancedMode
    let u: Double
    let v: Double
    let time: Double

    /// Both factors by integration.
    var factors: (values: [Double], allowance: Double) {
      let strength = mode.strength
      let reference = ExtrapolationIntegrator(tolerance: 1e-14) { state in
        let pull = strength - state[0] * state[1]
        return [state[1] * pull, state[0] * pull]
      }
      return (
        reference.state(at: time, from: [u, v]),
        reference.allowance(over: time * mode.rate) * .exp(time * strength.magnitude)
      )
    }

    /// By how much an error of the larger factor counts in the product.
    func productConditioning(_ values: [Double]) -> Double {
      let larger = max(values[0].magnitude, values[1].magnitude)
      return 2 * larger * larger / (values[0] * values[1]).magnitude
    }
  }

  private static func imbalancedMode(
    _ generator: inout SeededGenerator
  ) throws -> ModeInstance {
    let strength = generator.sign() * generator.logUniform(1e-2...10)
    let u = generator.sign() * generator.logUniform(1e-2...3)
    let v = generator.sign() * generator.logUniform(1e-2...3)
    let mode = try ImbalancedMode(strength: strength, u: u, v: v)
    return ModeInstance(
      mode: mode, u: u, v: v, time: generator.logUniform(0.01...8) / mode.rate)
  }
}
