import DynamicsTheory
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("ReducedRankOptimum")
struct ReducedRankOptimumTests {
  @Test("With orthonormal inputs it is the truncated decomposition of the outputs")
  func white() throws {
    let inputs = Double.sqrt(3) * Matrix.identity(3)
    let outputs = Double.sqrt(3) * Matrix(diagonal: [4, 2, 1])
    let optimum = try ReducedRankOptimum(inputs: inputs, outputs: outputs, rank: 2)
    let expected = Matrix(diagonal: [4, 2, 0])
    #expect(distance(optimum.map, expected) <= roundingTolerance(for: expected))
    #expect((optimum.objective - 0.5).magnitude <= 32 * Double.ulpOfOne)
    #expect(optimum.isUnique)
  }

  @Test("sigma = (2, 1.5), lambda = (10, 1): the second mode is the better one (G6)")
  func order() throws {
    let inputs = Double.sqrt(2) * Matrix(diagonal: [Double.sqrt(10), 1])
    let outputs = Double.sqrt(2) * Matrix(diagonal: [2 / Double.sqrt(10), 1.5])
    let optimum = try ReducedRankOptimum(inputs: inputs, outputs: outputs, rank: 1)
    let expected = Matrix(diagonal: [0, 1.5])
    #expect(distance(optimum.map, expected) <= roundingTolerance(for: expected))
  }

  @Test("Full rank is least squares, rank 0 is zero, equal gains are not unique")
  func extremes() throws {
    let inputs = Matrix(rows: [[1, 0], [0, 2], [1, 1]])
    let outputs = Matrix(rows: [[1, 2], [0, 1], [3, 0]])
    let full = try ReducedRankOptimum(inputs: inputs, outputs: outputs, rank: 2)
    let normal = inputs.transpose() * (inputs * full.map - outputs)
    #expect(normal.frobeniusNorm <= roundingTolerance(for: outputs, constant: 128))
    let none = try ReducedRankOptimum(inputs: inputs, outputs: outputs, rank: 0)
    #expect(none.map.largestMagnitude == 0)
    let square = Matrix.identity(2)
    #expect(try !ReducedRankOptimum(inputs: square, outputs: square, rank: 1).isUnique)
    #expect(throws: TheoryError.self) {
      try ReducedRankOptimum(inputs: inputs, outputs: outputs, rank: -1)
    }
  }
}
