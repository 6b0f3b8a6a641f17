import LinearAlgebra
import TestSupport
import Testing

@testable import LowRankEstimation

@Suite("Regressions in whitened coordinates")
struct WhitenedRegressionTests {
  private func sample() throws -> (RegressionData, WhitenedRegression, weights: [Double]) {
    let data = try RegressionSample.data(rows: 15, inputs: 6, outputs: 4, rank: 3, seed: 111)
    let weights = [1, 0.5, 3, 2]
    return (
      data, try WhitenedRegression(data, ridge: .fixed(0.2), weights: weights, isCentering: true),
      weights
    )
  }

  @Test(
    "The penalised squared residual of any filter is that of its singular values, up to a constant")
  func objective() throws {
    let (data, regression, weights) = try sample()
    func objective(_ values: [Double]) throws -> Double {
      let map = regression.map(values)
      let roots = weights.map { $0.squareRoot() }
      let shrunk = map.coefficients.scalingColumns(by: roots)
      return data.outputCount * map.meanSquaredError(on: data, weights: weights)
        + 15 * 0.2 * shrunk.innerProduct(shrunk)
    }
    let best = try objective(regression.strengths)
    var generator = SeededGenerator(seed: 112)
    for _ in 0..<5 {
      let values = regression.strengths.map { $0 * generator.unitUniform() * 2 }
      let above = zip(values, regression.strengths).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let found = try objective(values) - best
      let size = data.outputs.innerProduct(data.outputs)
      #expect((found - above).magnitude <= 1e3 * Double.ulpOfOne * size)
    }
  }

  @Test("Errors of a filter on other rows are those of its map")
  func errors() throws {
    let (_, regression, weights) = try sample()
    let other = try RegressionSample.data(rows: 9, inputs: 6, outputs: 4, rank: 3, seed: 113)
    let errors = ModeErrors(regression, on: other)
    for values in [regression.strengths, [3, 1, 0.5, 0], [0, 0, 0, 0]] {
      let expected = 36 * regression.map(values).meanSquaredError(on: other, weights: weights)
      #expect(
        (errors.squaredError(values) - expected).magnitude <= 1e3 * Double.ulpOfOne * expected)
    }
  }

  @Test("Outputs that the inputs do not reach have no modes")
  func unreached() throws {
    let data = try RegressionData(
      inputs: Matrix(rows: [[1], [-1], [0], [0]]),
      outputs: Matrix(rows: [[0, 0], [0, 0], [1, 1], [-1, 0]]))
    let regression = try WhitenedRegression(data, ridge: .none, weights: nil, isCentering: false)
    #expect(regression.strengths.isEmpty && regression.inputRank == 1)
    #expect(ModeErrors(regression, on: data).squaredError([]) == 3)
    #expect(regression.map([]).coefficients == Matrix(rowCount: 1, columnCount: 2))
  }

  @Test("An output that stands far from 0 hides no other output")
  func farOutput() throws {
    var generator = SeededGenerator(seed: 114)
    let inputs = Matrix.gaussian(rowCount: 1000, columnCount: 2, using: &generator)
    let outputs = Matrix(rowCount: 1000, columnCount: 2) { i, j in
      j == 0 ? 1.7e12 + 1e3 * inputs[i, 0] : 0.1 * inputs[i, 1]
    }
    let regression = try WhitenedRegression(
      RegressionData(inputs: inputs, outputs: outputs), ridge: .none, weights: nil,
      isCentering: true)
    #expect(regression.strengths.count == 2)
  }
}
