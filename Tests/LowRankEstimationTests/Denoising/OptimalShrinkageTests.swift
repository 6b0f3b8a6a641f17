import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Optimal shrinkage")
struct OptimalShrinkageTests {
  @Test("Each shrinker minimises its loss, for all aspect ratios")
  func definition() throws {
    for reference in ShrinkageReference.all {
      let beta = try #require(Double(reference.beta))
      for entry in reference.shrunken {
        let y = try #require(Double(entry.y))
        let expected: [(OptimalShrinkage.Loss, String)] = [
          (.frobenius, entry.frobenius), (.operatorNorm, entry.operatorNorm),
          (.nuclear, entry.nuclear),
        ]
        for (loss, text) in expected {
          let value = OptimalShrinkage(loss).shrunken(y, aspectRatio: beta)
          // Near the edge y_+ = 1 + sqrt beta the shrinkers rise like roots: a rounding of y is worth y / (y - y_+) of them.
          let conditioning = y / (y - 1 - beta.squareRoot())
          let bound = 16 * .ulpOfOne * conditioning * y
          let digits = try #require(Double(text))
          #expect((value - digits).magnitude <= bound, "\(loss) at beta \(beta), y \(y)")
        }
      }
    }
  }

  @Test("The operator norm's shrinker is Gavish and Donoho's for square matrices alone")
  func operatorNorm() {
    let (ours, printed) = (
      OptimalShrinkage(.operatorNorm), OptimalShrinkage(.operatorNormAsPrinted)
    )
    let square = ours.shrunken(3, aspectRatio: 1)
    #expect((square - printed.shrunken(3, aspectRatio: 1)).magnitude <= 4 * square.ulp)
    #expect(ours.shrunken(3, aspectRatio: 0.2) < printed.shrunken(3, aspectRatio: 0.2))
  }

  @Test(
    "Nothing within the noise survives, and a strong value is hardly changed",
    arguments: OptimalShrinkage.Loss.allCases)
  func limits(loss: OptimalShrinkage.Loss) {
    let shrinkage = OptimalShrinkage(loss)
    #expect(shrinkage.shrunken(1.7, aspectRatio: 0.5) == 0)
    // eta = y - O(1 / y) in each loss.
    #expect((shrinkage.shrunken(1e6, aspectRatio: 0.5) - 1e6).magnitude <= 3e-6)
  }

  @Test("On a matrix the units are sqrt(max(m, n)) tau, for either way round")
  func units() throws {
    let sample = try NoisySample(30, 70, singularValues: [80], noise: 2, seed: 4)
    let model = try OptimalShrinkage(noise: .known(2)).fit(sample.noisy)
    let flipped = try OptimalShrinkage(noise: .known(2)).fit(sample.noisy.transpose())
    let unit = 2 * 70.0.squareRoot()
    let s = model.observed.values[0] / unit
    #expect(model.values[0] == unit * OptimalShrinkage().shrunken(s, aspectRatio: 30.0 / 70))
    #expect(
      (model.values[0] - flipped.values[0]).magnitude
        <= 16 * Double.ulpOfOne * 70.0.squareRoot() * model.values[0])
  }

  @Test("A noise level far below the data changes nothing", arguments: [0, 1e-300, 1e-90, 1e-20])
  func tinyNoise(noise: Double) throws {
    let sample = try NoisySample(8, 9, singularValues: [3, 1], noise: 0.1, seed: 4)
    for loss in OptimalShrinkage.Loss.allCases {
      let model = try OptimalShrinkage(loss, noise: .known(noise)).fit(sample.noisy)
      #expect(model.values == model.observed.values)
    }
  }
}
