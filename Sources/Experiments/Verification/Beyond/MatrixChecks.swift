internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule
internal import TrainingDynamics

extension TheoryCheck {
  /// B.mode, B.balanced2, B.self_consistent, B.endtoend, B.compression, B.gauss_legendre.
  static let beyondMatrixChecks: [TheoryCheck] = [
    TheoryCheck("B.mode", "the gap and the product against integration") { generator in
      let strength = generator.sign() * generator.logUniform(1e-2...10)
      let variance = generator.logUniform(1e-2...10)
      let (u, v) = (
        generator.sign() * generator.logUniform(1e-2...3),
        generator.sign() * generator.logUniform(1e-2...3)
      )
      let mode = try ImbalancedMode(strength: strength, inputVariance: variance, u: u, v: v)
      let time = generator.logUniform(0.01...6) / mode.rate
      let reference = ExtrapolationIntegrator(tolerance: 1e-14) { state in
        let pull = strength - variance * state[0] * state[1]
        return [state[1] * pull, state[0] * pull]
      }
      let factors = reference.state(at: time, from: [u, v])
      let product = factors[0] * factors[1]
      let scale =
        strength.magnitude + variance * (factors[0] * factors[0] + factors[1] * factors[1])
      let state = mode.state(at: time)
      return .equality(
        [variance * state.product / scale, state.gap / scale, 1],
        [variance * product / scale, (variance * product - strength) / scale, 1],
        allowance: reference.allowance(over: time * mode.rate) * .exp(time * strength.magnitude),
        instance: "sigma = \(strength), lambda = \(variance), u0 = \(u), v0 = \(v), t = \(time)")
    },
    TheoryCheck("B.balanced2", "against gradient flow of the network") { generator in
      let (p, d) = (size(&generator), size(&generator))
      let imbalance =
        [0, 1, -1][Int.random(in: 0...2, using: &generator)] * generator.uniform(0.1...2)
      let width =
        imbalance > 0
        ? Int.random(in: 1...p, using: &generator)
        : imbalance < 0 ? Int.random(in: 1...d, using: &generator) : size(&generator)
      let (first, second) = try balanced(p, width, d, imbalance, &generator)
      let target = Matrix.gaussian(rowCount: p, columnCount: d, using: &generator)
      let closed = try BalancedTwoLayerFlow(
        target: target, first: first, second: second, imbalance: imbalance)
      let time = generator.logUniform(0.05...3)
      var flow = GradientFlow(
        objective: try QuadraticObjective(target: target),
        network: try Network(weights: Weights(layers: [first, second])), tolerance: 1e-12)
      while flow.progress.time < time { try flow.step(until: time) }
      let state = try closed.state(at: time)
      let (w1, w2) = (flow.weights.layers[0], flow.weights.layers[1])
      let growth = Double.exp(2 * time * target.frobeniusNorm)
      return .equality(
        state.endToEndMatrix.elements + state.inputGramian.elements + state.outputGramian.elements,
        (w2 * w1).elements + w1.gramian.elements + w2.leftGramian.elements,
        allowance: 100 * 1e-12 * min(growth, 1e3),
        instance: "p = \(p), k = \(width), d = \(d), lambda0 = \(imbalance), t = \(time)")
    },
    TheoryCheck("B.self_consistent", "against integration of its own equation") { generator in
      let (p, d) = (size(&generator), size(&generator))
      let target = Matrix.gaussian(rowCount: p, columnCount: d, using: &generator)
      let start = 0.5 * Matrix.gaussian(rowCount: p, columnCount: d, using: &generator)
      let scale = generator.logUniform(0.05...3)
      let time = generator.logUniform(0.02...1)
      let reference = ExtrapolationIntegrator(tolerance: 1e-12) { state in
        let a = start.shaped(state)
        let gradient = a - target
        let left = root(a.leftGramian, scale) * gradient
        let right = gradient * root(a.gramian, scale)
        return (-1 * (left + right)).elements
      }
      let closed = try SelfConsistentFlow(target: target, start: start, scale: scale)
      return .equality(
        try closed.endToEndMatrix(at: time).elements,
        reference.state(at: time, from: start.elements),
        allowance: reference.allowance(over: 20 * time) * 100,
        instance: "\(p) x \(d), c = \(scale), t = \(time)")
    },
    TheoryCheck("B.endtoend", "against the product rule on the factors of a balanced network") {
      generator in
      let (p, d) = (size(&generator), size(&generator))
      let depth = Int.random(in: 1...4, using: &generator)
      let rank = min(p, d)
      let left = try Matrix.orthonormal(rowCount: p, columnCount: rank, using: &generator)
      let right = try Matrix.orthonormal(rowCount: d, columnCount: rank, using: &generator)
      let values = (0..<rank).map { _ in generator.logUniform(0.1...2) }.sorted(by: >)
      let gradient = Matrix.gaussian(rowCount: p, columnCount: d, using: &generator)
      let roots = values.map { Double.pow($0, 1 / Double(depth)) }
      // Balanced factors: the outer ones carry the bases, the hidden width is the rank.
      var factors = Array(repeating: Matrix(diagonal: roots), count: depth)
      factors[0] = Matrix.product(factors[0].factor, right.transposed)
      factors[depth - 1] = left * factors[depth - 1]
      var velocity = Matrix(rowCount: p, columnCount: d)
      for layer in 0..<depth {
        let before = factors[..<layer].reduce(Matrix.identity(d)) { $1 * $0 }
        let after = factors[(layer + 1)...].reduce(
          Matrix.identity(factors[layer].rowCount)
        ) { $1 * $0 }
        let slope = Matrix.product(
          after.transposed, Matrix.product(gradient.factor, before.transposed).factor)
        velocity.add(after * slope * before, scaledBy: -1)
      }
      let whole = factors.reduce(Matrix.identity(d)) { $1 * $0 }
      let theory = try EndToEndVelocity(
        endToEndMatrix: whole, gradient: gradient, depth: depth)
      return .equality(
        theory.velocity.elements, velocity.elements, allowance: 1024 * .ulpOfOne * 20,
        instance: "\(p) x \(d), N = \(depth), \(values)")
    },
    TheoryCheck("B.compression", "against descent of the whole network") { generator in
      let size = Int.random(in: 2...6, using: &generator)
      let rank = Int.random(in: 1...(size / 2), using: &generator)
      let depth = Int.random(in: 1...3, using: &generator)
      let target =
        Matrix.gaussian(rowCount: size, columnCount: rank, using: &generator)
        * Matrix.gaussian(rowCount: rank, columnCount: size, using: &generator)
      let scale = generator.uniform(0.1...0.8)
      let rotations = try (0..<depth).map { _ in
        try Matrix.orthonormal(rowCount: size, columnCount: size, using: &generator)
      }
      let stepSize = 0.1 / (1 + .pow(target.frobeniusNorm, 2))
      let count = Int.random(in: 0...100, using: &generator)
      let compression = try OrthogonalStartCompression(
        target: target, rotations: rotations, scale: scale)
      var descent = GradientDescent(
        objective: try QuadraticObjective(target: target),
        network: try Network(weights: Weights(layers: rotations.map { scale * $0 })),
        stepSize: stepSize)
      for _ in 0..<count { descent.step() }
      return .equality(
        try compression.endToEndMatrix(at: count, stepSize: stepSize).elements,
        descent.weights.endToEndMatrix.elements,
        allowance: 1e3 * Double(count + 1) * .ulpOfOne,
        instance: "d = \(size), rank \(rank), N = \(depth), k = \(count)")
    },
    TheoryCheck("B.gauss_legendre", "near the flow, by the order of the method") { generator in
      let instance = try steps(&generator)
      let coarse = try instance.end(1)
      let fine = try instance.end(2)
      let finest = try instance.end(8)
      // Halving the step divides the error by 2^order, as far as rounding and the next term let it.
      let (large, small) = (
        (coarse - finest).frobeniusNorm, (fine - finest).frobeniusNorm
      )
      let gain = small * .exp2(Double(instance.order))
      return .bound(
        gain, atMost: 4 * large, scale: finest.frobeniusNorm, allowance: 1e-11,
        instance: "order \(instance.order), h = \(instance.stepSize)")
    },
    TheoryCheck("B.gauss_legendre", "the imbalance is kept to rounding") { generator in
      let instance = try steps(&generator)
      let end = try instance.method.factors(
        after: 4 * instance.count, stepSize: instance.stepSize, from: instance.start)
      let scale = end.first.leftGramian.frobeniusNorm + end.second.gramian.frobeniusNorm
      let drift = (end.imbalance - instance.start.imbalance).frobeniusNorm
      return .bound(
        drift, atMost: 0, scale: scale,
        allowance: 64 * Double(4 * instance.count) * .ulpOfOne,
        instance: "order \(instance.order), h = \(instance.stepSize)")
    },
  ]

