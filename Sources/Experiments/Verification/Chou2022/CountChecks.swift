internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule

extension TheoryCheck {
  /// C.U_minus, C.T_minus, C.U_plus, C.T_plus, C.T_plus_gap, C.eq24, C.const, C.s_N, C.T_Id, C.eq23, C.lem2.6, C.T_P.
  static let countChecks: [TheoryCheck] = [
    TheoryCheck("C.U_minus", "differences are the integrated time of y' = -y^{N-1}") { generator in
      try relaxation(&generator) { relaxation, start, end in
        try relaxation.clock(at: end) - relaxation.clock(at: start)
      }
    },
    TheoryCheck("C.T_minus", "the integrated y' = -y^{N-1} is there at the predicted time") {
      generator in
      try relaxation(&generator) { relaxation, start, end in
        try relaxation.time(from: start, to: end)
      }
    },
    TheoryCheck("C.U_plus", "differences are the times of C.T_plus") { generator in
      let course = try course(&generator, signs: 1...1)
      let clock = try RootSumClock(
        depth: course.flow.depth, eigenvalue: course.flow.eigenvalue)
      let (early, late) = (try clock.clock(at: course.start), try clock.clock(at: course.end))
      let scale = max(early.magnitude, late.magnitude)
      return .equality(
        [(late - early) / scale, 1], [course.time / scale, 1],
        allowance: 256 * course.conditioning * .ulpOfOne, instance: "\(course)")
    },
    TheoryCheck(
      "C.U_plus", "printed sign of the sum over the roots", expecting: .fails(erratum: "C1")
    ) { generator in
      let course = try course(&generator, signs: 1...1, depths: 3...6)
      let clock = try RootSumClock(
        depth: course.flow.depth, eigenvalue: course.flow.eigenvalue)
      let n = course.flow.depth
      // The printed sum has the other sign; the power keeps its own.
      func printed(_ value: Double) throws -> Double {
        let tail = 1 / (course.flow.eigenvalue * Double(n - 2) * power(value, n - 2))
        return -(try clock.clock(at: value) + tail) - tail
      }
      return .equality(
        [try printed(course.end) - printed(course.start)], [course.time], allowance: 1e-6,
        instance: "\(course)")
    },
    TheoryCheck("C.T_plus", "the integrated flow is there at the predicted time") { generator in
      let course = try course(&generator, signs: -1...1)
      return course.integrated()
    },
    TheoryCheck("C.T_plus_gap", "gaps down to 1e-15 against the closed form of two layers") {
      generator in
      let eigenvalue = generator.logUniform(0.1...10)
      let limit = eigenvalue.squareRoot()
      let start = limit * generator.logUniform(0.01...5)
      let gap = (start - limit).magnitude * generator.logUniform(1e-15...0.9)
      let flow = try BalancedModeFlow(depth: 2, eigenvalue: eigenvalue)
      // For N = 2, 1 - y^2/lambda over y^2 decays like e^{-2 lambda t}.
      func remainder(_ share: Double) -> Double {
        -Double.expMinusOne(2 * .log(onePlus: share)) / .exp(2 * .log(onePlus: share))
      }
      let sign: Double = start < limit ? -1 : 1
      let early = (eigenvalue - start * start) / (start * start)
      let time =
        (Double.log(early.magnitude) - .log(remainder(sign * gap / limit).magnitude))
        / (2 * eigenvalue)
      let conditioning = 1 + start / (start - limit).magnitude
      let scale = 1 / eigenvalue
      return .equality(
        [try flow.time(from: start, toWithin: gap) / scale + 1], [time / scale + 1],
        allowance: 256 * conditioning * .ulpOfOne,
        instance: "lambda = \(eigenvalue), alpha = \(start), eps = \(gap)")
    },
    TheoryCheck("C.eq24", "value after a time, the way back from C.T_plus") { generator in
      let course = try course(&generator, signs: -1...1)
      return .equality(
        [try course.flow.value(at: course.time, from: course.start)], [course.end],
        allowance: 1024 * course.timeConditioning * .ulpOfOne, instance: "\(course)")
    },
    TheoryCheck("C.eq24", "increasing in lambda at a fixed time (Lemma 3.3)") { generator in
      let course = try course(&generator, signs: -1...1)
      let more = try BalancedModeFlow(
        depth: course.flow.depth,
        eigenvalue: course.flow.eigenvalue + generator.logUniform(0.01...1))
      let (lower, upper) = (
        try course.flow.value(at: course.time, from: course.start),
        try more.value(at: course.time, from: course.start)
      )
      return .bound(
        lower, atMost: upper, scale: upper, allowance: 1024 * course.timeConditioning * .ulpOfOne,
        instance: "\(course)")
    },
    TheoryCheck(
      "C.eq24", "printed solution for lambda = 0", expecting: .fails(erratum: "C15")
    ) { generator in
      let depth = Int.random(in: 2...5, using: &generator)
      let n = Double(depth)
      let (start, time) = (generator.uniform(0.2...0.9), generator.logUniform(0.1...10))
      let printed = Double.pow(
        (2 * n - 2) * time + .pow(start, 2 / n - 2), -n / (2 * n - 2))
      let flow = try BalancedModeFlow(depth: depth, eigenvalue: 0)
      return .equality(
        [printed], [try flow.value(at: time, from: start)], allowance: 1e-6,
        instance: "N = \(depth), alpha = \(start), t = \(time)")
    },
    TheoryCheck("C.const", "c_N, a_N and b_N from their definitions") { generator in
      let depth = Int.random(in: 2...40, using: &generator)
      let n = Double(depth)
      let constants = try InflectionConstants(depth: depth)
      // zeta is where y^{N-1} (1 - y^N) is largest.
      let zeta = Double.pow(constants.share, 1 / n)
      let slope = (n - 1) - (2 * n - 1) * constants.share
      let first = Double.exp(-constants.upper) + zeta
      let second = Double.exp(-constants.lower) + zeta + .pow(zeta, n - 1) / (2 * n - 1)
      return .equality(
        [slope / n + 1, first, second], [1, 1, 1], allowance: 32 * n * .ulpOfOne,
        instance: "N = \(depth)")
    },
    TheoryCheck("C.s_N", "the least integer that is not below c_N^{1-1/N} (s / alpha)^{N-1}") {
      generator in
      let depth = Int.random(in: 2...5, using: &generator)
      let (eigenvalue, start) = (generator.logUniform(0.1...20), generator.logUniform(0.05...2))
      let lag = try InflectionConstants.lag(
        depth: depth, eigenvalue: eigenvalue, start: start)
      let n = Double(depth)
      let logarithm =
        (1 - 1 / n) * Double.log((n - 1) / (2 * n - 1)) + (n - 1)
        * (.log(eigenvalue) / n - .log(start))
      let real = Double.exp(logarithm)
      let holds = Double(lag) >= real * (1 - 1e-12) && Double(lag) < real * (1 + 1e-12) + 1
      return .equality(
        [holds ? 1 : 0], [1], allowance: 0,
        instance: "N = \(depth), lambda = \(eigenvalue), alpha = \(start)")
    },
    TheoryCheck("C.T_Id", "the true count is at most the ceiling, and the error stays below eps") {
      generator in
      let mode = identicalMode(&generator)
      let stepSize = try mode.limit * generator.uniform(0.1...0.999)
      return try countBound(mode, stepSize: stepSize, &generator)
    },
    TheoryCheck(
      "C.T_Id", "printed T <= T_Id without the ceiling", expecting: .fails(erratum: "C5")
    ) { generator in
      let eigenvalue = generator.uniform(0.5...2)
      let start = eigenvalue.squareRoot() * generator.uniform(0.7...0.99)
      let mode = FactorMode(depth: 2, eigenvalue: eigenvalue, start: start)
      let count = try IterationCount(
        depth: 2, eigenvalue: eigenvalue, start: start, stepSize: try mode.limit * 0.9)
      let accuracy = (mode.target - start) * generator.uniform(0.9...0.999)
      let upper = try count.upper(accuracy: accuracy).value
      let exact = Double(try count.exact(accuracy: accuracy) ?? 0)
      return .bound(
        exact, atMost: upper, scale: 1, allowance: 1e-9, instance: "\(mode), eps = \(accuracy)")
    },
    TheoryCheck("C.eq23", "the true count is at least the lower bound") { generator in
      let (count, accuracy, instance) = try rising(&generator)
      let exact = Double(try count.exact(accuracy: accuracy) ?? Int.max)
      let lower = try count.lower(accuracy: accuracy)
      return .bound(
        lower, atMost: exact, scale: 1 + exact, allowance: 256 * .ulpOfOne, instance: instance)
    },
    TheoryCheck("C.eq23", "printed b_N", expecting: .fails(erratum: "C6")) { generator in
      let depth = Int.random(in: 3...6, using: &generator)
      let eigenvalue = generator.uniform(0.5...4)
      let scale = Double.pow(eigenvalue, 1 / Double(depth))
      let mode = FactorMode(
        depth: depth, eigenvalue: eigenvalue, start: scale * generator.uniform(0.3...0.7))
      let stepSize = try mode.limit * generator.uniform(0.01...0.1)
      let count = try IterationCount(
        depth: depth, eigenvalue: eigenvalue, start: mode.start, stepSize: stepSize)
      let constants = try InflectionConstants(depth: depth)
      // Not far beyond the inflection, where a constant counts most.
      let accuracy = scale * .exp(-constants.upper) * generator.uniform(0.5...0.95)
      let n = Double(depth)
      let rate = -Double.log(onePlus: -stepSize * n * .pow(eigenvalue, 2 - 2 / n))
      let printed =
        try count.lower(accuracy: accuracy)
        + (constants.lower - constants.printedLower) / rate
      let exact = Double(try count.exact(accuracy: accuracy) ?? Int.max)
      return .bound(
        printed, atMost: exact, scale: 1 + exact, allowance: 1e-9,
        instance: "\(mode), eta = \(stepSize), eps = \(accuracy)")
    },
    TheoryCheck("C.lem2.6", "descent, flow, and descent s_N iterations later are in this order") {
      generator in
      let depth = Int.random(in: 2...5, using: &generator)
      let n = Double(depth)
      let eigenvalue = generator.logUniform(0.1...20)
      let scale = Double.pow(eigenvalue, 1 / n)
      let start =
        scale * .pow((n - 1) / (2 * n - 1), 1 / n) * generator.logUniform(0.05...0.95)
      let stepSize = generator.uniform(0.05...0.99) / (n * .pow(scale, 2 * n - 2))
      let sandwich = try DescentSandwich(
        depth: depth, eigenvalue: eigenvalue, start: start, stepSize: stepSize)
      let flow = try BalancedModeFlow(depth: depth, eigenvalue: eigenvalue)
      let end = try flow.time(
        from: start, to: scale * .pow((n - 1) / (2 * n - 1), 1 / n) * (1 - 1e-9))
      let iteration = Int(end / stepSize * generator.uniform(0...1))
      let values = try sandwich.values(at: iteration)
      return .bound(
        max(values.descent - values.flow, values.flow - values.laterDescent), atMost: 0,
        scale: scale, allowance: 1e-11,
        instance:
          "N = \(depth), lambda = \(eigenvalue), alpha = \(start), eta = \(stepSize), k = \(iteration)"
      )
    },
    TheoryCheck("C.T_P", "the true count is at most the bound") { generator in
      try perturbedCount(&generator, startingAt: { $0 - $1 })
    },
    TheoryCheck(
      "C.T_P", "printed T_Id with alpha for alpha - beta", expecting: .fails(erratum: "C12")
    ) { generator in
      try perturbedCount(&generator, startingAt: { start, _ in start })
    },
  ]

