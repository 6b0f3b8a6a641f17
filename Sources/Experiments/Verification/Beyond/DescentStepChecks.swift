internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Observables
internal import RealModule
internal import TrainingDynamics

extension TheoryCheck {
  /// The checks of B.identities, B.scalar_step and B.edge.
  static let descentStepChecks: [TheoryCheck] = [
    TheoryCheck("B.identities", "change of every imbalance against a step of descent") {
      generator in
      let depth = Int.random(in: 2...4, using: &generator)
      let widths = (0...depth).map { _ in Int.random(in: 1...4, using: &generator) }
      let layers = (0..<depth).map {
        Matrix.gaussian(rowCount: widths[$0 + 1], columnCount: widths[$0], using: &generator)
      }
      let target = Matrix.gaussian(
        rowCount: widths[depth], columnCount: widths[0], using: &generator)
      let stepSize = generator.logUniform(1e-2...1)
      let weights = try Weights(layers: layers)
      var descent = GradientDescent(
        objective: try QuadraticObjective(target: target), network: try Network(weights: weights),
        stepSize: stepSize)
      descent.step()
      let measured = (0..<depth - 1).map {
        descent.weights.imbalance(at: $0) - weights.imbalance(at: $0)
      }
      let predicted = try DescentIdentities.imbalanceChanges(
        weights: weights, gradient: weights.endToEndMatrix - target, stepSize: stepSize)
      // The measured change is a difference of squares of the factors.
      let squares = (layers + descent.weights.layers).reduce(0) {
        $0 + $1.innerProduct($1)
      }
      let change = measured.reduce(0) { max($0, $1.largestMagnitude) }
      return .equality(
        predicted.flatMap(\.elements), measured.flatMap(\.elements),
        allowance: 16 * Double(depth) * .ulpOfOne * (1 + squares / change),
        instance: "widths = \(widths), eta = \(stepSize)")
    },
    TheoryCheck("B.scalar_step", "s, tau and delta against the step itself") { generator in
      let (u, v) = (generator.uniform(-3...3), generator.uniform(-3...3))
      let (strength, variance) = (generator.uniform(-3...3), generator.logUniform(0.1...10))
      let stepSize = generator.logUniform(1e-3...1)
      let kick = stepSize * (strength - variance * u * v)
      let (a, b) = (u + kick * v, v + kick * u)
      let step = TwoLayerStep(
        outer: u, inner: v, strength: strength, inputVariance: variance, stepSize: stepSize)
      let sum = a * a + b * b
      // Terms of either sign add up to the sum, of size tau (1 + |eta r|)^2 before they cancel.
      let terms = (u * u + v * v) * (1 + kick.magnitude) * (1 + kick.magnitude)
      return .equality(
        [step.product, step.sum, step.imbalance], [a * b, sum, a * a - b * b],
        allowance: 16 * .ulpOfOne * terms / sum,
        instance: "u = \(u), v = \(v), sigma = \(strength), l = \(variance), eta = \(stepSize)")
    },
    TheoryCheck("B.edge", "descent between eta* and period doubling settles on the 2-cycle") {
      generator in
      let depth = Int.random(in: 2...6, using: &generator)
      let strength = generator.logUniform(1e-4...1e4)
      let edge = try EdgeOfStability(depth: depth, values: [strength])
      guard let doubling = edge.doublingStepSize else { return .missing }
      let threshold = edge.stepSizeLimit
      let stepSize = threshold + generator.uniform(0.1...0.9) * (doubling - threshold)
      guard let cycle = edge.cycle(stepSize: stepSize) else { return .missing }
      var factor = 0.99 * Double.pow(strength, 1 / Double(depth))
      var last = factor
      let steps = 4000
      for _ in 0..<steps {
        last = factor
        factor = step(factor, depth: depth, strength: strength, stepSize: stepSize)
      }
      let contraction = 1 - cycle.multiplier.magnitude
      return .equality(
        [cycle.lower, cycle.upper], [min(last, factor), max(last, factor)],
        // Rounding of a step, summed over the contraction; the cycle's width takes its square root.
        allowance: 64 * Double(depth) * .ulpOfOne / contraction,
        instance: "N = \(depth), s = \(strength), eta = \(stepSize)")
    },
    TheoryCheck("B.edge", "modes that oscillate and grow, against steps near the minimum") {
      generator in
      let depth = Int.random(in: 1...6, using: &generator)
      let values = (0..<4).map { _ in generator.logUniform(1e-2...1e2) }
      let edge = try EdgeOfStability(depth: depth, values: values)
      let stepSize = edge.stepSizeLimit * generator.logUniform(0.5...50)
      let deviation = 1e-6
      let growing = values.count { value in
        let limit = Double.pow(value, 1 / Double(depth))
        let start = limit * (1 + deviation)
        let next = step(start, depth: depth, strength: value, stepSize: stepSize)
        return next < limit && limit - next > start - limit
      }
      // The second order moves the threshold by N^2 deviations, relative.
      let near = values.contains {
        let curvature = stepSize * Double(depth) * .pow($0, 2 - 2 / Double(depth))
        return (curvature - 2).magnitude < 4 * Double(depth * depth) * deviation
      }
      let counted = edge.oscillatingModeCount(stepSize: stepSize)
      return .equality(
        [Double(counted)], [Double(near ? counted : growing)], allowance: 0,
        instance: "N = \(depth), s = \(values), eta = \(stepSize)")
    },
  ]

  private static func step(
    _ factor: Double, depth: Int, strength: Double, stepSize: Double
  ) -> Double {
    var power = 1.0
    for _ in 1..<depth { power *= factor }
    return factor - stepSize * power * (power * factor - strength)
  }
}

extension TheoryCheck.Outcome {
  /// A value that the theory should give and does not.
  fileprivate static let missing = Self(error: .infinity, allowance: 0, instance: "no value")
}
