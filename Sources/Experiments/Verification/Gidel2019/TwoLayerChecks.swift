internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule

extension TheoryCheck {
  /// G.eq16, G.eq17, G.eq18, G.eq19, G.cor2, G.eq43, G.eq43_time, G.eq49, G.thm1, G.appA.
  static let twoLayerFlowChecks: [TheoryCheck] = [
    TheoryCheck("G.eq16", "closed form against integration of ln w") { generator in
      let mode = try BalancedTwoLayerMode(
        strength: Bool.random(using: &generator) ? generator.logUniform(1e-3...1e2) : 0,
        inputVariance: generator.logUniform(1e-3...1e2), exponent: generator.uniform(-1...20))
      let pace = mode.strength + mode.inputVariance * .exp(-2 * mode.exponent)
      let time = generator.logUniform(1e-2...30) / pace
      let (logarithm, allowance) = logarithm(
        from: -2 * mode.exponent, time: time, duration: 2 * pace * time
      ) { 2 * (mode.strength - mode.inputVariance * .exp($0)) }
      return .equality(
        [mode.product(at: time)], [.exp(logarithm)], allowance: allowance,
        instance: "\(mode), t = \(time)")
    },
    TheoryCheck(
      "G.eq16", "printed sigma = 0 case e^{-2 delta} / (1 + 2 e^{-delta} lambda t)",
      expecting: .fails(erratum: "G2")
    ) { generator in
      let (variance, exponent) = (generator.logUniform(0.1...10), generator.uniform(0.2...3))
      let time = generator.logUniform(0.1...10)
      let (logarithm, allowance) = logarithm(
        from: -2 * exponent, time: time, duration: time * variance
      ) { -2 * variance * .exp($0) }
      let printed = Double.exp(-2 * exponent) / (1 + 2 * .exp(-exponent) * variance * time)
      return .equality(
        [printed], [.exp(logarithm)], allowance: allowance,
        instance: "delta = \(exponent), lambda = \(variance), t = \(time)")
    },
    TheoryCheck("G.eq17", "the integrated mode is half risen at the predicted time") { generator in
      let mode = try risingMode(&generator)
      let time = try mode.halfRise().time
      let (logarithm, allowance) = logarithm(
        from: -2 * mode.exponent, time: time, duration: 2 * mode.strength * time
      ) { 2 * (mode.strength - mode.inputVariance * .exp($0)) }
      return .equality(
        [mode.strength / (2 * mode.inputVariance)], [.exp(logarithm)], allowance: allowance,
        instance: "\(mode)")
    },
    TheoryCheck(
      "G.eq17", "printed time (delta / sigma) ln sigma", expecting: .fails(erratum: "G7")
    ) { generator in
      let mode = try risingMode(&generator)
      let time = try mode.halfRise().time
      let printed = mode.exponent / mode.strength * .log(mode.strength)
      return .equality([printed], [time], allowance: 0.5, instance: "\(mode)")
    },
    TheoryCheck("G.eq18", "the mode from a very small start is near its limit off the jump") {
      generator in
      let (strength, variance) = (
        generator.logUniform(1e-2...1e2), generator.logUniform(1e-2...1e2)
      )
      let distance = generator.uniform(0.1...0.9) * generator.sign()
      let time = (1 + distance) / strength
      let exponent = 1e3
      let limit = try RescaledTimeLimit(strengths: [strength], inputVariances: [variance])
      let mode = try BalancedTwoLayerMode(
        strength: strength, inputVariance: variance, exponent: exponent)
      // What is left is e^{-2 delta |sigma t - 1|} relative to start or limit.
      let left = Double.exp(-2 * exponent * distance.magnitude) * (1 + strength / variance)
      return .equality(
        [limit.products(at: time)[0] / (strength / variance), 1],
        [mode.product(at: exponent * time) / (strength / variance), 1],
        allowance: left * 4 * (1 + variance / strength) + 4096 * .ulpOfOne,
        instance: "sigma = \(strength), lambda = \(variance), t sigma = \(1 + distance)")
    },
    TheoryCheck(
      "G.eq18", "printed start e^{-delta}: the jump at 1 / sigma", expecting: .fails(erratum: "G3")
    ) { generator in
      let strength = generator.logUniform(1e-2...1e2)
      let share = generator.uniform(0.55...0.95)
      let limit = try RescaledTimeLimit(strengths: [strength], inputVariances: [strength])
      let mode = try BalancedTwoLayerMode(
        strength: strength, inputVariance: strength, exponent: 500)
      return .equality(
        [limit.products(at: share / strength)[0] + 1],
        [mode.product(at: 1000 * share / strength) + 1], allowance: 1e-6,
        instance: "sigma = lambda = \(strength), t sigma = \(share), delta = 1000")
    },
    TheoryCheck("G.eq19", "squared norm of modes from a very small start") { generator in
      let instance = try levels(&generator)
      let exponent = 1e4
      var sum = 0.0
      for (strength, variance) in zip(instance.strengths, instance.variances) {
        let mode = try BalancedTwoLayerMode(
          strength: strength, inputVariance: variance, exponent: exponent)
        let product = mode.product(at: exponent * instance.time)
        sum += product * product
      }
      let limit = try RescaledTimeLimit(
        strengths: instance.strengths, inputVariances: instance.variances)
      let scale = zip(instance.strengths, instance.variances).reduce(0) {
        $0 + ($1.0 / $1.1) * ($1.0 / $1.1)
      }
      return .equality(
        [limit.squaredNorm(at: instance.time) / scale, 1], [sum / scale, 1],
        allowance: .exp(-2 * exponent * 0.01) * 1e6 + 1e5 * .ulpOfOne, instance: "\(instance)")
    },
    TheoryCheck("G.cor2", "the regression from data with these statistics") { generator in
      let instance = try levels(&generator)
      let limit = try RescaledTimeLimit(
        strengths: instance.strengths, inputVariances: instance.variances)
      let rank = limit.rank(at: instance.time)
      let (inputs, outputs) = instance.data
      let optimum = try ReducedRankOptimum(inputs: inputs, outputs: outputs, rank: rank)
      return .equality(
        limit.reducedRankRegression(rank: rank) + [1], optimum.map.diagonal + [1],
        allowance: 1024 * .ulpOfOne * instance.condition, instance: "\(instance)")
    },
    TheoryCheck(
      "G.cor2", "printed: the limit is always the regression", expecting: .fails(erratum: "G6")
    ) { generator in
      let instance = try levels(&generator)
      let limit = try RescaledTimeLimit(
        strengths: instance.strengths, inputVariances: instance.variances)
      let rank = limit.rank(at: instance.time)
      let (inputs, outputs) = instance.data
      let optimum = try ReducedRankOptimum(inputs: inputs, outputs: outputs, rank: rank)
      return .equality(
        limit.products(at: instance.time) + [1], optimum.map.diagonal + [1], allowance: 1e-6,
        instance: "\(instance)")
    },
    TheoryCheck("G.eq43", "value after a time against integration of ln w") { generator in
      let (mode, start, limit) = try deepMode(&generator)
      let order = Double(mode.depth)
      // To a point of the course that is neither the start nor the limit.
      let end = start * .pow(limit / start, generator.uniform(0.1...0.95))
      let time = try mode.time(from: start, to: end)
      let course = Double.log(limit / start).magnitude
      let (logarithm, allowance) = logarithm(
        from: .log(start), time: time, duration: 10 * (1 + course)
      ) {
        order * .exp((1 - 2 / order) * $0) * (mode.strength - mode.inputVariance * .exp($0))
      }
      let value = try mode.product(at: time, from: start)
      // A rounding of the time is worth its share of the speed.
      let speed = order * .pow(end, 1 - 2 / order) * (mode.strength - mode.inputVariance * end)
      let conditioning = (1 + speed.magnitude * time) * (1 + limit / (limit - end).magnitude)
      return .equality(
        [value], [.exp(logarithm)], allowance: allowance * conditioning,
        instance: "\(mode), w0 = \(start), t = \(time)")
    },
    TheoryCheck("G.eq43_time", "the integrated mode is there at the predicted time") { generator in
      let (mode, start, limit) = try deepMode(&generator)
      let order = Double(mode.depth)
      let end = start * .pow(limit / start, generator.uniform(0.05...0.95))
      let time = try mode.time(from: start, to: end)
      let course = Double.log(limit / start).magnitude
      let (logarithm, allowance) = logarithm(
        from: .log(start), time: time, duration: 10 * (1 + course)
      ) {
        order * .exp((1 - 2 / order) * $0) * (mode.strength - mode.inputVariance * .exp($0))
      }
      let speed = order * .pow(end, 1 - 2 / order) * (mode.strength - mode.inputVariance * end)
      let conditioning = (1 + speed.magnitude * time) * (1 + limit / (limit - end).magnitude)
      return .equality(
        [end], [.exp(logarithm)], allowance: allowance * conditioning,
        instance: "\(mode), w0 = \(start), w = \(end)")
    },
    TheoryCheck("G.eq49", "both factors against integration") { generator in
      try factors(&generator)
    },
    TheoryCheck("G.thm1", "both factors against integration of the whole network") { generator in
      try network(isGaugeOrthogonal: true, &generator)
    },
    TheoryCheck(
      "G.thm1", "printed: any invertible Q", expecting: .fails(erratum: "G1")
    ) { generator in
      try network(isGaugeOrthogonal: false, &generator)
    },
    TheoryCheck("G.appA", "strengths against integration, and the limit after a long time") {
      generator in
      let size = Int.random(in: 1...4, using: &generator)
      let variances = (0..<size).map { _ in generator.logUniform(0.1...10) }
      let start = (0..<size).map { _ in
        Bool.random(using: &generator) ? 0 : generator.logUniform(1e-3...2)
      }
      let basis = try Matrix.orthonormal(rowCount: size, columnCount: size, using: &generator)
      let autoencoder = try TiedAutoencoder(basis: basis, variances: variances, start: start)
      let time = generator.logUniform(0.01...3)
      // One at a time: a strength that rests must not hide the steps that a small one needs.
      let integrators = variances.map { variance in
        ExtrapolationIntegrator(tolerance: 1e-14) { [2 * variance * $0[0] * (1 - $0[0])] }
      }
      let references = zip(integrators, start).map { $0.state(at: time, from: [$1])[0] }
      let late = autoencoder.strengths(at: 1e3)
      let rebuilt = Matrix.product(basis.scalingColumns(by: late).factor, basis.transposed)
      let error = (autoencoder.limit - rebuilt).frobeniusNorm
      return .equality(
        autoencoder.strengths(at: time) + [1 + error], references + [1],
        allowance: integrators[0].allowance(over: 20 * time),
        instance: "\(variances), \(start), t = \(time)")
    },
    TheoryCheck(
      "G.appA", "printed limit: the principal components, whatever the start",
      expecting: .fails(erratum: "G26")
    ) { generator in
      let basis = try Matrix.orthonormal(rowCount: 4, columnCount: 4, using: &generator)
      let variances = (1...4).map { 5 - Double($0) * generator.uniform(0.9...1) }
      let start = variances.map { _ in Bool.random(using: &generator) ? 0 : 0.1 }
      let autoencoder = try TiedAutoencoder(basis: basis, variances: variances, start: start)
      let rank = start.count { $0 > 0 }
      let leading = basis.submatrix(rows: 0..<4, columns: 0..<rank).leftGramian
      return .equality(
        autoencoder.limit.elements, leading.elements, scale: 1, allowance: 1e-6,
        instance: "variances \(variances), start \(start)")
    },
  ]