  /// T <= ceil(T_Id), and the error after it.
  static func countBound(
    _ mode: FactorMode, stepSize: Double, _ generator: inout SeededGenerator
  ) throws -> Outcome? {
    let count = try IterationCount(
      depth: mode.depth, eigenvalue: mode.eigenvalue, start: mode.start, stepSize: stepSize)
    let accuracy = (mode.start - mode.target).magnitude * generator.logUniform(1e-4...0.99)
    let bound = try count.upper(accuracy: accuracy).value.rounded(.up)
    // Very slow ones cost time and show nothing new.
    guard bound < 100_000 else { return nil }
    var descent = try mode.descent(stepSize)
    descent.value(after: Int(bound))
    var worst = 0.0
    for _ in 0..<20 {
      worst = max(worst, (descent.value - mode.target).magnitude - accuracy)
      descent.step()
    }
    return .bound(
      worst, atMost: 0, scale: mode.start + mode.target, allowance: 64 * .ulpOfOne,
      instance: "\(mode), eta = \(stepSize), eps = \(accuracy)")
  }

  private static func relaxation(
    _ generator: inout SeededGenerator,
    _ time: (PowerRelaxation, Double, Double) throws -> Double
  ) throws -> Outcome? {
    let depth = Int.random(in: 2...6, using: &generator)
    let start = generator.logUniform(0.1...3)
    let end = start * generator.logUniform(0.1...0.95)
    let time = try time(PowerRelaxation(depth: depth), start, end)
    let (logarithm, allowance) = logarithm(from: .log(start), time: time, duration: 10) {
      -Double.exp(Double(depth - 2) * $0)
    }
    return .equality(
      [end], [.exp(logarithm)], allowance: allowance * 20,
      instance: "N = \(depth), alpha = \(start), mu = \(end)")
  }

