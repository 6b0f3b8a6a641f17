internal import DeepLinearCore
internal import LinearAlgebra

/// The search for bases in which the statistics and every factor of a network are diagonal.
///
/// The input and output directions are singular vectors of a combination of W(0), Sxy^T, W(0) Sx and Sxy^T Sx, all of
/// which the modes diagonalise; the hidden ones follow from the factors. What was found is then checked.
struct ModeChainFinder {
  private let objective: QuadraticObjective
  private let layers: [Matrix]

  /// The rounding of a product with n x n orthonormal factors, relative to its norm.
  private let rounding: Double

  /// What is left of a zero after such a product.
  private let noise: Double

  /// What was found.
  struct Chain {
    let bases: [Matrix]
    let factors: [[Double]]
    let variances: [Double]
    let targets: [Double]
    let unreachableLoss: Double
  }

  init(_ objective: QuadraticObjective, _ layers: [Matrix]) {
    self.objective = objective
    self.layers = layers
    let width = layers.reduce(objective.outputWidth) { max($0, $1.columnCount) }
    // LAPACK's own tests accept orthonormal factors that are off by 30 n epsilon.
    rounding = 30 * Double(width) * .ulpOfOne
    // Sums of n roundings that are independent of one another, two standard deviations for each of two products.
    noise = 4 * Double(width).squareRoot() * .ulpOfOne
  }

  /// The modes; nil when there are none that explain everything.
  ///
  /// Where one combination brings two modes close together, so that their directions are blurred, another does not.
  func chain() throws(LinearAlgebraError) -> Chain? {
    for weights in Self.weights {
      if let chain = try chain(combinedWith: weights) { return chain }
    }
    return nil
  }

  /// Weights that no symmetry of a problem knows, so that only common degeneracies remain.
  private static let weights = [
    [1, 0.7548776662, 0.5698402910, 0.4301597090], [1, -0.3247179572, 0.2451223338, 0.6823278038],
    [0.4655712319, 1, -0.6180339887, 0.3027756377], [1, 0.1324717957, -0.7861513778, 0.8191725134],
  ]

  private func chain(combinedWith weights: [Double]) throws(LinearAlgebraError) -> Chain? {
    let count = layers.reduce(objective.outputWidth) { min($0, $1.columnCount) }
    let decomposition = try SingularValueDecomposition(combination(weights))
    let inputs = decomposition.rightVectorsTransposed.submatrix(
      rows: 0..<count, columns: 0..<objective.inputWidth
    ).transpose()
    let outputs = decomposition.leftVectors.submatrix(
      rows: 0..<objective.outputWidth, columns: 0..<count)
    let bases = bases(from: inputs, to: outputs)
    guard bases.allSatisfy(isOrthonormal), let factors = factors(in: bases),
      let variances = variances(along: inputs), let targets = targets(along: inputs, outputs)
    else { return nil }
    let reached = Matrix.product(
      outputs.scalingColumns(by: zip(targets, variances).map { $1 == 0 ? 0 : $0 / $1 }).factor,
      inputs.transposed)
    let missing = objective.minimizer - reached
    let isReached = missing.frobeniusNorm <= rounding * objective.minimizer.frobeniusNorm
    return Chain(
      bases: bases, factors: factors, variances: variances, targets: targets,
      unreachableLoss: isReached ? 0 : objective.excessLoss(at: reached) ?? 0)
  }

  /// The sum of W(0), Sxy^T and their products with Sx, each of norm 1, with the given weights.
  private func combination(_ weights: [Double]) -> Matrix {
    let start = layers.dropFirst().reduce(layers[0]) { $1 * $0 }
    var terms = [objective.outputInputCovariance, start]
    if let covariance = objective.inputCovariance { terms += terms.map { $0 * covariance } }
    var sum = Matrix(rowCount: start.rowCount, columnCount: start.columnCount)
    for (term, weight) in zip(terms, weights) {
      let norm = term.frobeniusNorm
      if norm > 0 { sum.add(term, scaledBy: weight / norm) }
    }
    return sum
  }

  /// Q_0, ..., Q_N: a hidden direction is where the factors below send a mode, or else those above.
  private func bases(from inputs: Matrix, to outputs: Matrix) -> [Matrix] {
    var rising = [inputs]
    for layer in layers.dropLast() { rising.append(unitColumns(layer * rising[rising.count - 1])) }
    rising.append(outputs)
    var falling = outputs
    for j in stride(from: layers.count - 1, to: 0, by: -1) {
      falling = unitColumns(Matrix.product(layers[j].transposed, falling.factor))
      for column in 0..<falling.columnCount where rising[j].column(column).allSatisfy({ $0 == 0 }) {
        for row in 0..<falling.rowCount { rising[j][row, column] = falling[row, column] }
      }
    }
    return rising
  }

