import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Deep factors")
struct DeepFactorsTests {
  private static func factors(width: Int, depth: Int) -> DeepFactors {
    var generator = SeededGenerator(seed: UInt64(10 * width + depth))
    var factors = DeepFactors(
      rowCount: 9, columnCount: 7, width: width, depth: depth, amplitude: 0.5, using: &generator)
    for j in factors.inner.indices {
      factors.inner[j].add(.gaussian(rowCount: width, columnCount: width, using: &generator))
    }
    return factors
  }

  @Test("The product is that of the layers", arguments: [2, 3, 5])
  func product(depth: Int) {
    let factors = Self.factors(width: 4, depth: depth)
    #expect(factors.depth == depth && factors.layers.count == depth)
    let product = factors.layers.dropFirst().reduce(factors.layers[0]) { $1 * $0 }
    let tolerance = 64 * .ulpOfOne * max(1, product.largestMagnitude)
    #expect((factors.product - product).largestMagnitude <= tolerance)
  }

  @Test("The decomposition is that of the product, narrow or wide", arguments: [3, 7, 12])
  func decomposition(width: Int) throws {
    let factors = Self.factors(width: width, depth: 3)
    let part = try factors.decomposition()
    let values = try factors.product.singularValues()
    let tolerance = 64 * 9 * .ulpOfOne * values[0]
    #expect(part.values.count == min(width, 7))
    for (found, value) in zip(part.values, values) {
      #expect((found - value).magnitude <= tolerance)
    }
    let rebuilt = Matrix.product(
      part.leftRows.scalingRows(by: part.values).transposed, part.rightRows.factor)
    #expect((rebuilt - factors.product).largestMagnitude <= tolerance)
  }
}