  /// A start, an end on the way to the limit, and the time between them.
  private struct FlowCourse: CustomStringConvertible {
    let flow: BalancedModeFlow
    let start: Double
    let end: Double
    let time: Double

    var scale: Double { .pow(flow.eigenvalue.magnitude, 1 / Double(flow.depth)) }

    /// By how much rounding of lambda and of the values counts near the limit.
    var conditioning: Double {
      let gaps = [start, end].map { ($0 - scale).magnitude / $0 }
      return flow.eigenvalue > 0 ? 4 + gaps.reduce(0) { $0 + 1 / $1 } : 4
    }

    /// What a rounding of the time is worth in the end, too.
    var timeConditioning: Double {
      let n = flow.depth
      let speed =
        TheoryCheck.power(end, n - 2) * (flow.eigenvalue - TheoryCheck.power(end, n))
      return conditioning * (1 + (speed * time).magnitude)
    }

    func integrated() -> Outcome {
      let n = Double(flow.depth)
      let eigenvalue = flow.eigenvalue
      let course = Double.log(end / start).magnitude
      let (logarithm, allowance) = TheoryCheck.logarithm(
        from: .log(start), time: time, duration: 10 * (1 + course)
      ) { Double.exp((n - 2) * $0) * (eigenvalue - .exp(n * $0)) }
      return .equality(
        [end], [.exp(logarithm)], allowance: allowance * timeConditioning,
        instance: description)
    }

