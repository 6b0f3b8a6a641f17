import DeepLinearCore
import LinearAlgebra
import Observables
import RealModule
import TestSupport
import Testing

@Suite("The sharpness at a balanced minimum")
struct SharpnessTests {
  /// Step of the second differences (f(++) - f(+-) - f(-+) + f(--)) / 4 h^2 of the loss.
  private static let h = 1e-3

  /// Their error is h^2 times fourth derivatives: sums, over the pairs of entries, of products of factors
  /// and data of order 1, the size of the Hessian itself.
  private static let differenceError = 100 * h * h

  /// The largest eigenvalue of the dense Hessian of a loss in all entries.
  private func dense(_ weights: Weights, _ loss: (Weights) -> Double) throws -> Double {
    let positions = weights.layers.enumerated().flatMap { l, layer in
      (0..<layer.columnCount).flatMap { j in (0..<layer.rowCount).map { (l, $0, j) } }
    }
    func moved(_ moves: [(Int, Double)]) -> Double {
      var changed = weights
      for (position, step) in moves {
        let (l, i, j) = positions[position]
        var layer = changed.layers[l]
        layer[i, j] += step * Self.h
        changed.assign(layer, toLayer: l)
      }
      return loss(changed)
    }
    let hessian = Matrix(rowCount: positions.count, columnCount: positions.count) { a, b in
      let corners =
        moved([(a, 1), (b, 1)]) - moved([(a, 1), (b, -1)]) - moved([(a, -1), (b, 1)])
        + moved([(a, -1), (b, -1)])
      return corners / (4 * Self.h * Self.h)
    }
    return try SymmetricEigendecomposition(hessian).values[0]
  }

  /// The aligned minimum, W = W*, with the given imbalances between the two layers.
  private func minimum(
    _ objective: QuadraticObjective, hidden: [Int], imbalances: [[Double]] = []
  ) throws -> Weights {
    var generator = SeededGenerator(seed: 1)
    let widths = try LayerWidths(
      input: objective.inputWidth, hidden: hidden, output: objective.outputWidth)
    let strengths = jacobiSingularValues(objective.minimizer).prefix(widths.rankLimit)
    return try SpectralInitialization(
      target: objective.minimizer, strengths: Array(strengths), imbalances: imbalances
    ).weights(for: widths, using: &generator)
  }

  private static let objectives = [SampleObjective.factorization, .regression, .classification]

  @Test(
    "Layered: that of the dense Hessian", arguments: objectives,
    [[], [3], [5], [4, 3], [3, 3, 4]])
  func layered(kind: SampleObjective, hidden: [Int]) throws {
    let problem = try kind.problem(inputWidth: 4, outputWidth: 3)
    let objective = try #require(problem.objective as? QuadraticObjective)
    let expected = try dense(minimum(objective, hidden: hidden)) {
      problem.loss($0.endToEndMatrix)
    }
    let sharpness = try BalancedSharpness(
      objective: objective, architecture: .layered, depth: hidden.count + 1)
    #expect((sharpness.value - expected).magnitude <= Self.differenceError * expected)
    #expect(sharpness.stepSizeLimit == 2 / sharpness.value)
  }

  @Test("Layered, by hand: the sharpest direction is neither the top mode nor the top input")
  func byHand() throws {
    // W* = diag(2, 1.9, 0), Sx = diag(1, 4, 5): the directions u_1 v_j have 2 l_1 (1 + 1) / 2 and so on:
    // l_j (s_1 + s_j) = 4, 15.6, 10.
    let covariance = Matrix(diagonal: [1, 4, 5])
    let objective = try QuadraticObjective(
      inputCovariance: covariance,
      outputInputCovariance: Matrix(diagonal: [2, 1.9, 0]) * covariance)
    let value = try BalancedSharpness(objective: objective, architecture: .layered, depth: 2).value
    #expect((value - 15.6).magnitude <= 16 * .ulpOfOne * 15.6)
  }

