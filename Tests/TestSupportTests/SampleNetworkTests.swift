import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@Suite("The samples that suites run over")
struct SampleNetworkTests {
  @Test("The penalty and the product, by hand")
  func byHand() throws {
    let sample = SampleNetwork(.regularized(targetImbalance: [1, -1]), hidden: [2])
    let weights = try Weights(layers: [Matrix(rows: [[1], [2]]), Matrix(rows: [[3, 0]])])
    // W_2^T W_2 - W_1 W_1^T - diag(1, -1) = (9 - 1 - 1, -2; -2, -4 + 1): squares 49 + 4 + 4 + 9.
    #expect(sample.penalty(at: weights) == 66.0 / 8)
    #expect(SampleNetwork(hidden: [2]).penalty(at: weights) == 0)
    #expect(sample.endToEndMatrix(of: weights) == Matrix(rows: [[3]]))
    let tied = SampleNetwork(.tied, hidden: [1])
    let factor = try Weights(layers: [Matrix(rows: [[1], [2]])])
    #expect(tied.endToEndMatrix(of: factor) == Matrix(rows: [[1, 2], [2, 4]]))
  }

  @Test("Both orders of the regularised products are met: d^2 + d p + p^2 against k (d + p)")
  func orders() {
    let widths = SampleNetwork.all.compactMap { sample -> Int? in
      if case .regularized = sample.architecture { sample.hiddenWidths[0] } else { nil }
    }
    for (d, p) in [(4, 3), (4, 4)] {
      let isWide = widths.map { d * d + d * p + p * p < $0 * (d + p) }
      #expect(Set(isWide) == [true, false])
    }
  }
}
