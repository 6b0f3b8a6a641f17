internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule
internal import TrainingDynamics

extension TheoryCheck {
  /// The checks of B.hessian and B.sharpness.
  static let curvatureChecks: [TheoryCheck] = [
    TheoryCheck("B.hessian", "all eigenvalues against a dense Hessian") { generator in
      let modes = Int.random(in: 1...2, using: &generator)
      func width() -> Int { modes + Int.random(in: 0...1, using: &generator) }
      let (d, k, p) = (width(), width(), width())
      let (values, strengths) = (amounts(modes, &generator), amounts(modes, &generator))
      let roots = values.map { $0.squareRoot() }
      let first = Matrix(diagonal: roots, rowCount: k, columnCount: d)
      let second = Matrix(diagonal: roots, rowCount: p, columnCount: k)
      let residual = second * first - Matrix(diagonal: strengths, rowCount: p, columnCount: d)
      // Columns: the derivative of both gradients along each unit direction.
      let size = k * (d + p)
      var columns: [Double] = []
      for index in 0..<size {
        var (a, b) = ([Double](repeating: 0, count: k * d), [Double](repeating: 0, count: p * k))
        if index < k * d { a[index] = 1 } else { b[index - k * d] = 1 }
        let down = Matrix(rowCount: k, columnCount: d, columnMajor: a)
        let up = Matrix(rowCount: p, columnCount: k, columnMajor: b)
        let change = up * first + second * down
        columns += (second.transpose() * change + up.transpose() * residual).elements
        columns += (change * first.transpose() + residual * down.transpose()).elements
      }
      let dense = Matrix(rowCount: size, columnCount: size, columnMajor: columns)
      let hessian = try TwoLayerHessian(
        values: values, strengths: strengths, inputWidth: d, hiddenWidth: k, outputWidth: p)
      let listed = hessian.eigenvalues.flatMap {
        [Double](repeating: $0.value, count: Int($0.multiplicity))
      }
      return .equality(
        listed.sorted(by: >), try SymmetricEigendecomposition(dense).values,
        allowance: 8 * Double(size) * .ulpOfOne,
        instance: "s = \(values), sigma = \(strengths), d = \(d), k = \(k), p = \(p)")
    },
    TheoryCheck("B.sharpness", "Gauss-Newton eigenvalues against differences of descent's gradient")
    {
      generator in
      let depth = Int.random(in: 1...4, using: &generator)
      let values = (0..<2).map { _ in generator.uniform(0.1...2) }
      let factor = Matrix(diagonal: values.map { .pow($0, 1 / Double(depth)) })
      let start = [Matrix](repeating: factor, count: depth)
      let objective = try QuadraticObjective(target: Matrix(diagonal: values))
      func gradient(_ layers: [Matrix]) throws -> [Double] {
        var descent = GradientDescent(
          objective: objective, network: try Network(weights: try Weights(layers: layers)),
          stepSize: 1)
        descent.step()
        return zip(layers, descent.weights.layers).flatMap { ($0 - $1).elements }
      }
      // Central differences: an error of h^2 in the third derivative and of rounding / h.
      let h = 1e-5
      var columns: [Double] = []
      for index in 0..<(4 * depth) {
        func moved(_ amount: Double) -> [Matrix] {
          var layers = start
          var elements = factor.elements
          elements[index % 4] += amount
          layers[index / 4] = Matrix(rowCount: 2, columnCount: 2, columnMajor: elements)
          return layers
        }
        columns += zip(try gradient(moved(h)), try gradient(moved(-h))).map { ($0 - $1) / (2 * h) }
      }
      var dense = Matrix(rowCount: 4 * depth, columnCount: 4 * depth, columnMajor: columns)
      dense.symmetrize()
      let found = try SymmetricEigendecomposition(dense).values.prefix(4)
      let listed = try SolutionSharpness.gaussNewton(depth: depth, values: values)
      let scale = Double(depth * depth) * .pow(2, 3)
      return .equality(
        listed.elements.sorted(by: >), Array(found),
        allowance: scale * (h * h + 4 * .ulpOfOne / h) / found[0],
        instance: "N = \(depth), s = \(values)")
    },
    TheoryCheck("B.sharpness", "balanced and imbalanced modes against u^2 + v^2") { generator in
      let (u, v) = (generator.logUniform(1e-4...1e2), generator.logUniform(1e-4...1e2))
      let balanced = try SolutionSharpness.balanced(depth: 2, values: [u * u])
      let imbalanced = SolutionSharpness.imbalanced(value: u * v, imbalance: (u - v) * (u + v))
      return .equality(
        [balanced / (2 * u * u), imbalanced / (u * u + v * v)], [1, 1], allowance: 8 * .ulpOfOne,
        instance: "u = \(u), v = \(v)")
    },
  ]

  /// Non-negative numbers, some zero and some equal.
  private static func amounts(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    let first = generator.logUniform(1e-3...1e2)
    return (0..<count).map { _ in
      switch Int.random(in: 0...4, using: &generator) {
      case 0: 0
      case 1: first
      default: generator.logUniform(1e-3...1e2)
      }
    }
  }
}
