internal import DynamicsTheory
internal import RealModule

extension TheoryCheck {
  /// Two more of Chou 2022's formulas as printed.
  static let printedCountChecks: [TheoryCheck] = [
    TheoryCheck(
      "C.eq23", "printed first case for every eps", expecting: .fails(erratum: "C7")
    ) { generator in
      let depth = Int.random(in: 2...5, using: &generator)
      let n = Double(depth)
      let eigenvalue = generator.uniform(0.5...4)
      let scale = Double.root(eigenvalue, depth)
      let start = scale * generator.uniform(0.02...0.2)
      let limit = try StepSizeLimits.counted(
        depth: depth, eigenvalue: eigenvalue, start: start
      ).value
      let stepSize = limit * generator.uniform(0.01...0.9)
      let count = try IterationCount(
        depth: depth, eigenvalue: eigenvalue, start: start, stepSize: stepSize)
      let constants = try InflectionConstants(depth: depth)
      let gap = scale * .exp(-constants.upper)
      // Before the inflection the second term is negative: the bound is no longer one of time alone.
      let accuracy = gap + (scale - start - gap) * generator.uniform(0.02...0.9)
      let flow = try BalancedModeFlow(depth: depth, eigenvalue: eigenvalue)
      let rate = -Double.log(onePlus: -stepSize * n * .pow(eigenvalue, 2 - 2 / n))
      let printed =
        try flow.time(from: start, toWithin: gap) / stepSize
        + (.log(scale / accuracy) - constants.lower) / rate
      let exact = Double(try count.exact(accuracy: accuracy) ?? Int.max)
      return .bound(
        printed, atMost: exact, scale: 1 + exact, allowance: 1e-9,
        instance: "N = \(depth), lambda = \(eigenvalue), alpha = \(start), eps = \(accuracy)")
    },
    TheoryCheck(
      "C.U_plus", "printed number of complex roots, up to N/2 - 1",
      expecting: .fails(erratum: "C16")
    ) { generator in
      let depth = 2 * Int.random(in: 1...4, using: &generator) + 1
      let eigenvalue = generator.logUniform(0.1...10)
      let scale = Double.root(eigenvalue, depth)
      let clock = try RootSumClock(depth: depth, eigenvalue: eigenvalue)
      let flow = try BalancedModeFlow(depth: depth, eigenvalue: eigenvalue)
      let (start, end) = (
        scale * generator.uniform(0.05...0.4), scale * generator.uniform(0.5...0.95)
      )
      // For odd N the last pair of roots is left out.
      let angle = Double.pi * Double(depth - 1) / Double(depth)
      func printed(_ value: Double) throws -> Double {
        let (x, y) = (scale * .cos(angle) - value, scale * .sin(angle))
        let pair =
          2 * (.cos(2 * angle) * .log(.hypot(x, y)) - .sin(2 * angle) * .atan2(y: y, x: x))
        return try clock.clock(at: value) + .pow(scale, 2 - 2 * depth) / Double(depth) * pair
      }
      return .equality(
        [try printed(end) - printed(start)], [try flow.time(from: start, to: end)],
        allowance: 1e-6,
        instance: "N = \(depth), lambda = \(eigenvalue), from \(start) to \(end)")
    },
  ]
}
