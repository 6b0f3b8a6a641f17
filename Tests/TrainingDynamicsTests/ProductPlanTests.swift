import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@testable import TrainingDynamics

@Suite("The order of a gradient's products")
struct ProductPlanTests {
  static let widths = [
    [4, 3, 2], [2, 9, 7], [7, 3, 8, 2], [30, 5, 6, 4], [3, 8, 8, 40], [5, 5, 1, 5, 5],
    [6, 2, 7, 3, 9, 4],
  ]

  /// Shapes in place of matrices; a product counts its multiplications.
  private struct Counter {
    var total = 0

    mutating func product(
      _ left: (Int, Int), _ right: (Int, Int)
    ) -> (Int, Int) {
      precondition(left.1 == right.0)
      total += left.0 * left.1 * right.1
      return (left.0, right.1)
    }
  }

  /// The products of the plan's documentation, one by one.
  private func count(_ widths: [Int], cut m: Int) -> Int {
    var counter = Counter()
    let depth = widths.count - 1
    func factor(_ j: Int) -> (Int, Int) { (widths[j], widths[j - 1]) }
    func turned(_ shape: (Int, Int)) -> (Int, Int) { (shape.1, shape.0) }
    // Position j holds P_j and S_j; those that no product forms keep the shape of W_j.
    var prefixes = (0...depth).map { factor(max($0, 1)) }
    for j in 1..<depth where j < m { prefixes[j + 1] = counter.product(factor(j + 1), prefixes[j]) }
    var suffixes = (0...depth).map { factor(max($0, 1)) }
    for j in (1..<depth).reversed() where j > m {
      suffixes[j] = counter.product(suffixes[j + 1], factor(j))
    }
    let gradient = counter.product(suffixes[m + 1], prefixes[m])
    var below = counter.product(turned(suffixes[m + 1]), gradient)
    for j in (1...m).reversed() {
      if j > 1 { _ = counter.product(below, turned(prefixes[j - 1])) }
      if j > 1 { below = counter.product(turned(factor(j)), below) }
    }
    var above = counter.product(gradient, turned(prefixes[m]))
    for j in (m + 1)...depth {
      if j < depth { _ = counter.product(turned(suffixes[j + 1]), above) }
      if j < depth { above = counter.product(above, turned(factor(j))) }
    }
    return counter.total
  }

  @Test(
    "The multiplications are those of the products written out, for every cut", arguments: widths)
  func multiplications(widths: [Int]) {
    for cut in 1..<(widths.count - 1) {
      #expect(ProductPlan(widths: widths, cut: cut).multiplications == count(widths, cut: cut))
    }
  }

  @Test("The cheapest cut is chosen", arguments: widths)
  func cheapest(widths: [Int]) {
    let least = (1..<(widths.count - 1)).map { count(widths, cut: $0) }.min()
    #expect(ProductPlan(widths: widths).multiplications == least)
    #expect(count(widths, cut: ProductPlan(widths: widths).cut) == least)
  }

  @Test("Every cut gives the same gradient, to rounding", arguments: widths)
  func gradients(widths: [Int]) throws {
    let depth = widths.count - 1
    let problem = try SampleObjective.regression.problem(
      inputWidth: widths[0], outputWidth: widths[depth])
    let network = try SampleNetwork(hidden: Array(widths[1..<depth])).network(
      from: GaussianInitialization(standardDeviation: 0.5), inputWidth: widths[0],
      outputWidth: widths[depth])
    let gradients = (1..<depth).map { cut in
      var gradient = LayeredGradient(
        objective: problem.objective, weights: network.weights,
        plan: ProductPlan(widths: widths, cut: cut))
      _ = gradient.evaluate(at: network.weights)
      var result = network.weights
      result.fill(with: 0)
      gradient.addGradient(to: &result, scaledBy: 1)
      return result
    }
    // Each of the products rounds within the norms of its factors.
    let scale = network.weights.layers.reduce(problem.target.frobeniusNorm) {
      $0 * max(1, $1.frobeniusNorm)
    }
    let tolerance = 3 * Double(depth * (widths.max() ?? 1)) * .ulpOfOne * scale
    for gradient in gradients {
      for (layer, first) in zip(gradient.layers, gradients[0].layers) {
        #expect(distance(layer, first) <= tolerance)
      }
    }
  }
}