    var description: String {
      "N = \(flow.depth), lambda = \(flow.eigenvalue), from \(start) to \(end)"
    }
  }

  private static func course(
    _ generator: inout SeededGenerator, signs: ClosedRange<Int>, depths: ClosedRange<Int> = 2...6
  ) throws -> FlowCourse {
    let depth = Int.random(in: depths, using: &generator)
    let eigenvalue =
      Double(Int.random(in: signs, using: &generator)) * generator.logUniform(0.05...20)
    let flow = try BalancedModeFlow(depth: depth, eigenvalue: eigenvalue)
    let scale = eigenvalue == 0 ? 1 : Double.pow(eigenvalue.magnitude, 1 / Double(depth))
    let start = scale * generator.logUniform(0.02...5)
    let share = generator.uniform(0.05...0.95)
    let end =
      eigenvalue > 0
      ? start * .pow(scale / start, share) : start * generator.logUniform(0.05...0.95)
    return FlowCourse(
      flow: flow, start: start, end: end, time: try flow.time(from: start, to: end))
  }

  private static func rising(
    _ generator: inout SeededGenerator
  ) throws -> (IterationCount, accuracy: Double, instance: String) {
    let depth = Int.random(in: 2...5, using: &generator)
    let eigenvalue = generator.logUniform(0.05...20)
    let scale = Double.pow(eigenvalue, 1 / Double(depth))
    let mode = FactorMode(
      depth: depth, eigenvalue: eigenvalue, start: scale * generator.logUniform(0.1...0.95))
    let stepSize = try mode.limit * generator.uniform(0.1...0.99)
    let count = try IterationCount(
      depth: depth, eigenvalue: eigenvalue, start: mode.start, stepSize: stepSize)
    let accuracy = (scale - mode.start) * generator.logUniform(1e-5...0.99)
    return (count, accuracy, "\(mode), eta = \(stepSize), eps = \(accuracy)")
  }

  private static func perturbedCount(
    _ generator: inout SeededGenerator, startingAt effectiveStart: (Double, Double) -> Double
  ) throws -> Outcome? {
    let depth = Int.random(in: 2...3, using: &generator)
    let start = generator.uniform(0.3...0.9)
    let ratio = try StepSizeLimits.perturbationRatio(depth: depth)
    let perturbation = (ratio - 1) * start * generator.uniform(0.3...0.999)
    let isPrinted = effectiveStart(start, perturbation) == start
    let sign = isPrinted ? 1 : generator.sign()
    let eigenvalue = sign * power(start, depth) * generator.uniform(1.01...2)
    let limit = try StepSizeLimits.perturbed(depth: depth, targetNorm: eigenvalue.magnitude)
    let stepSize = limit * generator.uniform(0.5...0.99)
    let accuracy =
      Double.pow(eigenvalue.magnitude, 1 / Double(depth)) * generator.uniform(0.01...0.1)
    let count = try PerturbedIterationCount(
      depth: depth, eigenvalue: eigenvalue, start: start, perturbation: perturbation,
      stepSize: stepSize)
    var upper = try count.upper(accuracy: accuracy)
    if isPrinted {
      upper.identical = try IterationCount(
        depth: depth, eigenvalue: eigenvalue, start: start, stepSize: stepSize
      ).upper(accuracy: accuracy).value
    }
    let bound = upper.identical.rounded(.up) + upper.turning.rounded(.up)
    guard bound < 100_000, let exact = try count.exact(accuracy: accuracy) else {
      return nil
    }
    return .bound(
      Double(exact), atMost: bound, scale: 1 + bound, allowance: 0,
      instance:
        "N = \(depth), lambda = \(eigenvalue), alpha = \(start), beta = \(perturbation), eps = \(accuracy)"
    )
  }
}
