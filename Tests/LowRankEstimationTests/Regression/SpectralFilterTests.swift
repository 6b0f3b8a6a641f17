import LinearAlgebra
import LowRankEstimation
import RealModule
import TestSupport
import Testing

@Suite("Degrees of freedom of a regression")
struct SpectralFilterTests {
  struct Variant: CustomTestStringConvertible, Sendable {
    let shape: (rows: Int, inputs: Int, outputs: Int)
    let ridge: Double
    let weights: [Double]?
    let hasIntercept: Bool
    var testDescription: String {
      "\(shape), ridge \(ridge), weights \(weights.map { "\($0)" } ?? "none"), \(hasIntercept)"
    }
  }

  /// More inputs than outputs, fewer, more inputs than rows.
  static let variants = [(9, 5, 3), (9, 3, 5), (6, 8, 3)].flatMap { shape in
    [0, 0.4].flatMap { ridge in
      [nil, [1, 3, 0.5, 2, 0.2]].map { weights in
        Variant(
          shape: shape, ridge: ridge, weights: weights.map { Array($0.prefix(shape.2)) },
          hasIntercept: ridge == 0)
      }
    }
  }

  private func data(_ variant: Variant) throws -> RegressionData {
    try RegressionSample.data(
      rows: variant.shape.rows, inputs: variant.shape.inputs, outputs: variant.shape.outputs,
      rank: 3, noise: 1, seed: 31)
  }

  private func settings(
    _ variant: Variant, _ rank: RankChoice, _ path: RegressionPath = .reducedRank
  ) -> ReducedRankRegression {
    ReducedRankRegression(
      rank: rank, path: path, ridge: .fixed(variant.ridge), outputWeights: variant.weights,
      fitsIntercept: variant.hasIntercept)
  }

  /// The sum over all entries of d Yhat_ij / d Y_ij, by differences.
  private func differences(
    _ settings: ReducedRankRegression, _ data: RegressionData
  ) throws -> Double {
    var sum = 0.0
    for i in 0..<data.outputs.rowCount {
      for j in 0..<data.outputs.columnCount {
        sum += CentralDifference.slope { change in
          var outputs = data.outputs
          outputs[i, j] += change
          let model = try? settings.fit(inputs: data.inputs, outputs: outputs)
          return model?.fittedValues[i, j] ?? .nan
        }
      }
    }
    return sum
  }

  /// The error of these differences.
  ///
  /// A fit is analytic in an entry as far as rounding a gap between singular values away takes, a distance r; by
  /// Cauchy its fifth derivative is below 5! max |Yhat| / r^5 there, and a fit is at most twice as long as Y.
  private func tolerance(_ data: RegressionData, radius: Double) -> Double {
    let size = 2 * (data.outputs.frobeniusNorm + radius)
    let one = CentralDifference.tolerance(
      value: size, fifthDerivative: 120 * size / Double.pow(radius, 5))
    return Double(data.outputs.elements.count) * one
  }

