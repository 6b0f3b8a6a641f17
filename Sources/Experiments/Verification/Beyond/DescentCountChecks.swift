internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule

extension TheoryCheck {
  /// The checks of B.backward_error.
  static let descentCountChecks: [TheoryCheck] = [
    TheoryCheck(
      "B.backward_error", "iterations until lambda/2 within max(1, 0.1 %) of direct iteration",
      expecting: .holdsOnShare(0.99)
    ) { generator in
      try growth(until: 0.5, &generator)
    },
    TheoryCheck(
      "B.backward_error", "iterations until 0.99 lambda within max(1, 0.1 %) of direct iteration",
      expecting: .holdsOnShare(0.99)
    ) { generator in
      try growth(until: 0.99, &generator)
    },
    TheoryCheck(
      "B.backward_error",
      "count to the k-th iterate within 0.002 of k, for growth, fall and decay with -eta f' <= 1/2"
    ) { generator in
      try iterate(&generator)
    },
  ]

  /// A mode of the stated regime: depth 2 to 4, start well below its limit, at most half the step size's limit.
  private static func growth(
    until share: Double, _ generator: inout SeededGenerator
  ) throws -> Outcome {
    let depth = Int.random(in: 2...4, using: &generator)
    let n = Double(depth)
    let strength = generator.logUniform(0.1...10)
    let limit = Double.pow(strength, 1 / n)
    let start = generator.logUniform(1e-3...min(0.3, limit / 2))
    let stepSize = generator.uniform(0.125...0.5) / (n * .pow(strength, 2 - 2 / n))
    let count = try DescentCount(
      depth: depth, strength: strength, start: start, stepSize: stepSize)
    let predicted = try count.iterations(untilGap: 1 - share).rounded(.up)
    var factor = start
    var iterations = 0.0
    while true {
      let power = integerPower(factor, depth - 1)
      guard power * factor < share * strength else { break }
      factor -= stepSize * power * (power * factor - strength)
      iterations += 1
    }
    return .bound(
      (predicted - iterations).magnitude, atMost: max(1, 0.001 * iterations), scale: 1,
      allowance: 0,
      instance: "N = \(depth), lambda = \(strength), alpha = \(start), eta = \(stepSize)")
  }

  private static func iterate(_ generator: inout SeededGenerator) throws -> Outcome {
    let depth = Int.random(in: 1...5, using: &generator)
    let n = Double(depth)
    let course = Int.random(in: 0..<4, using: &generator)
    let variance = generator.logUniform(0.1...10)
    let strength = course == 3 ? 0 : (course == 2 ? -1 : 1) * generator.logUniform(1e-2...1e2)
    let limit = Double.pow(strength.magnitude / variance, 1 / n)
    let start: Double =
      switch course {
      case 0: limit * generator.logUniform(0.1...0.99)
      case 1: limit * (1 + generator.logUniform(1e-2...2))
      case 2: limit * generator.logUniform(1e-2...1e1)
      default: generator.logUniform(1e-3...1e1)
      }
    // The slope of f where it is steepest, which sets the step size.
    let steepest = course == 0 ? limit : start
    let slope =
      (2 * n - 1) * variance * .pow(steepest, 2 * n - 2)
      - (depth == 1 ? 0 : (n - 1) * strength * .pow(steepest, n - 2))
    let stepSize = generator.uniform(0.1...0.5) / slope
    var factor = start
    var iterations = 0.0
    let total = Double(Int.random(in: 1...1000, using: &generator))
    while iterations < total {
      let next =
        factor + stepSize * integerPower(factor, depth - 1)
        * (strength - variance * integerPower(factor, depth))
      // Next to the limit an iterate in double precision no longer knows its number.
      guard next > 0, course > 1 || (next - limit).magnitude > 1e-6 * limit else { break }
      factor = next
      iterations += 1
    }
    guard iterations > 0 else { return .equality([0], [0], allowance: 0, instance: "") }
    let count = try DescentCount(
      depth: depth, strength: strength, inputVariance: variance, start: start, stepSize: stepSize)
    return .bound(
      (try count.iterations(untilFactor: factor) - iterations).magnitude, atMost: 0.002, scale: 1,
      allowance: 0,
      instance: """
        N = \(depth), lambda = \(strength), l = \(variance), alpha = \(start), eta = \(stepSize), \
        k = \(iterations)
        """)
  }

  private static func integerPower(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<exponent { result *= base }
    return result
  }
}