  private static func size(_ generator: inout SeededGenerator) -> Int {
    Int.random(in: 1...3, using: &generator)
  }

  /// sqrt(A + c^2 I).
  private static func root(_ gramian: Matrix, _ scale: Double) -> Matrix {
    guard let modes = try? SymmetricEigendecomposition(gramian) else { return gramian }
    return modes.map { (max($0, 0) + scale * scale).squareRoot() }
  }

  /// Factors with W_2^T W_2 - W_1 W_1^T = lambda I.
  private static func balanced(
    _ p: Int, _ k: Int, _ d: Int, _ imbalance: Double, _ generator: inout SeededGenerator
  ) throws -> (Matrix, Matrix) {
    let left = try Matrix.orthonormal(rowCount: p, columnCount: p, using: &generator)
    let right = try Matrix.orthonormal(rowCount: d, columnCount: d, using: &generator)
    let rotation = try Matrix.orthonormal(rowCount: k, columnCount: k, using: &generator)
    var (small, large): ([Double], [Double]) = ([], [])
    for index in 0..<k {
      let value = index < min(p, d) ? generator.uniform(0...1) : 0
      small.append(value)
      large.append((value * value + imbalance.magnitude).squareRoot())
    }
    func diagonal(_ values: [Double], _ rows: Int, _ columns: Int) -> Matrix {
      Matrix(rowCount: rows, columnCount: columns) { $0 == $1 ? values[$0] : 0 }
    }
    let (first, second) = imbalance >= 0 ? (small, large) : (large, small)
    return (
      rotation * Matrix.product(diagonal(first, k, d).factor, right.transposed),
      Matrix.product((left * diagonal(second, p, k)).factor, rotation.transposed)
    )
  }

