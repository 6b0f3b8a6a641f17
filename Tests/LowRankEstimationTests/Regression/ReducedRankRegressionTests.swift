import LinearAlgebra
import LowRankEstimation
import RealModule
import TestSupport
import Testing

@Suite("Reduced-rank regression")
struct ReducedRankRegressionTests {
  struct Variant: CustomTestStringConvertible, Sendable {
    let ridge: Double
    let weights: [Double]?
    let hasIntercept: Bool
    var testDescription: String {
      "ridge \(ridge), \(weights == nil ? "no weights" : "weights"), intercept \(hasIntercept)"
    }
  }

  static let variants = [0, 0.3].flatMap { ridge in
    [nil, [1, 4, 0.25, 2, 9]].flatMap { weights in
      [true, false].map { Variant(ridge: ridge, weights: weights, hasIntercept: $0) }
    }
  }

  /// Centred and weighted data of a variant.
  private func prepared(
    _ data: RegressionData, _ variant: Variant
  ) -> (x: Matrix, y: Matrix, roots: [Double]) {
    let roots = (variant.weights ?? Array(repeating: 1, count: 5)).map { $0.squareRoot() }
    func centred(_ matrix: Matrix) -> Matrix {
      variant.hasIntercept ? RegressionSample.centred(matrix) : matrix
    }
    return (centred(data.inputs), centred(data.outputs).scalingColumns(by: roots), roots)
  }

  private func fit(
    _ data: RegressionData, _ variant: Variant, rank: Int
  ) throws -> ReducedRankModel {
    try ReducedRankRegression(
      rank: .fixed(rank), ridge: .fixed(variant.ridge), outputWeights: variant.weights,
      fitsIntercept: variant.hasIntercept
    ).fit(data)
  }

  @Test(
    "Every rank is the ridge solution on the leading eigenvectors of its fit", arguments: variants)
  func eigenvectors(variant: Variant) throws {
    let data = try RegressionSample.data(rows: 30, inputs: 6, outputs: 5, rank: 4, seed: 1)
    let (x, y, roots) = prepared(data, variant)
    let gramian = RegressionSample.penalised(x, ridge: variant.ridge)
    let mixed = Matrix.product(x.transposed, y.factor)
    let full = try #require(try gramian.solving(mixed))
    let fit = try SymmetricEigendecomposition(Matrix.product(mixed.transposed, full.factor))
    let condition = try RegressionSample.condition(gramian)
    for rank in 0...5 {
      let leading = fit.vectors.submatrix(rows: 0..<5, columns: 0..<rank)
      let expected = (full * (leading * leading.transpose()))
        .scalingColumns(by: roots.map { 1 / $0 })
      let found = try self.fit(data, variant, rank: rank)
      let gap = rank == 0 || rank == 5 ? fit.values[0] : fit.values[rank - 1] - fit.values[rank]
      // Eigenvectors err by rounding over their gap, solutions by rounding times the condition.
      let tolerance =
        100 * Double.ulpOfOne * (condition + fit.values[0] / gap) * full.frobeniusNorm
        * (roots.map { 1 / $0 }.max() ?? 1)
      #expect(distance(found.coefficients, expected) <= tolerance, "rank \(rank)")
      #expect(found.rank == rank)
    }
  }