  /// The logarithm of a positive mode after a time, and what its error may be.
  static func logarithm(
    from start: Double, time: Double, duration: Double, _ rate: @escaping (Double) -> Double
  ) -> (value: Double, allowance: Double) {
    // One is added so that the state's norm never vanishes where the logarithm does.
    let reference = ExtrapolationIntegrator(tolerance: 1e-14) { [rate($0[0]), 0] }
    let value = reference.state(at: time, from: [start, 1])[0]
    return (value, reference.allowance(over: duration) * (10 + start.magnitude))
  }

  private static func risingMode(
    _ generator: inout SeededGenerator
  ) throws -> BalancedTwoLayerMode {
    let (strength, variance) = (generator.logUniform(1e-3...1e2), generator.logUniform(1e-3...1e2))
    let least = (Double.log(2) - .log(strength / variance)) / 2
    return try BalancedTwoLayerMode(
      strength: strength, inputVariance: variance, exponent: least + generator.logUniform(0.05...20)
    )
  }

  private static func deepMode(
    _ generator: inout SeededGenerator
  ) throws -> (BalancedMode, start: Double, limit: Double) {
    let depth = Int.random(in: 2...6, using: &generator)
    let mode = try BalancedMode(
      depth: depth, strength: generator.logUniform(0.05...20),
      inputVariance: generator.logUniform(0.05...20))
    let limit = mode.strength / mode.inputVariance
    let start = limit * generator.logUniform(1e-3...10)
    return (mode, start, limit)
  }