  /// Orthonormal columns along the given ones; those at the rounding of the largest become zero.
  ///
  /// Columns of modes are orthogonal but for rounding, which weighs most in the shortest: they are made orthogonal
  /// from the longest down (Gram and Schmidt, twice).
  private func unitColumns(_ matrix: Matrix) -> Matrix {
    var columns = (0..<matrix.columnCount).map { matrix.column($0) }
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let norms = columns.map { product($0, $0).squareRoot() }
    let order = norms.indices.sorted { norms[$0] > norms[$1] }
    for (position, index) in order.enumerated() {
      guard norms[index] > noise * norms[order[0]] else {
        columns[index] = Array(repeating: 0, count: matrix.rowCount)
        continue
      }
      for _ in 0..<2 {
        for longer in order[..<position] {
          let overlap = product(columns[longer], columns[index])
          for i in columns[index].indices { columns[index][i] -= overlap * columns[longer][i] }
        }
        let norm = product(columns[index], columns[index]).squareRoot()
        guard norm > 0 else { break }
        for i in columns[index].indices { columns[index][i] /= norm }
      }
    }
    return Matrix(
      rowCount: matrix.rowCount, columnCount: columns.count, columnMajor: columns.flatMap(\.self))
  }

  /// Whether the columns that are not zero are orthonormal.
  private func isOrthonormal(_ basis: Matrix) -> Bool {
    let gramian = basis.gramian
    let expected = Matrix(diagonal: gramian.diagonal.map { $0 == 0 ? 0 : 1 })
    return (gramian - expected).frobeniusNorm <= rounding
  }

  /// The w_j, if W_j = Q_j diag(w_j) Q_{j-1}^T; numbers that are noise are zero.
  ///
  /// A row or column that is small as a whole may be the start of a mode, so each is judged by its own size. A number
  /// that is neither noise nor clear of the rounding of the others is no mode.
  private func factors(in bases: [Matrix]) -> [[Double]]? {
    var factors: [[Double]] = []
    for (j, layer) in layers.enumerated() {
      let rotated = Matrix.product(bases[j + 1].transposed, (layer * bases[j]).factor)
      let (zero, clear) = (noise * layer.frobeniusNorm, rounding * layer.frobeniusNorm)
      let diagonal =
        layer.isDiagonal
        ? rotated.diagonal : rotated.diagonal.map { $0.magnitude <= zero ? 0 : $0 }
      guard layer.isDiagonal || diagonal.allSatisfy({ $0 == 0 || $0.magnitude > clear }) else {
        return nil
      }
      let rest =
        layer
        - Matrix.product(bases[j + 1].scalingColumns(by: diagonal).factor, bases[j].transposed)
      guard rest.isRounding(of: layer, relative: rounding) else { return nil }
      factors.append(diagonal)
    }
    return equalized(factors)
  }

  /// Makes magnitudes equal that differ from those of the first layer by noise alone.
  ///
  /// Equal factors are rounded alike and stay equal; a difference in the last bit would grow, and a mode with a negative
  /// target be learned.
  private func equalized(_ factors: [[Double]]) -> [[Double]] {
    factors.enumerated().map { j, layer in
      let tolerance = noise * max(layers[j].frobeniusNorm, layers[0].frobeniusNorm)
      return zip(layer, factors[0]).map { own, first in
        (own.magnitude - first.magnitude).magnitude <= tolerance
          ? Double(signOf: own, magnitudeOf: first) : own
      }
    }
  }

  /// s, if Sx Q_0 = Q_0 diag(s).
  private func variances(along inputs: Matrix) -> [Double]? {
    guard let covariance = objective.inputCovariance else {
      return Array(repeating: 1, count: inputs.columnCount)
    }
    let image = covariance * inputs
    let variances = Matrix.product(inputs.transposed, image.factor).diagonal.map { max($0, 0) }
    let rest = image - inputs.scalingColumns(by: variances)
    return rest.frobeniusNorm <= rounding * covariance.frobeniusNorm ? variances : nil
  }

  /// t, if Sxy^T Q_0 = Q_N diag(t) and Q_N^T Sxy^T = diag(t) Q_0^T.
  private func targets(along inputs: Matrix, _ outputs: Matrix) -> [Double]? {
    let target = objective.outputInputCovariance
    let image = target * inputs
    let targets = Matrix.product(outputs.transposed, image.factor).diagonal
    let right = image - outputs.scalingColumns(by: targets)
    let left =
      Matrix.product(target.transposed, outputs.factor) - inputs.scalingColumns(by: targets)
    let bound = rounding * target.frobeniusNorm
    return right.frobeniusNorm <= bound && left.frobeniusNorm <= bound ? targets : nil
  }
}
