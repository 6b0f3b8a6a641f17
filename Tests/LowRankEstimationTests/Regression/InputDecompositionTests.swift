import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Inputs in their own directions")
struct InputDecompositionTests {
  @Test("Directions that only rounding made are left out, small ones of their own are kept")
  func rank() throws {
    var generator = SeededGenerator(seed: 121)
    let base = Matrix.gaussian(rowCount: 20, columnCount: 3, using: &generator)
    let mixed = base * Matrix.gaussian(rowCount: 3, columnCount: 6, using: &generator)
    #expect(try InputDecomposition(mixed, isCentering: true).rank == 3)
    #expect(try InputDecomposition(mixed.mapElements { $0 + 1e6 }, isCentering: true).rank == 3)
    let uneven = base.scalingColumns(by: [1, 1e-6, 1e-10])
    #expect(try InputDecomposition(uneven, isCentering: true).rank == 3)
    #expect(
      try InputDecomposition(Matrix(rowCount: 4, columnCount: 2), isCentering: true).rank == 0)
  }
}
