import LinearAlgebra
import TestSupport
import Testing

@testable import LowRankEstimation

@Suite("Inputs with columns of length 1")
struct StandardizedInputsTests {
  @Test("A clean column is not judged by the mean or the scale of another", arguments: [1, 1e60])
  func neighbours(scale: Double) throws {
    var generator = SeededGenerator(seed: 131)
    let base = Matrix.gaussian(rowCount: 100, columnCount: 3, using: &generator)
    let inputs = Matrix(rowCount: 100, columnCount: 3) { i, j in
      j == 0 ? scale * (1.7e12 + 1e9 * base[i, 0]) : [0.1, 0.01][j - 1] * base[i, j]
    }
    let outputs = Matrix(rowCount: 100, columnCount: 1) { i, _ in
      3 * inputs[i, 1] - 20 * inputs[i, 2]
    }
    #expect(try StandardizedInputs(inputs, isCentering: true).rank == 3)
    let model = try ReducedRankRegression().fit(inputs: inputs, outputs: outputs)
    #expect(model.rank == 1)
    let tolerance = roundingTolerance(for: outputs)
    #expect(distance(model.fittedValues, outputs) <= tolerance)
    #expect((model.coefficients[1, 0] - 3).magnitude * 0.1 <= tolerance)
    #expect((model.coefficients[2, 0] + 20).magnitude * 0.01 <= tolerance)
  }

  @Test("Copies beside the far column leave the others, and share their coefficient")
  func copies() throws {
    var generator = SeededGenerator(seed: 132)
    let base = Matrix.gaussian(rowCount: 100, columnCount: 2, using: &generator)
    let inputs = Matrix(rowCount: 100, columnCount: 4) { i, j in
      switch j {
      case 0: 1.7e9 + base[i, 0]
      case 1: 2 * (1.7e9 + base[i, 0])
      default: 0.01 * base[i, 1]
      }
    }
    let standardized = try StandardizedInputs(inputs, isCentering: true)
    #expect(standardized.rank == 2)
    let outputs = Matrix(rowCount: 100, columnCount: 1) { i, _ in 4 * inputs[i, 2] }
    let model = try ReducedRankRegression(rank: .fixed(1)).fit(inputs: inputs, outputs: outputs)
    let tolerance = roundingTolerance(for: outputs)
    for copy in [2, 3] {
      #expect((model.coefficients[copy, 0] - 2).magnitude * 0.01 <= tolerance)
    }
  }

  @Test("A column that varies by less than the rounding of its mean is left out")
  func constant() throws {
    let inputs = Matrix(rows: [[1e15, 1], [1e15 + 0.125, 2], [1e15, -1], [1e15, 5]])
    #expect(try StandardizedInputs(inputs, isCentering: true).rank == 1)
  }

  @Test("The smallest map takes the inputs to their basis")
  func smallestMap() throws {
    var generator = SeededGenerator(seed: 133)
    let base = Matrix.gaussian(rowCount: 12, columnCount: 3, using: &generator)
    let mixed = base * Matrix.gaussian(rowCount: 3, columnCount: 5, using: &generator)
    let standardized = try StandardizedInputs(mixed, isCentering: false)
    let map = try standardized.smallestMap()
    let tolerance = roundingTolerance(for: mixed, constant: 1000)
    #expect(distance(mixed * map, standardized.left) <= tolerance)
  }
}
