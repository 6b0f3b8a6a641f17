internal import DynamicsTheory
internal import LinearAlgebra
internal import Observables
internal import RealModule

extension TheoryCheck {
  /// C.erank, C.eq48, C.eq47, C.eq49, C.eq51.
  static let effectiveRankChecks: [TheoryCheck] = [
    TheoryCheck("C.erank", "against sums over a known spectrum") { generator in
      let (m, n) = (
        Int.random(in: 1...5, using: &generator), Int.random(in: 1...5, using: &generator)
      )
      let count = min(m, n)
      let values = (0..<count).map { _ in generator.logUniform(1e-3...1e3) }
      let left = try Matrix.orthonormal(rowCount: m, columnCount: count, using: &generator)
      let right = try Matrix.orthonormal(rowCount: n, columnCount: count, using: &generator)
      let matrix = Matrix.product(left.scalingColumns(by: values).factor, right.transposed)
      let result = try TheoryCatalogue.result("C.erank").evaluate(["W": .matrix(matrix)])
      guard case .number(let rank) = result["r"], case .number(let other) = result["r_hat"] else {
        throw TheoryError.missingInput("r")
      }
      let (sum, largest) = (values.reduce(0, +), values.reduce(0, max))
      let squares = values.reduce(0) { $0 + $1 * $1 }
      return .equality(
        [rank, other], [sum / largest, sum * sum / squares], allowance: 64 * 5 * .ulpOfOne,
        instance: "\(m) x \(n), \(values)")
    },
    TheoryCheck("C.eq48", "eigenvalue against integration of d' = -d (d^2 - lambda)") { generator in
      let eigenvalue = generator.sign() * generator.logUniform(0.01...20)
      let (start, time) = (generator.logUniform(1e-3...1), generator.logUniform(0.01...5))
      let result = try TheoryCatalogue.result("C.eq48").evaluate([
        "lambda": .number(eigenvalue), "alpha": .number(start), "t": .number(time),
      ])
      guard case .number(let product) = result["p"] else { throw TheoryError.missingInput("p") }
      let (logarithm, allowance) = logarithm(
        from: .log(start), time: time, duration: 2 * (eigenvalue.magnitude + 1) * time
      ) { eigenvalue - .exp(2 * $0) }
      return .equality(
        [product], [.exp(2 * logarithm)], allowance: 2 * allowance,
        instance: "lambda = \(eigenvalue), alpha = \(start), t = \(time)")
    },
    TheoryCheck("C.eq47", "a time is in a window exactly when its condition holds") { generator in
      let spectrum = try spectrum(&generator)
      let windows = try spectrum.windows.windows(
        accuracy: spectrum.accuracy, growth: spectrum.growth)
      let time = generator.logUniform(1e-3...1e2) / spectrum.eigenvalues[0]
      let g = spectrum.eigenvalues.map { $0 / spectrum.product($0, time) }
      let rank = spectrum.rank
      let growing = spectrum.eigenvalues.count { $0 > spectrum.start * spectrum.start }
      let risen = g.prefix(rank).map { (g[0] / $0 - 1).magnitude }.reduce(0, max)
      let waiting =
        growing > rank
        ? spectrum.product(spectrum.eigenvalues[rank], time)
          / spectrum.product(spectrum.eigenvalues[0], time) : 0
      let threshold =
        spectrum.windows.plateau * spectrum.accuracy / Double(max(1, growing - rank))
      // On the edge rounding decides.
      let distance = [
        risen / spectrum.accuracy - 1, growing > rank ? waiting / threshold - 1 : 1,
        g[0] / spectrum.growth - 1,
      ]
      guard distance.allSatisfy({ $0.magnitude > 1e-9 }) else {
        return nil
      }
      func contains(_ intervals: [ClosedRange<Double>]) -> Bool {
        intervals.contains { $0.contains(time) }
      }
      let expected = [
        risen < spectrum.accuracy, growing == rank || waiting < threshold,
        g[0] < spectrum.growth,
      ]
      let found = [contains(windows.risen), contains(windows.waiting), contains(windows.settled)]
      let isAll = contains(windows.all) == expected.allSatisfy { $0 }
      return .equality(
        [found == expected && isAll ? 1 : 0], [1], allowance: 0,
        instance: "\(spectrum), t = \(time)")
    },
    TheoryCheck("C.eq49", "the bound holds at random times of the window") { generator in
      let spectrum = try spectrum(&generator)
      let windows = try spectrum.windows.windows(
        accuracy: spectrum.accuracy, growth: spectrum.growth)
      let bound = try spectrum.windows.bound(
        accuracy: spectrum.accuracy, growth: spectrum.growth)
      guard !windows.all.isEmpty else { return nil }
      var worst = 0.0
      for window in windows.all {
        let end = min(window.upperBound, window.lowerBound + 100 / spectrum.eigenvalues[0])
        for _ in 0..<10 {
          let time = generator.uniform(window.lowerBound...end)
          let products = spectrum.eigenvalues.map { spectrum.product($0, time) }
          let rank = products.reduce(0, +) / products.reduce(0, max)
          worst = max(worst, (rank - spectrum.windows.plateau).magnitude)
        }
      }
      return .bound(
        worst, atMost: bound, scale: 1, allowance: 1e-12, instance: "\(spectrum)")
    },
    TheoryCheck(
      "C.eq49", "conjecture: the effective rank never falls after it has been least",
      expecting: .fails(erratum: "C30")
    ) { generator in
      let spectrum = try spectrum(&generator)
      var (least, highest) = (Double.infinity, 0.0)
      var fall = 0.0
      var time = 1e-3 / spectrum.eigenvalues[0]
      for _ in 0..<400 {
        let products = spectrum.eigenvalues.map { spectrum.product($0, time) }
        let rank = products.reduce(0, +) / products.reduce(0, max)
        if rank < least { (least, highest, fall) = (rank, rank, 0) }
        highest = max(highest, rank)
        fall = max(fall, highest - rank)
        time *= 1.04
      }
      return .bound(fall, atMost: 0, scale: 1, allowance: 1e-9, instance: "\(spectrum)")
    },
    TheoryCheck("C.eq51", "the bound holds at random iterations of the range") { generator in
      let spectrum = try spectrum(&generator)
      let depth = Int.random(in: 2...3, using: &generator)
      let scale = Double.pow(spectrum.eigenvalues[spectrum.rank - 1], 1 / Double(depth))
      let start = scale * generator.logUniform(0.01...0.3)
      let modes = spectrum.eigenvalues.map {
        FactorMode(depth: depth, eigenvalue: $0, start: start)
      }
      let stepSize = try modes.map { try $0.limit }.reduce(.infinity, min) * 0.9
      let accuracy = max(generator.logUniform(0.05...1), 1.01 * power(start, depth))
      let range = try EffectiveRankRange(
        depth: depth, eigenvalues: spectrum.eigenvalues, rank: spectrum.rank,
        initializationScale: start, accuracy: accuracy, stepSize: stepSize)
      let (first, last) = (
        range.start.rounded(.up), min(range.end.rounded(.down), range.start + 2000)
      )
      guard first <= last, last < 30_000 else {
        return nil
      }
      var descents = try modes.map { try $0.descent(stepSize) }
      for index in descents.indices { descents[index].value(after: Int(first)) }
      let plateau =
        spectrum.eigenvalues.prefix(spectrum.rank).reduce(0, +) / spectrum.eigenvalues[0]
      var worst = 0.0
      for _ in Int(first)...Int(last) {
        let products = descents.map { power($0.value, depth) }
        worst = max(worst, (products.reduce(0, +) / products.reduce(0, max) - plateau).magnitude)
        for index in descents.indices { descents[index].step() }
      }
      return .bound(
        worst, atMost: range.bound, scale: 1, allowance: 1e-12,
        instance: "\(spectrum.eigenvalues), L = \(spectrum.rank), N = \(depth), alpha = \(start)")
    },
  ]

