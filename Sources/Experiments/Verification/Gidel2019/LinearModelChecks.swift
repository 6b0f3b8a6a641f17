internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra

/// Random data of a regression.
private struct RandomData {
  let inputs: Matrix
  let outputs: Matrix
  let start: Matrix

  init(using generator: inout SeededGenerator) {
    let d = Int.random(in: 1...4, using: &generator)
    let p = Int.random(in: 1...3, using: &generator)
    let samples = Int.random(in: 1...6, using: &generator)
    let scale = generator.logUniform(0.1...3)
    inputs = scale * Matrix.gaussian(rowCount: samples, columnCount: d, using: &generator)
    outputs = Matrix.gaussian(rowCount: samples, columnCount: p, using: &generator)
    start = Matrix.gaussian(rowCount: p, columnCount: d, using: &generator)
  }

  var objective: QuadraticObjective {
    get throws { try QuadraticObjective(inputs: inputs, outputs: outputs) }
  }

  /// Sx and Sxy^T, formed anew.
  var statistics: (covariance: Matrix, target: Matrix) {
    let share = 1 / Double(inputs.rowCount)
    return (share * inputs.gramian, share * Matrix.product(outputs.transposed, inputs.factor))
  }

  func description(_ rest: String) -> String {
    "X \(inputs.shapeDescription), Y \(outputs.shapeDescription), \(rest)"
  }
}