  @Test("No alternating least squares over two factors does better", arguments: variants)
  func alternating(variant: Variant) throws {
    let data = try RegressionSample.data(rows: 25, inputs: 5, outputs: 5, rank: 4, seed: 2)
    let (x, y, roots) = prepared(data, variant)
    let gramian = RegressionSample.penalised(x, ridge: variant.ridge)
    let full = try #require(try gramian.solving(Matrix.product(x.transposed, y.factor)))
    func objective(_ map: Matrix) -> Double {
      let rest = y - x * map
      return rest.innerProduct(rest)
        + Double(x.rowCount) * variant.ridge * map.innerProduct(map)
    }
    for rank in 1...3 {
      var generator = SeededGenerator(seed: 3)
      var left = Matrix.gaussian(rowCount: 5, columnCount: rank, using: &generator)
      var right = Matrix(rowCount: rank, columnCount: 5)
      for _ in 0..<300 {
        let small = Matrix.product(left.transposed, (gramian * left).factor)
        right = try #require(
          try small.solving(Matrix.product(left.transposed, (gramian * full).factor)))
        let square = Matrix.product(right.factor, right.transposed)
        left = try #require(try square.solving(right * full.transpose())).transpose()
      }
      let model = try fit(data, variant, rank: rank)
      let found = model.coefficients.scalingColumns(by: roots)
      let (best, direct) = (objective(found), objective(left * right))
      #expect(
        (best - direct).magnitude <= 1e4 * Double.ulpOfOne
          * objective(
            .init(
              rowCount: 5, columnCount: 5)), "rank \(rank)")
    }
  }

  @Test("The loss of each rank is the mean squared residual of its own map", arguments: variants)
  func loss(variant: Variant) throws {
    let data = try RegressionSample.data(rows: 30, inputs: 6, outputs: 5, rank: 4, seed: 4)
    for rank in 0...5 {
      let model = try fit(data, variant, rank: rank)
      let rest = try model.residuals(of: data.outputs)
      var sum = 0.0
      for i in 0..<30 {
        for j in 0..<5 { sum += (variant.weights?[j] ?? 1) * rest[i, j] * rest[i, j] }
      }
      let size = data.outputs.innerProduct(data.outputs)
      #expect(
        (model.chosen.loss - sum / 150).magnitude <= 100 * Double.ulpOfOne * size, "rank \(rank)")
    }
  }

  @Test("Collinear inputs get the fit without the copies, and coefficients of smallest norm")
  func collinear() throws {
    let data = try RegressionSample.data(rows: 20, inputs: 3, outputs: 4, rank: 3, seed: 5)
    let doubled = Matrix(rowCount: 20, columnCount: 5) { i, j in
      j < 3 ? data.inputs[i, j] : j == 3 ? data.inputs[i, 0] + data.inputs[i, 1] : 7
    }
    let null = Matrix(rows: [[1], [1], [0], [-1], [0]])
    for rank in 0...3 {
      let regression = ReducedRankRegression(rank: .fixed(rank))
      let plain = try regression.fit(data)
      let model = try regression.fit(inputs: doubled, outputs: data.outputs)
      let tolerance = roundingTolerance(for: data.outputs, constant: 1000)
      #expect(distance(model.fittedValues, plain.fittedValues) <= tolerance)
      #expect(
        Matrix.product(null.transposed, model.coefficients.factor).frobeniusNorm <= tolerance)
      #expect(model.coefficients.row(4).allSatisfy { $0 == 0 }, "a constant column counts nothing")
      #expect(
        (model.chosen.degreesOfFreedom - plain.chosen.degreesOfFreedom).magnitude
          <= 1e4 * Double.ulpOfOne * plain.chosen.degreesOfFreedom)
    }
  }

  @Test("A column that stands far from 0 and barely moves is not taken for its rounding")
  func offset() throws {
    let data = try RegressionSample.data(rows: 20, inputs: 2, outputs: 2, rank: 2, seed: 6)
    let far = Matrix(rowCount: 20, columnCount: 3) { i, j in
      j < 2 ? data.inputs[i, j] + 1e6 : 1e9 + 0.1
    }
    let model = try ReducedRankRegression(rank: .fixed(2)).fit(inputs: far, outputs: data.outputs)
    let plain = try ReducedRankRegression(rank: .fixed(2)).fit(data)
    #expect(model.coefficients.row(2).allSatisfy { $0 == 0 })
    // The inputs have lost 1e6 epsilon each.
    let tolerance = 1000 * 1e6 * Double.ulpOfOne * plain.fittedValues.frobeniusNorm
    #expect(distance(model.fittedValues, plain.fittedValues) <= tolerance)
  }

  @Test("Wide inputs: each rank is X^+ times the truncated outputs")
  func wide() throws {
    let data = try RegressionSample.data(rows: 6, inputs: 10, outputs: 4, rank: 4, seed: 7)
    let outer = Matrix.product(data.inputs.factor, data.inputs.transposed)
    let spectrum = try SymmetricEigendecomposition(
      Matrix.product(data.outputs.transposed, data.outputs.factor))
    let condition = try RegressionSample.condition(outer)
    for rank in 0...4 {
      let leading = spectrum.vectors.submatrix(rows: 0..<4, columns: 0..<rank)
      let truncated = data.outputs * (leading * leading.transpose())
      let dual = try #require(try outer.solving(truncated))
      let expected = Matrix.product(data.inputs.transposed, dual.factor)
      let model = try ReducedRankRegression(rank: .fixed(rank), fitsIntercept: false).fit(data)
      let tolerance = 1000 * Double.ulpOfOne * condition * (expected.frobeniusNorm + 1)
      #expect(distance(model.coefficients, expected) <= tolerance, "rank \(rank)")
    }
  }

  @Test(
    "A fit through all points has no finite criterion, and its error on other rows is still judged")
  func throughAllPoints() throws {
    let data = try RegressionSample.data(rows: 8, inputs: 12, outputs: 3, rank: 3, seed: 8)
    let model = try ReducedRankRegression().fit(data)
    let last = try #require(model.path.last)
    #expect(last.loss <= Double.ulpOfOne * data.outputs.innerProduct(data.outputs))
    #expect(last.aic == .infinity && last.bic == .infinity && last.gcv == .infinity)
    #expect(model.path.allSatisfy { $0.heldOutError.map { $0.mean.isFinite } ?? false })
  }

  @Test(
    "Ten folds find rank 3 in at least 90 of 100 draws at 1.5 times the norm of the noise",
    arguments: [[1.0, 1, 1], [3, 2, 1]])
  func recovery(strengths: [Double]) throws {
    let (n, d, p) = (200, 20, 15)
    var found = 0
    for draw in 0..<100 {
      var generator = SeededGenerator(seed: UInt64(draw), stream: 9)
      let inputs = Matrix.gaussian(rowCount: n, columnCount: d, using: &generator)
      let basis = try QRDecomposition(inputs)
      let left = try Matrix.orthonormal(rowCount: d, columnCount: 3, using: &generator)
      let right = try Matrix.orthonormal(rowCount: 3, columnCount: p, using: &generator)
      // X B = Q left diag(s) right has the singular values s, the smallest 1.5 (sqrt d + sqrt p).
      let scale = 1.5 * (Double(d).squareRoot() + Double(p).squareRoot())
      let signal = basis.orthonormalBasis * left
      let clean = signal.scalingColumns(by: strengths.map { scale * $0 }) * right
      let noise = Matrix.gaussian(rowCount: n, columnCount: p, using: &generator)
      let model = try ReducedRankRegression().fit(inputs: inputs, outputs: clean + noise)
      if model.rank == 3 { found += 1 }
    }
    #expect(found >= 90, "\(found) of 100")
  }

  @Test("The cautious choice is the simplest within a standard error of the least error")
  func cautious() throws {
    let data = try RegressionSample.data(
      rows: 40, inputs: 6, outputs: 5, rank: 4, noise: 2, seed: 10)
    func fit(isCautious: Bool) throws -> ReducedRankModel {
      try ReducedRankRegression(
        rank: .crossValidation(CrossValidation(foldCount: 5, isCautious: isCautious))
      ).fit(data)
    }
    let (least, cautious) = (try fit(isCautious: false), try fit(isCautious: true))
    let means = least.path.compactMap { $0.heldOutError?.mean }
    #expect(means.firstIndex(of: means.min() ?? .nan) == least.chosenIndex)
    let error = try #require(least.chosen.heldOutError)
    let expected = means.firstIndex { $0 <= error.mean + error.standardError }
    #expect(cautious.chosenIndex == expected)
    #expect(cautious.chosenIndex < least.chosenIndex, "the sample tells the two apart")
  }

  @Test("Unrelated outputs get rank 0 by every careful criterion")
  func unrelated() throws {
    var generator = SeededGenerator(seed: 11)
    let inputs = Matrix.gaussian(rowCount: 60, columnCount: 8, using: &generator)
    let outputs = Matrix.gaussian(rowCount: 60, columnCount: 6, using: &generator)
    for choice in [RankChoice.crossValidation(CrossValidation()), .bic, .gcv] {
      let model = try ReducedRankRegression(rank: choice).fit(inputs: inputs, outputs: outputs)
      #expect(model.rank == 0, "\(choice)")
      #expect(model.coefficients.largestMagnitude == 0)
    }
  }

  // MARK: - Bad settings and data

  @Test("Settings out of range are named")
  func settings() throws {
    let data = try RegressionSample.data(rows: 10, inputs: 3, outputs: 2, rank: 2, seed: 12)
    let early = RegressionPath.earlyStopped(EarlyStopping())
    let bad: [(ReducedRankRegression, String)] = [
      (ReducedRankRegression(ridge: .fixed(-1)), "the ridge is -1.0"),
      (ReducedRankRegression(ridge: .fixed(.nan)), "the ridge is nan"),
      (ReducedRankRegression(ridge: .fixed(1e308)), "the ridge is 1e+308; it must be at most"),
      (ReducedRankRegression(outputWeights: [1, 0]), "an output's weight is 0.0"),
      (ReducedRankRegression(outputWeights: [1, .infinity]), "an output's weight is inf"),
      (ReducedRankRegression(outputWeights: [1]), "1 weights for 2 outputs"),
      (ReducedRankRegression(rank: .fixed(-1)), "the rank is -1"),
      (ReducedRankRegression(rank: .fixed(1), path: early), "a single time fixes the stop"),
      (
        ReducedRankRegression(rank: .crossValidation(CrossValidation(foldCount: 1))),
        "the number of folds is 1"
      ),
      (
        ReducedRankRegression(path: .earlyStopped(EarlyStopping(startScale: 0.5, times: [1]))),
        "startScale is 0.5"
      ),
      (ReducedRankRegression(path: .earlyStopped(EarlyStopping(times: []))), "times is []"),
      (
        ReducedRankRegression(path: .earlyStopped(EarlyStopping(times: [2, 1]))),
        "times is [2.0, 1.0]"
      ),
    ]
    for (settings, sentence) in bad {
      let error = try #require(throws: EstimationError.self) { try settings.fit(data) }
      #expect(error.description.contains(sentence), "\(error)")
    }
  }

  @Test("Inputs and outputs that do not vary are refused")
  func constant() throws {
    let data = try RegressionSample.data(rows: 10, inputs: 3, outputs: 2, rank: 2, seed: 13)
    let same = Matrix(rowCount: 10, columnCount: 2) { Double($1) + 0.1 }
    #expect(throws: EstimationError.constant(what: "each column of X")) {
      try ReducedRankRegression().fit(inputs: same, outputs: data.outputs)
    }
    #expect(throws: EstimationError.constant(what: "each column of Y")) {
      try ReducedRankRegression().fit(inputs: data.inputs, outputs: same)
    }
    let zero = Matrix(rowCount: 10, columnCount: 2)
    #expect(throws: EstimationError.constant(what: "X")) {
      try ReducedRankRegression(fitsIntercept: false).fit(inputs: zero, outputs: data.outputs)
    }
  }

  @Test("Numbers whose squares are no numbers are refused", arguments: [1e-200, 1e200])
  func sizes(scale: Double) throws {
    let data = try RegressionSample.data(rows: 10, inputs: 3, outputs: 2, rank: 2, seed: 14)
    for (x, y) in [(scale, 1), (1, scale)] {
      let error = try #require(throws: EstimationError.self) {
        try ReducedRankRegression(fitsIntercept: false)
          .fit(inputs: x * data.inputs, outputs: y * data.outputs)
      }
      #expect(error.description.contains("another unit"), "\(error)")
    }
  }

  @Test("Two rows, one of each fold, are the least that can be fitted")
  func twoRows() throws {
    let model = try ReducedRankRegression().fit(
      inputs: Matrix(rows: [[0, 1], [1, 3]]), outputs: Matrix(rows: [[1], [2]]))
    #expect(model.path.count == 2)
    #expect(model.path.allSatisfy { $0.heldOutError.map { $0.mean.isFinite } ?? false })
  }
}
