import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@Suite("Networks and their widths")
struct NetworkTests {
  @Test("Widths: counts by hand")
  func widths() throws {
    let widths = try LayerWidths(input: 4, hidden: [2, 5], output: 3)
    #expect(widths.depth == 3)
    #expect(widths.hiddenWidths == [2, 5])
    #expect(widths.rankLimit == 2)
    #expect(widths.parameterCount == 4 * 2 + 2 * 5 + 5 * 3)
    #expect(Weights(zeros: widths).parameterCount == 33)
  }

  @Test("A width below 1 is refused and named", arguments: [0, -3])
  func width(value: Int) {
    #expect(throws: NetworkError.widthNotPositive(layer: 1, width: value)) {
      try LayerWidths(input: 2, hidden: [value], output: 2)
    }
  }

  @Test("The end-to-end matrix is the product of the factors", arguments: SampleNetwork.all)
  func endToEnd(sample: SampleNetwork) throws {
    let width = sample.isTied ? 3 : 5
    let network = try sample.network(
      from: GaussianInitialization(standardDeviation: 1), inputWidth: width, outputWidth: 3)
    let expected = sample.endToEndMatrix(of: network.weights)
    let scale = network.weights.layers.reduce(1) { $0 * $1.frobeniusNorm }
    #expect(distance(network.endToEndMatrix, expected) <= 32 * .ulpOfOne * scale * scale)
    #expect(network.inputWidth == width && network.outputWidth == 3)
  }

  @Test("Factors that do not fit are refused")
  func factors() throws {
    let (a, b) = (Matrix(rowCount: 2, columnCount: 3), Matrix(rowCount: 2, columnCount: 4))
    #expect(throws: NetworkError.factorsDoNotFit(layer: 1, shape: "2 x 3", nextShape: "2 x 4")) {
      try Weights(layers: [a, b])
    }
    #expect(throws: NetworkError.factorCount(count: 0, depth: 1)) { try Weights(layers: []) }
    let two = try Weights(layers: [a, Matrix(rowCount: 3, columnCount: 2)])
    #expect(throws: NetworkError.self) { try Network(architecture: .tied, weights: two) }
    #expect(throws: NetworkError.self) {
      try Network(architecture: .regularized(targetImbalance: [0]), weights: two)
    }
    #expect(throws: NetworkError.self) {
      try Network(
        architecture: .regularized(targetImbalance: [0]), weights: Weights(layers: [a]))
    }
  }
}