  @Test("Layered, by hand: N s^{2 - 2/N}, and 0 or 1 for a zero target", arguments: [1, 2, 4])
  func whitened(depth: Int) throws {
    let objective = try QuadraticObjective(target: Matrix(rows: [[16, 0], [0, 3]]))
    let value = try BalancedSharpness(
      objective: objective, architecture: .layered, depth: depth
    ).value
    let expected = Double(depth) * .pow(16, 2 - 2 / Double(depth))
    #expect((value - expected).magnitude <= 16 * .ulpOfOne * expected)
    let zero = try QuadraticObjective(target: Matrix(rowCount: 2, columnCount: 2))
    #expect(
      try BalancedSharpness(objective: zero, architecture: .layered, depth: depth).value
        == (depth == 1 ? 1 : 0))
  }

  @Test(
    "Regularised: that of the dense Hessian, penalty included", arguments: objectives,
    [[0, 0, 0], [0.7, 0.7, 0.7], [-1.5, -1.5, -1.5], [3, -3, 0.5], [-0.2, 0, 0.9]])
  func regularized(kind: SampleObjective, imbalances: [Double]) throws {
    let problem = try kind.problem(inputWidth: 4, outputWidth: 3)
    let objective = try #require(problem.objective as? QuadraticObjective)
    let sample = SampleNetwork(.regularized(targetImbalance: imbalances), hidden: [3])
    let weights = try minimum(objective, hidden: [3], imbalances: [imbalances])
    let expected = try dense(weights) { problem.loss($0.endToEndMatrix) + sample.penalty(at: $0) }
    let value = try BalancedSharpness(
      objective: objective, architecture: sample.architecture, depth: 2
    ).value
    #expect((value - expected).magnitude <= Self.differenceError * expected)
  }

  @Test(
    "Tied, Sx = I: that of the dense Hessian where U U^T learned the positive eigenvalues",
    arguments: [[3, 1, 0.5], [1, 0, -5], [2, 1.5, -1], [-1, -2, -3]])
  func tied(eigenvalues: [Double]) throws {
    var generator = SeededGenerator(seed: 6)
    let basis = try Matrix.orthonormal(rowCount: 3, columnCount: 3, using: &generator)
    let target = basis.scalingColumns(by: eigenvalues) * basis.transpose()
    let factor = basis.scalingColumns(by: eigenvalues.map { max($0, 0).squareRoot() })
    let expected = try dense(Weights(layers: [factor])) {
      let difference = $0.layers[0].leftGramian - target
      return difference.innerProduct(difference) / 2
    }
    let value = try BalancedSharpness(
      objective: QuadraticObjective(target: target), architecture: .tied, depth: 1
    ).value
    #expect((value - expected).magnitude <= Self.differenceError * expected)
  }

  @Test("Tied, another Sx: that of the dense Hessian to three digits", arguments: [1, 2, 3, 4])
  func tiedRegression(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let factor = Matrix.gaussian(rowCount: 3, columnCount: 3, using: &generator)
    let covariance = Matrix.gaussian(rowCount: 3, columnCount: 3, using: &generator).gramian
    let objective = try QuadraticObjective(
      inputCovariance: covariance, outputInputCovariance: factor.leftGramian * covariance)
    let expected = try dense(Weights(layers: [factor])) {
      let difference = $0.layers[0].leftGramian - factor.leftGramian
      return (difference * covariance).innerProduct(difference) / 2
    }
    let value = try BalancedSharpness(
      objective: objective, architecture: .tied, depth: 1
    ).value
    #expect((value - expected).magnitude <= 1e-3 * expected)
  }

  @Test("One layer: the limit is 2 over the largest input variance")
  func oneLayer() throws {
    let problem = try SampleObjective.regression.problem(inputWidth: 4, outputWidth: 3)
    let objective = try #require(problem.objective as? QuadraticObjective)
    let limit = try BalancedSharpness(
      objective: objective, architecture: .layered, depth: 1
    ).stepSizeLimit
    let largest = try #require(objective.inputCovariance).spectralNorm()
    #expect((limit - 2 / largest).magnitude <= 32 * .ulpOfOne * limit)
  }
}
