import Foundation
import LinearAlgebra
import LowRankEstimation
import TestSupport
import Testing

@Suite("Model of a reduced-rank regression")
struct ReducedRankModelTests {
  private func sample() throws -> (data: RegressionData, model: ReducedRankModel) {
    let data = try RegressionSample.data(rows: 30, inputs: 5, outputs: 4, rank: 2, seed: 21)
    return (
      data, try ReducedRankRegression(rank: .fixed(2), outputWeights: [1, 2, 3, 4]).fit(data)
    )
  }

  @Test("The coefficients are the product of the factors, whose ranks are the model's")
  func factors() throws {
    let (_, model) = try sample()
    let product = model.leftFactor * model.rightFactor
    #expect(model.leftFactor.columnCount == model.rank && model.rank == 2)
    #expect(distance(product, model.coefficients) <= roundingTolerance(for: product))
    let weighted = model.rightFactor.scalingColumns(by: [1, 2, 3, 4].map { $0.squareRoot() })
    #expect(
      departureFromOrthonormality(weighted.transpose()) <= roundingTolerance(for: .identity(4)))
  }

  @Test("New rows are predicted by coefficients and intercepts, old ones as fitted")
  func predict() throws {
    let (data, model) = try sample()
    #expect(try model.predict(data.inputs) == model.fittedValues)
    let prediction = try model.predict(Matrix(rows: [[1, 0, 0, 0, 0], [0, 0, 0, 0, 0]]))
    for j in 0..<4 {
      let expected = model.intercepts[j] + model.coefficients[0, j]
      #expect((prediction[0, j] - expected).magnitude <= 4 * .ulpOfOne * expected.magnitude)
      #expect(prediction[1, j] == model.intercepts[j])
    }
  }

  @Test("Rows of another width or with holes are refused")
  func refused() throws {
    let (data, model) = try sample()
    let error = try #require(throws: EstimationError.self) {
      try model.predict(Matrix(rows: [[1, 2]]))
    }
    #expect(error.description == "the new rows have 2 columns, and the model was fitted to 5")
    #expect(
      throws: EstimationError.notFinite(what: "the matrix of new rows", row: 0, column: 2)
    ) { try model.predict(Matrix(rows: [[1, 2, .nan, 4, 5]])) }
    #expect(throws: EstimationError.self) { try model.residuals(of: data.inputs) }
  }

  @Test("A model that is written and read is the same model")
  func coding() throws {
    for path in [RegressionPath.reducedRank, .earlyStopped(EarlyStopping())] {
      let data = try sample().data
      let model = try ReducedRankRegression(path: path, ridge: .fixed(0.1)).fit(data)
      let bytes = try JSONEncoder().encode(model)
      #expect(try JSONDecoder().decode(ReducedRankModel.self, from: bytes) == model)
    }
  }
}
