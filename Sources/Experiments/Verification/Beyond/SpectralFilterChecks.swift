internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule

extension TheoryCheck {
  /// The checks of B.sure and B.depthN_time.
  static let spectralFilterChecks: [TheoryCheck] = [
    TheoryCheck("B.sure", "divergence against differences of the filtered matrix") { generator in
      let (m, n) = (
        Int.random(in: 1...3, using: &generator), Int.random(in: 1...4, using: &generator)
      )
      let c = generator.uniform(0.5...2)
      // Rank one at times, for zero singular values that coincide.
      let isDeficient = Bool.random(using: &generator)
      let matrix =
        isDeficient
        ? Matrix.gaussian(rowCount: m, columnCount: 1, using: &generator)
          * Matrix.gaussian(rowCount: 1, columnCount: n, using: &generator)
        : Matrix.gaussian(rowCount: m, columnCount: n, using: &generator)
      // f(s) = s^3 / (c + s^2) is Y (Y^T Y)(c + Y^T Y)^{-1}, analytic in Y.
      func filtered(_ matrix: Matrix) throws -> Matrix {
        matrix * (try SymmetricEigendecomposition(matrix.gramian).map { $0 / (c + $0) })
      }
      // Central differences of fourth order.
      let h = 1e-3
      var divergence = 0.0
      for j in 0..<n {
        for i in 0..<m {
          func moved(_ amount: Double) throws -> Double {
            var elements = matrix.elements
            elements[i + j * m] += amount
            let moved = Matrix(rowCount: m, columnCount: n, columnMajor: elements)
            return try filtered(moved)[i, j]
          }
          divergence +=
            (8 * (try moved(h) - moved(-h)) - (try moved(2 * h) - moved(-2 * h))) / (12 * h)
        }
      }
      let values = try SingularValueDecomposition(matrix).values
      let noise = generator.uniform(0...2)
      let risk = try SpectralFilterRisk(
        values: values, filtered: values.map { $0 * $0 * $0 / (c + $0 * $0) },
        derivatives: values.map { $0 * $0 * (3 * c + $0 * $0) / ((c + $0 * $0) * (c + $0 * $0)) },
        rowCount: m, columnCount: n, noise: noise)
      let loss = values.reduce(0) {
        let bias = $1 * $1 * $1 / (c + $1 * $1) - $1
        return $0 + bias * bias
      }
      let entries = Double(m * n)
      let estimate = loss + noise * noise * (2 * divergence - entries)
      let scale = max(divergence.magnitude, estimate.magnitude)
      // The fifth derivative of a filter with poles at distance sqrt c is at most 5! / c^2.
      let error = entries * (120 * h * h * h * h / (c * c) + 16 * .ulpOfOne / h)
      return .equality(
        [risk.divergence, risk.risk], [divergence, estimate],
        allowance: error * (1 + 2 * noise * noise) * (1 + matrix.largestMagnitude) / scale,
        instance: "m = \(m), n = \(n), c = \(c), s = \(values)")
    },
    TheoryCheck("B.depthN_time", "value against integration of ln s, and time back from it") {
      generator in
      let depth = Int.random(in: 2...8, using: &generator)
      let n = Double(depth)
      let (strength, variance) = (generator.logUniform(1e-2...1e2), generator.logUniform(0.1...10))
      let limit = strength / variance
      let start = limit * generator.logUniform(1e-4...1e1)
      let rate = n * strength * .pow(limit, 1 - 2 / n)
      let mode = try BalancedMode(
        depth: depth, strength: strength, inputVariance: variance)
      let time =
        min(mode.plateau(from: start) ?? 0, 20 / rate) + generator.logUniform(1e-2...3) / rate
      let tolerance = 1e-14
      let reference = ExtrapolationIntegrator(tolerance: tolerance) { state in
        let product = Double.exp(state[0])
        return [n * .pow(product, 1 - 2 / n) * (strength - variance * product)]
      }
      let logarithm = reference.state(at: time, from: [.log(start)])[0]
      let product = try mode.product(at: time, from: start)
      // A change of the time is worth that much in ln s, and the other way round.
      let slope = (n * .pow(product, 1 - 2 / n) * (strength - variance * product)).magnitude
      let speed = n * .pow(start, 1 - 2 / n) * (strength - variance * start).magnitude
      let conditioning = 1 + time * slope + (1 + logarithm.magnitude) * max(1, slope / speed)
      let back = try mode.time(from: start, to: product)
      let isFar = (product - limit).magnitude > 1e-3 * limit
      return .equality(
        [product, isFar ? back * product / time : product],
        [.exp(logarithm), .exp(logarithm)],
        allowance: 1e3 * tolerance * (conditioning + 1e3 * conditioning / (time * slope)),
        instance: "N = \(depth), sigma = \(strength), l = \(variance), s0 = \(start), t = \(time)")
    },
  ]
}
