internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule
internal import TrainingDynamics

extension TheoryCheck {
  /// T.eq4, T.eq6, T.prop2, T.eq11, T.eq19, T.eq21, T.prop5, T.eq22, T.eq25.
  static let factorizationChecks: [TheoryCheck] = [
    TheoryCheck("T.eq4", "closed form against integration of X' = Y - X") { generator in
      let (m, n) = (size(&generator), size(&generator))
      let target = Matrix.gaussian(rowCount: m, columnCount: n, using: &generator)
      let start = Matrix.gaussian(rowCount: m, columnCount: n, using: &generator)
      let time = generator.logUniform(0.01...10)
      let result = try TheoryCatalogue.result("T.eq4").evaluate(
        ["X0": .matrix(start), "Y": .matrix(target), "t": .number(time)])
      guard case .matrix(let value) = result["X"] else { throw TheoryError.missingInput("X") }
      let reference = ExtrapolationIntegrator(tolerance: 1e-14) { state in
        zip(target.elements, state).map { $0 - $1 }
      }
      return .equality(
        value.elements, reference.state(at: time, from: start.elements),
        scale: start.largestMagnitude, allowance: reference.allowance(over: time),
        instance: "\(m) x \(n), t = \(time)")
    },
    TheoryCheck("T.eq6", "closed form against integration of U' = 2 (Y - U U^T) U") { generator in
      let instance = try symmetric(&generator)
      let time = generator.logUniform(0.01...3) / (1 + instance.norm)
      let flow = try SymmetricFactorizationFlow(target: instance.target, start: instance.start)
      let reference = ExtrapolationIntegrator(tolerance: 1e-14) { state in
        let u = instance.start.shaped(state)
        return (2 * ((instance.target - u.leftGramian) * u)).elements
      }
      let factor = instance.start.shaped(
        reference.state(at: time, from: instance.start.elements))
      let growth = Double.exp(4 * time * instance.norm)
      return .equality(
        try flow.product(at: time).elements, factor.leftGramian.elements,
        allowance: reference.allowance(over: 10 * time * (1 + instance.norm)) * growth,
        instance: "\(instance), t = \(time)")
    },
    TheoryCheck("T.eq6", "two times in sequence are one, and the rank stays, for times to 1e5") {
      generator in
      let instance = try symmetric(&generator)
      let (first, second) = (generator.logUniform(1e-2...1e5), generator.logUniform(1e-2...1e5))
      let flow = try SymmetricFactorizationFlow(target: instance.target, start: instance.start)
      let middle = try flow.factor(at: first)
      let continued = try SymmetricFactorizationFlow(target: instance.target, start: middle)
      let (once, twice) = (
        try flow.product(at: first + second), try continued.product(at: second)
      )
      // Directions lost to underflow in the middle cannot come back; a middle that spans less is no instance.
      let kept = try middle.singularValues().last ?? 0
      guard kept > 1e-4 * middle.frobeniusNorm, once.frobeniusNorm > 1e-250 else {
        return nil
      }
      return .equality(
        twice.elements, once.elements, allowance: 1e10 * .ulpOfOne,
        instance: "\(instance), t = \(first) + \(second)")
    },
    TheoryCheck("T.prop2", "amplitude against integration of H' = -4 H e^{-4t|Y|} H") { generator in
      let count = size(&generator)
      let values = (0..<count).map { _ in generator.sign() * generator.logUniform(0.2...3) }
      let start = Matrix.gaussian(rowCount: count, columnCount: count, using: &generator)
      let limit = try SymmetricLimit(target: Matrix(diagonal: values), start: start)
      let positive = Matrix(diagonal: values.map { max($0, 0) })
      let excess = start.leftGramian - positive
      let magnitudes = values.map(\.magnitude)
      let least = magnitudes.reduce(.infinity, min)
      // The integrand dies like e^{-4 t min |s|}.
      let reference = ExtrapolationIntegrator(tolerance: 1e-13) { state in
        let h = excess.shaped(state)
        let time = state[state.count - 1]
        let decayed = h.scalingColumns(by: magnitudes.map { .exp(-4 * time * $0) })
        return (-4 * (decayed * h)).elements + [1]
      }
      let last = reference.state(at: 9 / least, from: excess.elements + [0])
      let condition = 1 + limit.amplitude.frobeniusNorm * excess.frobeniusNorm / least
      return .equality(
        limit.amplitude.elements, Array(last.dropLast()),
        allowance: (reference.allowance(over: 100) + .exp(-36)) * condition * 100,
        instance: "\(values), U0 \(start.shapeDescription)")
    },
    TheoryCheck("T.eq11", "change of the imbalance over one step of descent") { generator in
      let (m, n, k) = (size(&generator), size(&generator), size(&generator))
      let target = Matrix.gaussian(rowCount: m, columnCount: n, using: &generator)
      let u = Matrix.gaussian(rowCount: m, columnCount: k, using: &generator)
      let v = Matrix.gaussian(rowCount: n, columnCount: k, using: &generator)
      let stepSize = generator.logUniform(1e-2...1)
      let step = try ImbalanceStep(target: target, u: u, v: v, stepSize: stepSize)
      var descent = GradientDescent(
        objective: try QuadraticObjective(target: target),
        network: try Network(weights: Weights(layers: [v.transpose(), u])), stepSize: stepSize)
      descent.step()
      let (w1, w2) = (descent.weights.layers[0], descent.weights.layers[1])
      let after = w2.gramian - w1.leftGramian
      // A step may leave next to nothing of a factor: what it started from counts as well.
      let scale = [w2.gramian, w1.leftGramian, u.gramian, v.gramian].reduce(0) {
        $0 + $1.frobeniusNorm
      }
      return .equality(
        (step.imbalance + step.change).elements.map { $0 / scale } + [1],
        after.elements.map { $0 / scale } + [1], allowance: 64 * Double(k) * .ulpOfOne,
        instance: "\(m) x \(n), k = \(k), eta = \(stepSize)")
    },
    TheoryCheck("T.eq11", "conserved by the flow with a sigmoid output too (T17)") { generator in
      let (m, n, k) = (size(&generator), size(&generator), size(&generator))
      let inputs = Matrix.gaussian(rowCount: 5, columnCount: n, using: &generator)
      let outputs = Matrix.uniform(rowCount: 5, columnCount: m, bound: 0.5, using: &generator)
        .mapElements { $0 + 0.5 }
      let u = Matrix.gaussian(rowCount: m, columnCount: k, using: &generator)
      let v = Matrix.gaussian(rowCount: n, columnCount: k, using: &generator)
      let time = generator.logUniform(0.1...3)
      var flow = GradientFlow(
        objective: try SigmoidObjective(inputs: inputs, outputs: outputs),
        network: try Network(weights: Weights(layers: [v.transpose(), u])), tolerance: 1e-11)
      while flow.progress.time < time { try flow.step(until: time) }
      let (w1, w2) = (flow.weights.layers[0], flow.weights.layers[1])
      let before = u.gramian - v.gramian
      let after = w2.gramian - w1.leftGramian
      let scale = w2.gramian.frobeniusNorm + w1.leftGramian.frobeniusNorm
      return .equality(
        before.elements.map { $0 / scale } + [1], after.elements.map { $0 / scale } + [1],
        allowance: 10 * 1e-11 * Double(flow.progress.stepCount + 10),
        instance: "\(m) x \(n), k = \(k), t = \(time)")
    },
    TheoryCheck("T.eq19", "minus the slope of the objective, by differences exact for quartics") {
      generator in
      let (m, n, k) = (size(&generator), size(&generator), size(&generator))
      let target = Matrix.gaussian(rowCount: m, columnCount: n, using: &generator)
      let imbalance = (0..<k).map { _ in generator.uniform(-2...2) }
      let u = Matrix.gaussian(rowCount: m, columnCount: k, using: &generator)
      let v = Matrix.gaussian(rowCount: n, columnCount: k, using: &generator)
      let du = Matrix.gaussian(rowCount: m, columnCount: k, using: &generator)
      let dv = Matrix.gaussian(rowCount: n, columnCount: k, using: &generator)
      let point = try RegularizedFactorization(target: target, imbalance: imbalance, u: u, v: v)
      func slope(_ h: Double) throws -> Double {
        let above = try RegularizedFactorization(
          target: target, imbalance: imbalance, u: u + h * du, v: v + h * dv)
        let below = try RegularizedFactorization(
          target: target, imbalance: imbalance, u: u - h * du, v: v - h * dv)
        return (above.objective - below.objective) / (2 * h)
      }
      let difference = (4 * (try slope(0.5)) - (try slope(1))) / 3
      let along = -(point.firstVelocity.innerProduct(du) + point.secondVelocity.innerProduct(dv))
      let scale = point.objective + difference.magnitude + 100
      return .equality(
        [along / scale, 1], [difference / scale, 1], allowance: 1e4 * .ulpOfOne,
        instance: "\(m) x \(n), k = \(k), Lambda = \(imbalance)")
    },
    TheoryCheck("T.eq21", "closed form against the regularised flow of both factors") { generator in
      try regularized(&generator)
    },
    TheoryCheck("T.prop5", "limit, spectrum and rate against the flow after a long time") {
      generator in
      let (m, n) = (size(&generator), size(&generator))
      let target = Matrix.gaussian(rowCount: m, columnCount: n, using: &generator)
      let flow = try UniformImbalanceFlow(
        target: target, imbalance: generator.sign() * generator.logUniform(0.3...3))
      let start = Matrix.gaussian(rowCount: m + n, columnCount: m + n, using: &generator)
      let rate = try flow.rate()
      let limit = try flow.limit()
      let (early, late) = (16 / rate, 17 / rate)
      let gaps = try [early, late, 60 / rate].map {
        (try flow.product(at: $0, from: start) - limit).frobeniusNorm
      }
      let spectrum = try SymmetricEigendecomposition(flow.generator).values.reversed()
      let offset = zip(spectrum, try flow.eigenvalues()).reduce(0) {
        max($0, ($1.0 - $1.1).magnitude)
      }
      // Faster modes still contribute while their rates are near the least one: the mean rate is above it.
      let fitted = Double.log(gaps[0] / gaps[1])
      let isSlow = fitted > 0.9 && fitted < 2.2
      let scale = limit.frobeniusNorm + 1e-9
      return .bound(
        max(gaps[2] / scale, offset, isSlow ? 0 : 1), atMost: 1e-10, scale: 1, allowance: 0,
        instance:
          "\(m) x \(n), rate \(rate), fitted \(fitted), gap \(gaps[2]), spectrum off by \(offset)")
    },
    TheoryCheck(
      "T.prop5", "S~ read as S + lambda0/2 I", expecting: .fails(erratum: "T9")
    ) { generator in
      let (m, n) = (size(&generator), size(&generator))
      let target = Matrix.gaussian(rowCount: m, columnCount: n, using: &generator)
      let imbalance = generator.logUniform(0.3...3)
      let flow = try UniformImbalanceFlow(target: target, imbalance: imbalance)
      var misread = try UniformImbalanceFlow(target: target, imbalance: 0).generator
      misread.addToDiagonal(imbalance / 2)
      let limit = try SymmetricEigendecomposition(misread).map { 2 * max($0, 0) }
      return .equality(
        limit.elements, try flow.limit().elements, allowance: 1e-6,
        instance: "\(m) x \(n), lambda0 = \(imbalance)")
    },
    TheoryCheck("T.eq22", "the rank, and the signs of the eigenvalues of Q") { generator in
      let (m, n, k) = (size(&generator), size(&generator), Int.random(in: 1...8, using: &generator))
      let u = Matrix.gaussian(rowCount: m, columnCount: k, using: &generator)
      let v = Matrix.gaussian(rowCount: n, columnCount: k, using: &generator)
      let rank = try ImbalanceRank(u: u, v: v)
      let values = try SymmetricEigendecomposition(u.gramian - v.gramian).values
      let cutoff =
        Double(k) * .ulpOfOne * (u.gramian.frobeniusNorm + v.gramian.frobeniusNorm)
      let (positive, negative) = (
        values.count { $0 > cutoff }, values.count { $0 < -cutoff }
      )
      let holds =
        rank.rank <= rank.bound && positive + negative == rank.rank && positive <= min(m, k)
        && negative <= min(n, k) && rank.isPositiveFeasible == (k <= m)
        && rank.isNegativeFeasible == (k <= n)
      return .equality(
        [holds ? 1 : 0], [1], allowance: 0, instance: "m = \(m), n = \(n), k = \(k)")
    },
    TheoryCheck(
      "T.eq22", "printed: lambda0 I is only impossible for k > m + n",
      expecting: .fails(erratum: "T12")
    ) { generator in
      let (m, n) = (size(&generator), size(&generator))
      let k = Int.random(in: 1...(m + n), using: &generator)
      // The best that U alone can do: m positive eigenvalues.
      let u = try Matrix.orthonormal(rowCount: max(m, k), columnCount: min(m, k), using: &generator)
      let reached = try (k >= m ? u : u.transpose()).singularValues().count
      return .bound(
        Double(k), atMost: Double(reached), scale: 1, allowance: 0,
        instance: "m = \(m), n = \(n), k = \(k)")
    },
    TheoryCheck("T.eq25", "doubling against integration") { generator in
      let n = size(&generator)
      func factor() -> Matrix {
        Matrix.gaussian(rowCount: n, columnCount: n, using: &generator)
      }
      let (drift, r, q, p) = (factor(), factor(), factor(), factor())
      let equation = try TimeInvariantRiccati(
        drift: drift, quadratic: r.leftGramian, feed: q.leftGramian)
      let time = generator.logUniform(0.01...2)
      let reference = ExtrapolationIntegrator(tolerance: 1e-13) { state in
        let p = drift.shaped(state)
        let moved = drift * p
        return (moved + moved.transpose() - p * r.leftGramian * p + q.leftGramian).elements
      }
      let growth = Double.exp(2 * time * drift.frobeniusNorm)
      return .equality(
        try equation.solution(at: time, from: p.leftGramian).elements,
        reference.state(at: time, from: p.leftGramian.elements),
        allowance: reference.allowance(over: 30 * time) * min(growth, 1e4),
        instance: "n = \(n), t = \(time)")
    },
  ]

