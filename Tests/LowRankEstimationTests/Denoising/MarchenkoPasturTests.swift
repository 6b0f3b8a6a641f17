import LowRankEstimation
import Testing

@Suite("The law of Marchenko and Pastur")
struct MarchenkoPasturTests {
  @Test("The median is that of its density, integrated to 40 digits")
  func median() throws {
    for reference in ShrinkageReference.all {
      let beta = try #require(Double(reference.beta))
      let expected = try #require(Double(reference.median))
      let median = MarchenkoPastur(aspectRatio: beta).median
      // The share is right to a few epsilon / beta; the density at the median is above 1/4 there.
      #expect((median - expected).magnitude <= 32 * .ulpOfOne / beta, "beta \(beta)")
    }
  }

  @Test("All of it lies within its support", arguments: [0.05, 0.5, 1])
  func support(beta: Double) {
    let law = MarchenkoPastur(aspectRatio: beta)
    #expect(law.share(upTo: law.support.lowerBound) == 0)
    #expect(law.share(upTo: law.support.upperBound) == 1)
    let inside = law.support.upperBound * (1 - 1e-9)
    // Near its end the density is a square root: the share left is of order (1e-9)^{3/2} / beta.
    #expect((law.share(upTo: inside) - 1).magnitude <= 1e-12 / beta)
  }

  @Test("It is the same for a matrix and its transpose")
  func transposed() {
    #expect(
      MarchenkoPastur(rowCount: 30, columnCount: 50)
        == MarchenkoPastur(rowCount: 50, columnCount: 30))
  }
}