  private struct StepInstance {
    let method: GaussLegendreSteps
    let order: Int
    let start: GaussLegendreSteps.Factors
    let stepSize: Double
    let count: Int

    /// The end-to-end matrix at the same time, by a finer step.
    func end(_ refinement: Int) throws -> Matrix {
      let factors = try method.factors(
        after: count * refinement, stepSize: stepSize / Double(refinement), from: start)
      return factors.second * factors.first
    }
  }

  private static func steps(_ generator: inout SeededGenerator) throws -> StepInstance {
    let (p, d, k) = (size(&generator), size(&generator), size(&generator))
    let order = Bool.random(using: &generator) ? 4 : 6
    let target = Matrix.gaussian(rowCount: p, columnCount: d, using: &generator)
    let start = GaussLegendreSteps.Factors(
      first: Matrix.gaussian(rowCount: k, columnCount: d, using: &generator),
      second: Matrix.gaussian(rowCount: p, columnCount: k, using: &generator))
    let speed =
      target.frobeniusNorm + start.first.leftGramian.frobeniusNorm
      + start.second.gramian.frobeniusNorm
    return StepInstance(
      method: try GaussLegendreSteps(target: target, order: order), order: order, start: start,
      stepSize: generator.uniform(0.02...0.1) / speed, count: 4)
  }
}