extension TheoryCheck {
  /// G.eq9, G.eq10, G.eq21, G.eq11, G.eq4, G.eq27.
  static let linearModelChecks: [TheoryCheck] = [
    TheoryCheck("G.eq9", "closed form against integration of W' = Sxy^T - W Sx") { generator in
      let data = RandomData(using: &generator)
      return try flow(data, from: data.start, using: &generator)
    },
    TheoryCheck("G.eq10", "closed form from 0 against integration") { generator in
      let data = RandomData(using: &generator)
      return try flow(data, from: 0 * data.start, using: &generator)
    },
    TheoryCheck("G.eq21", "closed form against iteration") { generator in
      let data = RandomData(using: &generator)
      let (covariance, target) = data.statistics
      let stepSize = generator.uniform(0.1...1.9) / max(covariance.trace, 1e-3)
      let count = Int(generator.logUniform(1...1000))
      let model = try LinearModelDescent(
        objective: data.objective, start: data.start, stepSize: stepSize)
      var iterate = data.start
      for _ in 0..<count { iterate.add(target - iterate * covariance, scaledBy: stepSize) }
      // Each iteration rounds the product and the sum.
      return .equality(
        model.endToEndMatrix(at: count).elements, iterate.elements,
        scale: data.start.largestMagnitude, allowance: 32 * (1 + Double(count)) * .ulpOfOne,
        instance: data.description("eta = \(stepSize), t = \(count)"))
    },
    TheoryCheck(
      "G.eq21", "printed order of the factors", expecting: .fails(erratum: "G8")
    ) { generator in
      let size = Int.random(in: 2...4, using: &generator)
      func matrix() -> Matrix {
        .gaussian(rowCount: size, columnCount: size, using: &generator)
      }
      let objective = try QuadraticObjective(inputs: matrix(), outputs: matrix())
      let (covariance, start) = (objective.inputCovariance ?? .identity(size), matrix())
      let stepSize = generator.uniform(0.1...1) / covariance.trace
      // The paper's W is d x p, the transpose of ours, so its power stands on the left.
      let map = objective.minimizer.transpose()
      var contraction = -stepSize * covariance
      contraction.addToDiagonal(1)
      let printed = (start.transpose() - map) * contraction + map
      let model = try LinearModelDescent(
        objective: objective, start: start, stepSize: stepSize)
      return .equality(
        printed.elements, model.endToEndMatrix(at: 1).transpose().elements,
        scale: start.largestMagnitude, allowance: 1e-6, instance: "d = p = \(size), t = 1")
    },
    TheoryCheck(
      "G.eq9", "printed limit: X W -> Y (Lemma 2)", expecting: .fails(erratum: "G24")
    ) { generator in
      let data = RandomData(using: &generator)
      let limit = try LinearModelFlow(objective: data.objective, start: data.start).limit
      let fitted = Matrix.product(data.inputs.factor, limit.transposed)
      return .equality(
        fitted.elements, data.outputs.elements, allowance: 1e-6, instance: data.description(""))
    },
    TheoryCheck("G.eq11", "gradients against differences of the loss, exact for each layer") {
      generator in
      let data = RandomData(using: &generator)
      let depth = Int.random(in: 1...4, using: &generator)
      var widths = [data.inputs.columnCount]
      for _ in 1..<depth { widths.append(Int.random(in: 1...4, using: &generator)) }
      widths.append(data.outputs.columnCount)
      var factors = (0..<depth).map {
        Matrix.gaussian(rowCount: widths[$0], columnCount: widths[$0 + 1], using: &generator)
      }
      func loss() throws -> Double {
        let gradients = try LayerGradients(
          inputs: data.inputs, outputs: data.outputs, factors: factors)
        return gradients.loss
      }
      let gradients = try LayerGradients(
        inputs: data.inputs, outputs: data.outputs, factors: factors
      ).gradients
      let layer = Int.random(in: 0..<depth, using: &generator)
      let direction = Matrix.gaussian(
        rowCount: widths[layer], columnCount: widths[layer + 1], using: &generator)
      // The loss is quadratic in one layer: a central difference of any width is exact.
      factors[layer].add(direction)
      let above = try loss()
      factors[layer].add(direction, scaledBy: -2)
      let below = try loss()
      let slope = gradients[layer].innerProduct(direction)
      let scale = max(above, below)
      return .equality(
        [slope / scale, 1], [(above - below) / 2 / scale, 1], allowance: 256 * .ulpOfOne,
        instance: data.description("depth \(depth), layer \(layer)"))
    },
    TheoryCheck("G.eq4", "no random map of that rank has a smaller loss") { generator in
      let data = RandomData(using: &generator)
      let rank = Int.random(in: 0...3, using: &generator)
      let optimum = try ReducedRankOptimum(
        inputs: data.inputs, outputs: data.outputs, rank: rank)
      let (d, p) = (data.inputs.columnCount, data.outputs.columnCount)
      // Near the optimum as well as far from it, by moving within the span of the leading outputs.
      let near = generator.logUniform(1e-3...1)
      let left = Matrix.gaussian(rowCount: d, columnCount: rank, using: &generator)
      let right = Matrix.gaussian(rowCount: rank, columnCount: p, using: &generator)
      let modes = try SingularValueDecomposition(optimum.map + near * (left * right))
      let rival = modes.truncated(toRank: rank)
      let misfit = data.outputs - data.inputs * rival
      let loss = misfit.innerProduct(misfit) / (2 * Double(data.inputs.rowCount))
      let scale = data.outputs.innerProduct(data.outputs)
      return .bound(
        optimum.objective, atMost: loss, scale: scale, allowance: 64 * .ulpOfOne,
        instance: data.description("k = \(rank)"))
    },
    TheoryCheck("G.eq4", "the stated loss is that of the stated map") { generator in
      let data = RandomData(using: &generator)
      let rank = Int.random(in: 0...3, using: &generator)
      let optimum = try ReducedRankOptimum(
        inputs: data.inputs, outputs: data.outputs, rank: rank)
      let misfit = data.outputs - data.inputs * optimum.map
      let loss = misfit.innerProduct(misfit) / (2 * Double(data.inputs.rowCount))
      let scale = data.outputs.innerProduct(data.outputs)
      return .equality(
        [optimum.objective / scale, 1], [loss / scale, 1], allowance: 256 * .ulpOfOne,
        instance: data.description("k = \(rank)"))
    },
    TheoryCheck("G.eq27", "norms of B and of Sx, and U Dxy V^T = Sxy") { generator in
      let data = RandomData(using: &generator)
      let (covariance, target) = data.statistics
      let joint = try JointDecomposition(data.objective)
      let norm = covariance.frobeniusNorm
      let size = Double(covariance.rowCount)
      let diagonal = joint.inputVariances.reduce(0) { $0 + $1 * $1 }
      let coupling = Double.maximum(0, norm * norm - diagonal) / (norm * norm)
      let white = (1 - covariance.trace / (size.squareRoot() * norm)) / 2
      let modes = joint.inputBasis.submatrix(
        rows: 0..<covariance.rowCount, columns: 0..<joint.strengths.count)
      let rebuilt = Matrix.product(
        joint.outputBasis.scalingColumns(by: joint.strengths).factor, modes.transposed)
      let values = [
        joint.relativeCoupling * joint.relativeCoupling,
        joint.distanceFromWhite * joint.distanceFromWhite, 1,
      ]
      let error = (rebuilt - target).frobeniusNorm / max(target.frobeniusNorm, 1e-300)
      return .equality(
        values + [1 + error], [coupling, white, 1, 1], allowance: 256 * .ulpOfOne,
        instance: data.description(""))
    },
  ]

  private static func flow(
    _ data: RandomData, from start: Matrix, using generator: inout SeededGenerator
  ) throws -> Outcome {
    let time = generator.logUniform(1e-2...1e1)
    let (covariance, target) = data.statistics
    let model = try LinearModelFlow(objective: data.objective, start: start)
    let reference = ExtrapolationIntegrator(tolerance: 1e-14) { state in
      let w = Matrix(
        rowCount: start.rowCount, columnCount: start.columnCount, columnMajor: state)
      return (target - w * covariance).elements
    }
    return .equality(
      model.endToEndMatrix(at: time).elements, reference.state(at: time, from: start.elements),
      scale: start.largestMagnitude,
      allowance: reference.allowance(over: time * (1 + covariance.trace)),
      instance: data.description("t = \(time)"))
  }
}
