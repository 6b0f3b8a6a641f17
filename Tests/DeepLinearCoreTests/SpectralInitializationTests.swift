import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@Suite("Spectral starts that cannot be")
struct SpectralInitializationTests {
  private let target = Matrix(rows: [[3, 0], [0, 2], [0, 0]])

  private func make(
    _ rule: SpectralInitialization, hidden: [Int] = [2], input: Int = 2
  ) throws -> Weights {
    var generator = SeededGenerator(seed: 1)
    return try rule.weights(
      for: LayerWidths(input: input, hidden: hidden, output: 3), using: &generator)
  }

  @Test("More strengths than the narrowest layer carries")
  func strengths() {
    #expect(throws: NetworkError.tooManyModes(count: 2, rankLimit: 1)) {
      try make(SpectralInitialization(target: target, strengths: [1, 1]), hidden: [1])
    }
  }

  @Test(
    "Imbalances that are not one for each mode and pair", arguments: [[[1.0]], [[1, 2], [3, 4]]])
  func imbalances(values: [[Double]]) {
    let count = values.reduce(0) { $0 + $1.count }
    #expect(throws: NetworkError.imbalanceCount(count: count, expected: 2)) {
      try make(SpectralInitialization(target: target, strengths: [1, 1], imbalances: values))
    }
  }

  @Test("A target of other widths")
  func targetShape() {
    #expect(throws: NetworkError.factorShape(layer: 2, shape: "3 x 4", expected: "3 x 2")) {
      try make(SpectralInitialization(target: target, strengths: [1]), input: 4)
    }
  }

  @Test("A gauge of another shape, of too few bases, or not orthonormal")
  func gauge() {
    func rule(_ bases: [Matrix]) -> SpectralInitialization {
      SpectralInitialization(target: target, strengths: [1], gauge: .given(bases))
    }
    #expect(throws: NetworkError.factorShape(layer: 1, shape: "2 x 2", expected: "2 x 1")) {
      try make(rule([.identity(2)]))
    }
    #expect(throws: NetworkError.factorCount(count: 0, depth: 1)) { try make(rule([])) }
    #expect(throws: NetworkError.gaugeNotOrthonormal(layer: 1, deviation: 3)) {
      try make(rule([Matrix(rows: [[2], [0]])]))
    }
  }

  @Test("By hand: strength 2 and imbalance 3 are the factors 1 and 2")
  func byHand() throws {
    let weights = try make(
      SpectralInitialization(target: target, strengths: [2, -2], imbalances: [[3, -3]]))
    // The target is diagonal, so that the factors are too, up to the signs of its singular vectors.
    let (below, above) = (weights.layers[0], weights.layers[1])
    #expect((below[0, 0].magnitude - 1).magnitude <= 4 * .ulpOfOne)
    #expect((above[0, 0].magnitude - 2).magnitude <= 4 * .ulpOfOne)
    #expect((below[1, 1].magnitude - 2).magnitude <= 4 * .ulpOfOne)
    #expect((above[1, 1].magnitude - 1).magnitude <= 4 * .ulpOfOne)
    let w = weights.endToEndMatrix
    #expect(distance(w, Matrix(rows: [[2, 0], [0, -2], [0, 0]])) <= roundingTolerance(for: w))
  }
}
