import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Linear maps with intercepts")
struct LinearMapTests {
  @Test("A map through the means, its values and its error, worked out by hand")
  func values() throws {
    let map = LinearMap(
      coefficients: Matrix(rows: [[2, 0], [1, -1]]), inputMeans: [1, 3], outputMeans: [4, 5])
    #expect(map.intercepts == [-1, 8])
    #expect(try map.predict(Matrix(rows: [[1, 3], [0, 1]])) == Matrix(rows: [[4, 5], [0, 7]]))
    let data = try RegressionData(
      inputs: Matrix(rows: [[1, 3], [0, 1]]), outputs: Matrix(rows: [[4, 6], [2, 4]]))
    #expect(map.meanSquaredError(on: data, weights: nil) == 14.0 / 4)
    #expect(map.meanSquaredError(on: data, weights: [4, 0.25]) == (16 + 0.25 + 2.25) / 4)
  }
}
