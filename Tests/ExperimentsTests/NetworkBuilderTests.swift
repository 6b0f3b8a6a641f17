import DeepLinearCore
import LinearAlgebra
import Observables
import TestSupport
import Testing

@testable import Experiments

@Suite("The building of networks")
struct NetworkBuilderTests {
  /// The first network of an experiment on a 2 x 3 target.
  private func network(
    _ text: String, problem: String = "{factorization: {target: {rows: [[3, 0, 0], [0, 1, 0]]}}}"
  ) throws -> Network {
    try Sample.prepared(problem: problem, networks: [text]).network(0)
  }

  private let square = "{factorization: {target: {diagonal: [2, 1, 0]}}}"

  // MARK: - Architectures

  @Test(
    "Hidden widths are those given, else the larger of the two ends",
    arguments: [
      ("{depth: 1, initialization: {gaussian: 1}}", ["2 x 3"]),
      ("{depth: 3, initialization: {gaussian: 1}}", ["3 x 3", "3 x 3", "2 x 3"]),
      ("{hidden: [1, 5], initialization: {gaussian: 1}}", ["1 x 3", "5 x 1", "2 x 5"]),
      (
        "{regularized: {width: 4, imbalance: 2}, initialization: {gaussian: 1}}",
        ["4 x 3", "2 x 4"]
      ),
    ])
  func widths(text: String, shapes: [String]) throws {
    #expect(try network(text).weights.layers.map(\.shapeDescription) == shapes)
  }

  @Test("A tied network has one factor, of the target's size unless given")
  func tied() throws {
    for (width, columns) in [("", 3), ("width: 2", 2)] {
      let tied = try network("{tied: {\(width)}, initialization: {gaussian: 1}}", problem: square)
      #expect(tied.architecture == .tied)
      #expect(tied.weights.layers.map(\.shapeDescription) == ["3 x \(columns)"])
      #expect(tied.endToEndMatrix.shapeDescription == "3 x 3")
    }
  }

