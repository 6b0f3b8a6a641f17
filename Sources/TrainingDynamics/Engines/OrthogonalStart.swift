internal import DeepLinearCore
internal import LinearAlgebra

/// Square factors that start as multiples of orthogonal matrices, on a target of low rank with white inputs.
///
/// ```
/// W_j(0) = eps_j O_j,   Q_j = O_j ... O_1,   M = Q_N^T Sxy^T,   B a basis of the columns and rows of M, d x b
/// W_j = Q_j (B L_j B^T + w_j (I - B B^T)) Q_{j-1}^T,   L_j(0) = eps_j I,   w_j(0) = eps_j
/// ```
/// b is at most twice the rank. L_j learns B^T M B, the w_j learn zero, and nothing couples the two.
struct OrthogonalStart {
  /// The network of the L_j; its lift gives the part of W_j within B.
  let reduction: Reduction

  /// eps_1, ..., eps_N.
  let scales: [Double]

  /// d - b, how many directions share the w_j.
  let multiplicity: Int

  /// O_j - Q_j B B^T Q_{j-1}^T, what w_j multiplies.
  private let complements: [Matrix]

  /// Finds the directions; nil when the start is not of this kind or the rank is not below d / 2.
  ///
  /// - Throws: ``LinearAlgebraError``.
  init?(objective: QuadraticObjective, network: Network) throws {
    let layers = network.weights.layers
    let width = layers[0].columnCount
    guard network.architecture == .layered, layers.count > 1, objective.inputCovariance == nil,
      layers.allSatisfy({ $0.rowCount == width && $0.columnCount == width })
    else { return nil }
    // LAPACK's own tests accept orthonormal factors that are off by this.
    let rounding = 30 * Double(width) * .ulpOfOne
    // Divided by its scale first, so that nothing under- or overflows.
    let scales = layers.map { $0.frobeniusNorm / Double(width).squareRoot() }
    guard scales.allSatisfy({ $0.isNormal }) else { return nil }
    let rotations = zip(layers, scales).map { (1 / $1) * $0 }
    for rotation in rotations {
      var deviation = rotation.gramian
      deviation.addToDiagonal(-1)
      guard deviation.frobeniusNorm <= rounding else { return nil }
    }
    var bases = [Matrix.identity(width)]
    for rotation in rotations { bases.append(rotation * bases[bases.count - 1]) }
    let target = Matrix.product(
      bases[layers.count].transposed, objective.outputInputCovariance.factor)
    guard
      let span = try RowSpan(
        of: [target.factor, target.transposed], budget: .infinity, keepsSmallEntries: false)
    else { return nil }
    let inside = span.basis.matrix
    let inner = bases.map { $0 * inside }
    reduction = Reduction(
      objective: try QuadraticObjective(
        target: Matrix.product(inside.transposed, (target * inside).factor)),
      network: try Network(
        weights: Weights(
          layers: scales.map { $0 * Matrix.identity(span.dimension) })),
      lift: Lift(bases: inner.map { Basis(columns: $0) }))
    self.scales = scales
    multiplicity = width - span.dimension
    complements = (0..<layers.count).map { j in
      rotations[j] - Matrix.product(inner[j + 1].factor, inner[j].transposed)
    }
  }

  /// The true factors.
  ///
  /// - Parameters:
  ///   - reduced: the L_j.
  ///   - scalars: the w_j.
  /// - Returns: the W_j.
  func weights(_ reduced: Weights, scalars: [Double]) -> Weights {
    let moving = reduction.lift.weights(reduced).layers
    let layers = moving.indices.map { j in
      var layer = moving[j]
      layer.add(complements[j], scaledBy: scalars[j])
      return layer
    }
    guard let weights = try? Weights(layers: layers) else {
      preconditionFailure("complements that do not fit their factors")
    }
    return weights
  }
}