  /// Random modes and a rescaled time off their jumps.
  private struct Levels {
    let strengths: [Double]
    let variances: [Double]
    let time: Double

    /// Data whose statistics these are.
    var data: (inputs: Matrix, outputs: Matrix) {
      let root = Double(strengths.count).squareRoot()
      let inputs = Matrix(diagonal: variances.map { root * $0.squareRoot() })
      let outputs = Matrix(
        diagonal: zip(strengths, variances).map { root * $0 / $1.squareRoot() })
      return (inputs, outputs)
    }

    var condition: Double {
      let largest = variances.reduce(0, max)
      return largest / variances.reduce(.infinity, min)
    }
  }

  private static func levels(_ generator: inout SeededGenerator) throws -> Levels {
    let count = Int.random(in: 1...5, using: &generator)
    let strengths = (0..<count).map { _ in generator.logUniform(0.1...10) }.sorted(by: >)
    let variances = (0..<count).map { _ in generator.logUniform(0.1...10) }
    var time = generator.logUniform(0.05...20)
    while strengths.contains(where: { (time * $0 - 1).magnitude < 0.02 }) { time *= 1.05 }
    return Levels(strengths: strengths, variances: variances, time: time)
  }

  private static func factors(_ generator: inout SeededGenerator) throws -> Outcome {
    let (strength, variance) = (
      generator.sign() * generator.logUniform(1e-2...10), generator.logUniform(1e-2...10)
    )
    let (u, v) = (
      generator.sign() * generator.logUniform(1e-2...3),
      generator.sign() * generator.logUniform(1e-2...3)
    )
    let mode = try ImbalancedMode(strength: strength, inputVariance: variance, u: u, v: v)
    let time = generator.logUniform(0.01...10) / (mode.rate + strength.magnitude)
    let reference = ExtrapolationIntegrator(tolerance: 1e-14) { state in
      let pull = strength - variance * state[0] * state[1]
      return [state[1] * pull, state[0] * pull]
    }
    let state = mode.state(at: time)
    return .equality(
      [state.u, state.v], reference.state(at: time, from: [u, v]),
      allowance: reference.allowance(over: time * mode.rate) * .exp(time * strength.magnitude),
      instance: "sigma = \(strength), lambda = \(variance), u0 = \(u), v0 = \(v), t = \(time)")
  }