  @Test(
    "What tells factors apart is refused for the one factor of a tied network",
    arguments: [
      ("{identical: {scale: 1, perturbation: 0.5}}", "perturbation"),
      ("{scaled: {by: 2, of: {spectral: {strengths: [1], imbalances: 1}}}}", "imbalances"),
    ])
  func tiedSettings(start: String, setting: String) {
    #expect {
      _ = try network("{tied: {}, initialization: \(start)}", problem: square)
    } throws: { "\($0)".contains("\(setting) means nothing for a tied network") }
  }

  @Test("One target imbalance stands for all hidden units, a list for each")
  func regularized() throws {
    for (imbalance, expected) in [("2", [2.0, 2]), ("[1, 3]", [1, 3])] {
      let built = try network(
        "{regularized: {width: 2, imbalance: \(imbalance)}, initialization: {gaussian: 1}}")
      #expect(built.architecture == .regularized(targetImbalance: expected))
    }
  }

  @Test("A tied network of an oblong problem is refused with its shape and place")
  func tiedOblong() {
    let sentence = """
      networks[0] (tied): a tied network U U^T needs a square problem, but the end-to-end matrix is 2 x 3
      """
    #expect {
      try network("{tied: {}, initialization: {gaussian: 1}}")
    } throws: { "\($0)" == sentence }
  }

  // MARK: - Initialisations

  @Test("The identical start is alpha I in each factor, (alpha - beta) I in the first")
  func identical() throws {
    let start = try network(
      "{depth: 3, initialization: {identical: {scale: 0.5, perturbation: 0.1}}}", problem: square)
    let expected = [0.5 - 0.1, 0.5, 0.5].map { $0 * Matrix.identity(3) }
    #expect(start.weights.layers == expected)
  }

  @Test("A Gaussian start has the standard deviation asked for")
  func gaussian() throws {
    let elements = try network("{hidden: [4000], initialization: {gaussian: 0.3}}")
      .weights.layers.flatMap(\.elements)
    let count = Double(elements.count)
    let variance = elements.reduce(0) { $0 + $1 * $1 } / count
    // Six standard errors of the second moment of a normal variable.
    #expect((variance - 0.09).magnitude <= 6 * 0.09 * (2 / count).squareRoot())
  }

  @Test("An orthogonal start has factors that are multiples of orthonormal matrices")
  func orthogonal() throws {
    let layers = try network("{hidden: [3], initialization: {orthogonal: 0.5}}").weights.layers
    #expect(departureFromOrthonormality(2 * layers[0]) <= roundingTolerance(for: .identity(3)))
    #expect(
      departureFromOrthonormality((2 * layers[1]).transpose())
        <= roundingTolerance(for: .identity(3)))
  }

  @Test(
    "A spectral start is U diag(x) V^T with the imbalances asked for, in every gauge",
    arguments: [
      "canonical", "random", "{files: [{rows: [[0.6, 0.8], [0.8, -0.6], [0, 0]]}]}",
    ])
  func spectral(gauge: String) throws {
    let start = try network(
      """
      {depth: 2, initialization: {spectral: {strengths: [0.2, 0.1], imbalances: [0.3, -0.5],
      gauge: \(gauge)}}}
      """)
    // The target is diagonal with descending entries, so its singular vectors are unit vectors, up to a
    // common sign of each pair, which drops out of the product.
    let product = Matrix(rows: [[0.2, 0, 0], [0, 0.1, 0]])
    #expect(distance(start.endToEndMatrix, product) <= roundingTolerance(for: .identity(3)))
    // The imbalance matrix has the eigenvalues 0.3 and -0.5.
    let norm = (0.3 * 0.3 + 0.5 * 0.5).squareRoot()
    let imbalance = start.weights.imbalanceNorms[0]
    #expect((imbalance - norm).magnitude <= roundingTolerance(for: .identity(3)))
  }

  @Test("A balanced start has no imbalance, and the rank of the narrowest layer")
  func balanced() throws {
    let start = try network("{hidden: [2, 4], initialization: {balanced: {of: {gaussian: 1}}}}")
    let scale = start.weights.layers.reduce(0) { $0 + $1.frobeniusNorm * $1.frobeniusNorm }
    for norm in start.weights.imbalanceNorms { #expect(norm <= 64 * Double.ulpOfOne * scale) }
    #expect(start.endToEndMatrix.frobeniusNorm > 0)
  }

  @Test("Factors are taken as they are given, and scaled ones are multiples of another start")
  func givenAndScaled() throws {
    let first = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
    let second = Matrix(rows: [[7, 8], [9, 10]])
    let files = "{files: [{rows: [[1, 2, 3], [4, 5, 6]]}, {rows: [[7, 8], [9, 10]]}]}"
    let given = try network("{hidden: [2], initialization: \(files)}")
    #expect(given.weights.layers == [first, second])
    let scaled = try network("{hidden: [2], initialization: {scaled: {by: 0.5, of: \(files)}}}")
    #expect(scaled.weights.layers == [0.5 * first, 0.5 * second])
  }

  @Test("A spectral start of a problem that is not quadratic is refused")
  func spectralSigmoid() {
    #expect {
      try network(
        "{depth: 2, initialization: {spectral: {strengths: [1]}}}",
        problem: "{sigmoid: {inputs: {diagonal: [1, 1]}, outputs: {rows: [[0.5], [0.5]]}}}")
    } throws: { "\($0)".hasPrefix("initialization.spectral: ") }
  }

  @Test(
    "A start that does not fit is found while the experiment is prepared, with the network's name")
  func doesNotFit() {
    #expect {
      try Sample.prepared(
        networks: [
          "{depth: 2, initialization: {gaussian: 1}}",
          "{name: wrong, depth: 1, initialization: {files: [{diagonal: [1, 1, 1]}]}}",
        ])
    } throws: {
      "\($0)" == "networks[1] (wrong): factor 1 is 3 x 3, but the network's widths ask for 2 x 2"
    }
  }

  // MARK: - The start of another network

  @Test("sameAs takes the very factors; balanced, its product at any depth")
  func sameStart() throws {
    let experiment = try Sample.prepared(
      problem: "{factorization: {target: {rows: [[3, 0, 0], [0, 1, 0]]}}}",
      networks: [
        "{name: free, hidden: [1], initialization: {gaussian: 1}}",
        "{regularized: {width: 1, imbalance: 2}, initialization: {sameAs: free}}",
        "{depth: 1, initialization: {balanced: {of: {sameAs: free}}}}",
        "{depth: 2, initialization: {balanced: {of: {sameAs: free}}}}",
        "{hidden: [1], initialization: {scaled: {by: 2, of: {sameAs: free}}}}",
      ])
    let starts = try (0..<5).map { try experiment.network($0) }
    #expect(starts[1].weights == starts[0].weights)
    let product = starts[0].endToEndMatrix
    for network in starts[2...3] {
      let difference = network.endToEndMatrix - product
      #expect(difference.frobeniusNorm <= 8 * .ulpOfOne * product.frobeniusNorm)
    }
    let layers = starts[3].weights.layers
    #expect(starts[3].weights.isBalanced(tolerance: 8 * .ulpOfOne * product.frobeniusNorm))
    // The product has rank 1: nothing of the size of a root of rounding is left in the other hidden units.
    #expect(try SingularValueDecomposition(layers[0]).values[1] <= 8 * .ulpOfOne)
    let quadruple = starts[4].endToEndMatrix - 4 * product
    #expect(quadruple.frobeniusNorm <= 8 * .ulpOfOne * product.frobeniusNorm)
  }

  @Test("sameAs with other widths is refused, naming the factor")
  func sameStartOfOtherShape() {
    #expect {
      let experiment = try Sample.prepared(
        problem: "{factorization: {target: {rows: [[3, 0, 0], [0, 1, 0]]}}}",
        networks: [
          "{name: free, hidden: [1], initialization: {gaussian: 1}}",
          "{name: wide, hidden: [2], initialization: {sameAs: free}}",
        ])
      _ = try experiment.network(1)
    } throws: { "\($0)".contains("(wide): factor 1 is 1 x 3") }
  }
}