  /// A spectrum with a start below its L-th value.
  private struct RandomSpectrum {
    let eigenvalues: [Double]
    let rank: Int
    let start: Double
    let accuracy: Double
    let growth: Double
    let windows: EffectiveRankWindows

    /// The eigenvalue p of the flow.
    func product(_ eigenvalue: Double, _ time: Double) -> Double {
      let remainder = Double.exp(-2 * eigenvalue * time)
      let fed = -Double.expMinusOne(-2 * eigenvalue * time) / eigenvalue
      return 1 / (remainder / (start * start) + fed)
    }
  }

  private static func spectrum(_ generator: inout SeededGenerator) throws -> RandomSpectrum {
    let count = Int.random(in: 1...5, using: &generator)
    let eigenvalues = (0..<count).map { _ in generator.logUniform(0.05...100) }.sorted(by: >)
    let rank = Int.random(in: 1...count, using: &generator)
    let start = eigenvalues[rank - 1].squareRoot() * generator.logUniform(1e-3...0.5)
    return RandomSpectrum(
      eigenvalues: eigenvalues, rank: rank, start: start,
      accuracy: generator.logUniform(0.01...0.5),
      growth: generator.uniform(1.1...6),
      windows: try EffectiveRankWindows(eigenvalues: eigenvalues, rank: rank, start: start))
  }
}
