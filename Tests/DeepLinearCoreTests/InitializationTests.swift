import DeepLinearCore
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("Every initialisation in every network")
struct InitializationTests {
  static let networks = SampleNetwork.all

  /// 4 x 3, or 4 x 4 where W must be square, of full rank.
  private func target(for sample: SampleNetwork) -> Matrix {
    var generator = SeededGenerator(seed: 4)
    return .gaussian(rowCount: 4, columnCount: sample.isTied ? 4 : 3, using: &generator)
  }

  private func start(_ rule: SampleInitialization, _ sample: SampleNetwork) throws -> Weights {
    let target = target(for: sample)
    return try sample.network(
      from: rule.rule(for: sample, target: target), inputWidth: target.columnCount,
      outputWidth: target.rowCount
    ).weights
  }

  /// The layers 1, ..., N that the rule made; a tied network keeps the last of two.
  private func positions(_ sample: SampleNetwork, _ weights: Weights) -> [Int] {
    sample.isTied ? [2] : Array(1...weights.depth)
  }

  @Test(
    "The factors have the network's shapes", arguments: SampleInitialization.allCases, networks)
  func shapes(rule: SampleInitialization, sample: SampleNetwork) throws {
    let target = target(for: sample)
    let weights = try start(rule, sample)
    let widths = [target.columnCount] + sample.hiddenWidths + [target.rowCount]
    let pairs = Array(zip(widths.dropFirst(), widths))
    #expect(weights.layers.map(\.rowCount) == (sample.isTied ? [4] : pairs.map(\.0)))
    #expect(
      weights.layers.map(\.columnCount) == (sample.isTied ? sample.hiddenWidths : pairs.map(\.1)))
  }

  @Test("Identical: alpha on each diagonal, alpha - beta next to the input", arguments: networks)
  func identical(sample: SampleNetwork) throws {
    for rule in [SampleInitialization.identical, .perturbed] {
      let weights = try start(rule, sample)
      for (layer, position) in zip(weights.layers, positions(sample, weights)) {
        let isPerturbed = rule == .perturbed && position == 1
        let value = isPerturbed ? 0.6 - 0.25 : 0.6
        for j in 0..<layer.columnCount {
          for i in 0..<layer.rowCount { #expect(layer[i, j] == (i == j ? value : 0)) }
        }
      }
    }
  }

  @Test(
    "Spectral: the given strengths on the target's singular vectors",
    arguments: [SampleInitialization.spectralCanonical, .spectralRandom, .spectralGiven], networks)
  func strengths(rule: SampleInitialization, sample: SampleNetwork) throws {
    guard !sample.isTied else { return }
    let target = target(for: sample)
    let w = try start(rule, sample).endToEndMatrix
    let values = jacobiSingularValues(target)
    let count = ([3] + sample.hiddenWidths).reduce(3, min)
    let strengths = SampleInitialization.strengths(count: count)
    // W shares the target's singular vectors if both products are symmetric, and tr(W^T M) tells the order.
    let tolerance = roundingTolerance(for: target)
    for product in [
      Matrix.product(w.transposed, target.factor), Matrix.product(w.factor, target.transposed),
    ] {
      #expect(distance(product, product.transpose()) <= tolerance)
    }
    let overlap = zip(strengths, values).reduce(0) { $0 + $1.0 * $1.1 }
    #expect((w.innerProduct(target) - overlap).magnitude <= tolerance)
    let found = jacobiSingularValues(w)
    let expected = strengths.map(\.magnitude).sorted(by: >)
    for (i, value) in found.enumerated() {
      #expect((value - (i < count ? expected[i] : 0)).magnitude <= tolerance)
    }
  }

  @Test(
    "Spectral: the given imbalances in the given basis of each hidden layer", arguments: networks)
  func imbalances(sample: SampleNetwork) throws {
    guard !sample.isTied, !sample.hiddenWidths.isEmpty else { return }
    let widths = try sample.widths(inputWidth: 3, outputWidth: 4)
    let count = widths.rankLimit
    let expected = SampleInitialization.imbalances(count: count, pairCount: widths.depth - 1)
    let bases = try SampleInitialization.bases(of: widths)
    for rule in [SampleInitialization.spectralCanonical, .spectralGiven] {
      let weights = try start(rule, sample)
      for (j, values) in expected.enumerated() {
        let basis =
          rule == .spectralGiven
          ? bases[j]
          : Matrix(rowCount: widths.values[j + 1], columnCount: count) { $0 == $1 ? 1 : 0 }
        let q = Matrix(rowCount: basis.rowCount, columnCount: basis.rowCount) { a, b in
          (0..<count).reduce(0) { $0 + basis[a, $1] * values[$1] * basis[b, $1] }
        }
        let (above, below) = (weights.layers[j + 1].gramian, weights.layers[j].leftGramian)
        let tolerance = roundingTolerance(for: above) + roundingTolerance(for: below)
        #expect(distance(above - below, q) <= tolerance)
      }
    }
    // In a random gauge the eigenvalues are the same; trace and norm are two of their symmetric functions.
    let weights = try start(.spectralRandom, sample)
    for (j, values) in expected.enumerated() {
      let (above, below) = (weights.layers[j + 1].gramian, weights.layers[j].leftGramian)
      let tolerance = roundingTolerance(for: above) + roundingTolerance(for: below)
      #expect(((above - below).trace - values.reduce(0, +)).magnitude <= 2 * tolerance)
      let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(((above - below).frobeniusNorm - norm).magnitude <= tolerance)
    }
  }

  @Test("Balanced: no imbalance, and the base rule's end-to-end matrix", arguments: networks)
  func balanced(sample: SampleNetwork) throws {
    guard !sample.isTied else { return }
    let weights = try start(.balanced, sample)
    for (below, above) in zip(weights.layers, weights.layers.dropFirst()) {
      #expect(
        distance(above.gramian, below.leftGramian) <= 2 * roundingTolerance(for: above.gramian))
    }
    // The base rule draws first, so that a generator of the same seed repeats it.
    let base = try start(.gaussian, sample).endToEndMatrix
    #expect(distance(weights.endToEndMatrix, base) <= 4 * roundingTolerance(for: base))
  }

  @Test("Orthogonal: each factor a multiple of orthonormal columns or rows", arguments: networks)
  func orthogonal(sample: SampleNetwork) throws {
    for layer in try start(.orthogonal, sample).layers {
      let unit = (1 / SampleInitialization.scale) * layer
      let tall = layer.rowCount >= layer.columnCount ? unit : unit.transpose()
      #expect(
        departureFromOrthonormality(tall)
          <= roundingTolerance(for: .identity(tall.columnCount)))
    }
  }

  @Test("Scaled: the base rule's factors times the number", arguments: networks)
  func scaled(sample: SampleNetwork) throws {
    let base = try start(.gaussian, sample)
    for (layer, plain) in zip(try start(.scaled, sample).layers, base.layers) {
      #expect(layer == plain.mapElements { -1.5 * $0 })
    }
  }

  @Test("Gaussian: entries of every factor scale with the standard deviation", arguments: networks)
  func gaussian(sample: SampleNetwork) throws {
    let target = target(for: sample)
    func weights(_ deviation: Double) throws -> Weights {
      try sample.network(
        from: GaussianInitialization(standardDeviation: deviation),
        inputWidth: target.columnCount, outputWidth: 4
      ).weights
    }
    let (unit, half) = (try weights(1), try weights(0.5))
    for (one, other) in zip(unit.layers, half.layers) {
      #expect(other == 0.5 * one)
      #expect(one.elements.allSatisfy { $0 != 0 } && Set(one.elements).count == one.elements.count)
    }
  }

  @Test("Gaussian: mean 0 and the variance asked for, in five standard errors")
  func moments() throws {
    var generator = SeededGenerator(seed: 8)
    let widths = try LayerWidths(input: 100, hidden: [90], output: 110)
    let rule = GaussianInitialization(standardDeviation: 0.3)
    for layer in try rule.weights(for: widths, using: &generator).layers {
      let count = Double(layer.elements.count)
      let mean = layer.elements.reduce(0, +) / count
      let variance = layer.innerProduct(layer) / count
      #expect(mean.magnitude <= 5 * 0.3 / count.squareRoot())
      // The variance of a squared normal number is 2 s^4.
      #expect((variance - 0.09).magnitude <= 5 * (2 / count).squareRoot() * 0.09)
    }
  }

  @Test("Given: the very factors, or an error that names the one that does not fit")
  func given() throws {
    var generator = SeededGenerator(seed: 1)
    let weights = try Weights(layers: [
      Matrix(rowCount: 2, columnCount: 3, repeating: 1), Matrix(rowCount: 4, columnCount: 2),
    ])
    let rule = GivenInitialization(weights)
    let widths = try LayerWidths(input: 3, hidden: [2], output: 4)
    #expect(try rule.weights(for: widths, using: &generator) == weights)
    #expect(throws: NetworkError.factorCount(count: 2, depth: 1)) {
      try rule.weights(for: LayerWidths(input: 3, hidden: [], output: 4), using: &generator)
    }
    #expect(throws: NetworkError.factorShape(layer: 2, shape: "4 x 2", expected: "5 x 2")) {
      try rule.weights(for: LayerWidths(input: 3, hidden: [2], output: 5), using: &generator)
    }
    #expect(throws: NetworkError.factorCount(count: 2, depth: 1)) {
      try rule.tiedWeights(width: 4, hiddenWidth: 2, using: &generator)
    }
  }
}