  private static func network(
    isGaugeOrthogonal: Bool, _ generator: inout SeededGenerator
  ) throws -> Outcome {
    let d = Int.random(in: 1...3, using: &generator)
    let p = Int.random(in: 1...3, using: &generator)
    let r = isGaugeOrthogonal ? Int.random(in: 1...3, using: &generator) : 2
    let count = min(d, r, p)
    let inputBasis = try Matrix.orthonormal(rowCount: d, columnCount: d, using: &generator)
    let outputBasis = try Matrix.orthonormal(rowCount: p, columnCount: p, using: &generator)
    let gauge = try Matrix.orthonormal(rowCount: r, columnCount: r, using: &generator)
    var modes: [BalancedTwoLayerMode] = []
    for _ in 0..<count {
      modes.append(
        try BalancedTwoLayerMode(
          strength: generator.logUniform(0.1...3), inputVariance: generator.logUniform(0.1...3),
          exponent: generator.uniform(0...2)))
    }
    let factors = try TwoLayerFactors(
      inputBasis: inputBasis, outputBasis: outputBasis, gauge: gauge, modes: modes)
    let variances = modes.map(\.inputVariance) + Array(repeating: 0.5, count: d - count)
    let covariance = Matrix.product(
      inputBasis.scalingColumns(by: variances).factor, inputBasis.transposed)
    let target = Matrix.product(
      (inputBasis
        * Matrix(diagonal: modes.map(\.strength), rowCount: d, columnCount: p)).factor,
      outputBasis.transposed)
    var (first, second) = factors.factors(at: 0)
    var stretch = Matrix.identity(r)
    if !isGaugeOrthogonal {
      // W_1 = U D Q and W_2 = Q^{-1} D V^T with Q stretched: the same product.
      stretch = Matrix(diagonal: [2, 0.5])
      first = first * stretch
      second = Matrix(diagonal: [0.5, 2]) * second
    }
    let time = generator.logUniform(0.05...5)
    let reference = ExtrapolationIntegrator(tolerance: 1e-13) { state in
      let w1 = Matrix(
        rowCount: d, columnCount: r, columnMajor: Array(state[0..<(d * r)]))
      let w2 = Matrix(rowCount: r, columnCount: p, columnMajor: Array(state[(d * r)...]))
      let pull = target - covariance * (w1 * w2)
      return Matrix.product(pull.factor, w2.transposed).elements
        + Matrix.product(w1.transposed, pull.factor).elements
    }
    let moved = factors.factors(at: time)
    let expected = reference.state(at: time, from: first.elements + second.elements)
    let product = moved.first * moved.second
    let simulated =
      Matrix(rowCount: d, columnCount: r, columnMajor: Array(expected[0..<(d * r)]))
      * Matrix(rowCount: r, columnCount: p, columnMajor: Array(expected[(d * r)...]))
    let growth = Double.exp(2 * time * (modes.map(\.strength).max() ?? 0))
    return .equality(
      isGaugeOrthogonal ? moved.first.elements + moved.second.elements : product.elements,
      isGaugeOrthogonal ? expected : simulated.elements,
      allowance: reference.allowance(over: 10 * time) * min(growth, 1e4),
      instance: "d = \(d), r = \(r), p = \(p), \(modes), t = \(time)")
  }
}