  private static func size(_ generator: inout SeededGenerator) -> Int {
    Int.random(in: 1...3, using: &generator)
  }

  /// A symmetric target, any spectrum, and a start of any width.
  private struct SymmetricInstance: CustomStringConvertible {
    let target: Matrix
    let start: Matrix

    var norm: Double { target.frobeniusNorm + start.leftGramian.frobeniusNorm }

    var description: String { "Y \(target.shapeDescription), U0 \(start.shapeDescription)" }
  }

  private static func symmetric(_ generator: inout SeededGenerator) throws -> SymmetricInstance {
    let count = size(&generator)
    let values = (0..<count).map { _ in
      Int.random(in: 0..<5, using: &generator) == 0 ? 0 : generator.uniform(-3...3)
    }
    let basis = try Matrix.orthonormal(rowCount: count, columnCount: count, using: &generator)
    var target = Matrix.product(basis.scalingColumns(by: values).factor, basis.transposed)
    target.symmetrize()
    let scale = generator.logUniform(1e-2...1)
    let start =
      scale
      * Matrix.gaussian(rowCount: count, columnCount: size(&generator), using: &generator)
    return SymmetricInstance(target: target, start: start)
  }

  private static func regularized(_ generator: inout SeededGenerator) throws -> Outcome {
    let (m, n, k) = (size(&generator), size(&generator), size(&generator))
    let target = Matrix.gaussian(rowCount: m, columnCount: n, using: &generator)
    let imbalance = generator.uniform(-2...2)
    let start = Matrix.gaussian(rowCount: m + n, columnCount: k, using: &generator)
    let flow = try UniformImbalanceFlow(target: target, imbalance: imbalance)
    let time = generator.logUniform(0.01...2)
    let reference = ExtrapolationIntegrator(tolerance: 1e-13) { state in
      let r = start.shaped(state)
      let (u, v) = (
        r.submatrix(rows: 0..<m, columns: 0..<k), r.submatrix(rows: m..<(m + n), columns: 0..<k)
      )
      let misfit = target - Matrix.product(u.factor, v.transposed)
      let excess = u.gramian - v.gramian - imbalance * .identity(k)
      let (du, dv) = (
        misfit * v - 0.5 * (u * excess),
        Matrix.product(misfit.transposed, u.factor) + 0.5 * (v * excess)
      )
      return Matrix(rowCount: m + n, columnCount: k) { $0 < m ? du[$0, $1] : dv[$0 - m, $1] }
        .elements
    }
    let moved = start.shaped(reference.state(at: time, from: start.elements))
    let growth = Double.exp(2 * time * (target.frobeniusNorm + imbalance.magnitude))
    return .equality(
      try flow.product(at: time, from: start).elements, moved.leftGramian.elements,
      allowance: reference.allowance(over: 50 * time) * min(growth, 1e5),
      instance: "\(m) x \(n), k = \(k), lambda0 = \(imbalance), t = \(time)")
  }
}

extension Matrix {
  /// Numbers as a matrix of this shape; what is left over is ignored.
  func shaped(_ elements: [Double]) -> Matrix {
    Matrix(
      rowCount: rowCount, columnCount: columnCount,
      columnMajor: Array(elements.prefix(rowCount * columnCount)))
  }
}
