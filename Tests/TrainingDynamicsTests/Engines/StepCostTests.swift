import DeepLinearCore
import LinearAlgebra
import Testing

@testable import TrainingDynamics

@Suite("Cost of a step")
struct StepCostTests {
  private func network(_ widths: [Int]) throws -> Network {
    try Network(
      weights: Weights(
        layers: zip(widths, widths.dropFirst()).map { Matrix(rowCount: $1, columnCount: $0) }))
  }

  @Test("Products, updates and the loss are counted as they are made")
  func counts() throws {
    let plain = try QuadraticObjective(target: Matrix(rowCount: 2, columnCount: 3))
    // One layer: no product; six entries updated, six compared with the target.
    #expect(StepCost.multiplications(plain, try network([3, 2])) == 6 + 6)
    // Two layers: W and two gradients of 2 x 5 x 3 multiplications each.
    #expect(StepCost.multiplications(plain, try network([3, 5, 2])) == 90 + 25 + 6)
    let correlated = try QuadraticObjective(
      inputCovariance: Matrix(rows: [[2, 1, 0], [1, 2, 0], [0, 0, 1]]),
      outputInputCovariance: Matrix(rowCount: 2, columnCount: 3))
    #expect(StepCost.multiplications(correlated, try network([3, 5, 2])) == 90 + 25 + 18)
  }

  @Test("Width makes a step dearer, and a tied or penalised network is no exception")
  func monotony() throws {
    let square = try QuadraticObjective(target: .identity(4))
    func cost(_ architecture: Architecture, _ layers: [Matrix]) throws -> Double {
      StepCost.multiplications(
        square, try Network(architecture: architecture, weights: Weights(layers: layers)))
    }
    func tied(_ width: Int) throws -> Double {
      try cost(.tied, [Matrix(rowCount: 4, columnCount: width)])
    }
    func penalised(_ width: Int) throws -> Double {
      try cost(
        .regularized(targetImbalance: Array(repeating: 1, count: width)),
        [Matrix(rowCount: width, columnCount: 4), Matrix(rowCount: 4, columnCount: width)])
    }
    #expect(try tied(8) > tied(4))
    #expect(try penalised(8) > penalised(4))
    #expect(
      try penalised(8) > StepCost.multiplications(square, try network([4, 8, 4])))
  }
}