  @Test("Each rank has the divergence of its fit, by finite differences", arguments: variants)
  func ranks(variant: Variant) throws {
    let data = try data(variant)
    let scale = (variant.weights?.max() ?? 1).squareRoot()
    let path = try settings(variant, .gcv).fit(data)
    for rank in path.path.indices {
      let model = try settings(variant, .fixed(rank)).fit(data)
      let strengths = model.strengths
      let gap =
        rank == 0 || rank == strengths.count
        ? strengths[0]
        : strengths[rank - 1] - strengths[rank]
      let tolerance = tolerance(data, radius: gap / (2 * scale))
      let difference = try differences(settings(variant, .fixed(rank)), data)
      #expect(
        (model.chosen.degreesOfFreedom - difference).magnitude <= tolerance,
        "rank \(rank): \(model.chosen.degreesOfFreedom), \(difference), within \(tolerance)")
      #expect(tolerance < 0.01, "the bound says something")
      #expect(model.chosen.degreesOfFreedom == path.path[rank].degreesOfFreedom)
    }
  }

  @Test("Each stop has the divergence of its fit, by finite differences", arguments: variants)
  func stops(variant: Variant) throws {
    let data = try data(variant)
    let scale = (variant.weights?.max() ?? 1).squareRoot()
    for time in [0, 3.0, 6] {
      let stopping = EarlyStopping(startScale: 0.05, times: [time])
      let settings = settings(variant, .gcv, .earlyStopped(stopping))
      let model = try settings.fit(data)
      let strengths = model.strengths
      // The least singular value, the gap to the second for the unit of time, the poles of the logistic function.
      let radius =
        min(
          strengths[strengths.count - 1], (strengths[0] - strengths[1]) / 2,
          time == 0 ? .infinity : .pi * strengths[0] / (2 * time)) / (2 * scale)
      let tolerance = tolerance(data, radius: radius)
      let difference = try differences(settings, data)
      #expect(
        (model.chosen.degreesOfFreedom - difference).magnitude <= tolerance,
        "time \(time): \(model.chosen.degreesOfFreedom), \(difference), within \(tolerance)")
      #expect(tolerance < 0.1, "the bound says something")
    }
  }

  @Test(
    "Without ridge each rank has the closed form in the singular values of the projected outputs")
  func closedForm() throws {
    for (d, p) in [(6, 4), (3, 5)] {
      let data = try RegressionSample.data(rows: 20, inputs: d, outputs: p, rank: 3, seed: 32)
      // Outputs projected by Gram and Schmidt, values by rotations.
      let basis = try QRDecomposition(RegressionSample.centred(data.inputs)).orthonormalBasis
      let values = jacobiSingularValues(
        Matrix.product(basis.transposed, RegressionSample.centred(data.outputs).factor))
      let q = min(d, p)
      for rank in 0...q {
        var expected = Double(max(d, p) * rank + p)
        for i in 0..<rank {
          for j in rank..<q {
            let (a, b) = (values[i] * values[i], values[j] * values[j])
            expected += (a + b) / (a - b)
          }
        }
        let model = try ReducedRankRegression(rank: .fixed(rank)).fit(data)
        let gap = rank == 0 || rank == q ? 1 : 1 - values[rank] / values[rank - 1]
        #expect(
          (model.chosen.degreesOfFreedom - expected).magnitude
            <= 1e3 * Double.ulpOfOne * expected / (gap * gap), "\(d), \(p), rank \(rank)")
      }
    }
  }

  @Test("Full rank has the degrees of freedom of ridge regression, p sum s^2 / (s^2 + n lambda)")
  func fullRank() throws {
    let data = try RegressionSample.data(rows: 20, inputs: 4, outputs: 6, rank: 4, seed: 33)
    let values = try RegressionSample.centred(data.inputs).gramian.symmetricEigenvalues()
    for ridge in [0, 0.1, 10] {
      let model = try ReducedRankRegression(rank: .fixed(4), ridge: .fixed(ridge)).fit(data)
      let expected = 6 * (1 + values.reduce(0) { $0 + $1 / ($1 + 20 * ridge) })
      #expect(
        (model.chosen.degreesOfFreedom - expected).magnitude <= 1e3 * Double.ulpOfOne * expected)
    }
  }

  @Test("A cut between equal singular values has infinite degrees of freedom")
  func tie() throws {
    let inputs = Matrix(rows: [[1, 0], [0, 1], [0, 0]])
    let outputs = Matrix(rows: [[2, 0], [0, 2], [0, 0]])
    let model = try ReducedRankRegression(rank: .fixed(1), fitsIntercept: false)
      .fit(inputs: inputs, outputs: outputs)
    #expect(model.strengths == [2, 2])
    #expect(model.chosen.degreesOfFreedom == .infinity)
    #expect(model.chosen.gcv == .infinity)
    #expect(model.path[2].degreesOfFreedom == 4)
  }
}
