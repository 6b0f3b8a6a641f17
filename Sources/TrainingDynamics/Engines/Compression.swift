internal import DeepLinearCore
internal import LinearAlgebra

/// A network in the bases of what moves, which moves exactly as the network does.
///
/// ```
/// inputs    range(Sx), or the rows of W_1(0) and Sxy^T when Sx = I;  W_1 (I - P P^T) never moves
/// outputs   the columns of W_N(0) and Sxy^T
/// layer j   the rows of W_{j+1}(0) and the columns of W_j(0): at most d_{j-1} + d_{j+1} directions
/// ```
/// A gradient in W_j has its columns among the rows of the factors above and its rows among the columns of the
/// factors below, so none of these spans is ever left. With Tarmoun's penalty for Lambda = lambda_0 I the hidden layer
/// stays within its span, the inputs are rotated but not cut. For a loss that is not quadratic only hidden layers are
/// compressed. Of a factor U of W = U U^T the rows are kept: m directions suffice.
struct Compression {
  /// What moves, and the way back.
  let reduction: Reduction

  /// What became smaller, for the record: "layer 1 from 20000 to 15".
  let parts: [String]

  /// Compresses what can be; nil when nothing becomes smaller.
  ///
  /// - Parameters:
  ///   - objective: the loss.
  ///   - network: the start.
  ///   - budget: multiplications that looking for spans which the shapes alone do not give may cost.
  /// - Throws: ``LinearAlgebraError``.
  init?(objective: any Objective, network: Network, budget: Double) throws {
    var work = CompressionWork(objective: objective, network: network, budget: budget)
    if case .tied = network.architecture {
      try work.compressTiedFactor()
    } else {
      try work.compressInputs()
      try work.compressOutputs()
      try work.compressHiddenLayers()
    }
    guard !work.parts.isEmpty else { return nil }
    reduction = try work.reduction()
    parts = work.parts
  }
}

/// The compression under way.
private struct CompressionWork {
  var objective: any Objective
  let architecture: Architecture
  var layers: [Matrix]
  var bases: [Basis?]
  var still: Matrix?
  let budget: Double
  var parts: [String] = []

  init(objective: any Objective, network: Network, budget: Double) {
    self.objective = objective
    architecture = network.architecture
    layers = network.weights.layers
    bases = Array(repeating: nil, count: layers.count + 1)
    self.budget = budget
  }

  func reduction() throws -> Reduction {
    var reduced = architecture
    // Hidden layers are compressed only when all targets are equal; else there are as many as before.
    if case .regularized(let imbalance) = architecture, hasUniformImbalance {
      reduced = .regularized(
        targetImbalance: Array(repeating: imbalance[0], count: layers[0].rowCount))
    }
    return Reduction(
      objective: objective,
      network: try Network(architecture: reduced, weights: Weights(layers: layers)),
      lift: Lift(bases: bases, still: still, isTied: architecture == .tied))
  }

  mutating func compressTiedFactor() throws {
    guard let span = try RowSpan(of: [layers[0].factor], budget: budget) else { return }
    note("the factor's columns", layers[0].columnCount, span.dimension)
    bases[0] = span.basis
    layers = span.parts
  }

  // MARK: - Inputs

  mutating func compressInputs() throws {
    guard let quadratic = objective as? QuadraticObjective else { return }
    let width = layers[0].columnCount
    guard let covariance = quadratic.inputCovariance else {
      guard
        let span = try RowSpan(
          of: [layers[0].factor, quadratic.outputInputCovariance.factor], budget: budget)
      else { return }
      note("inputs", width, span.dimension)
      bases[0] = span.basis
      layers[0] = span.parts[0]
      objective = try QuadraticObjective(target: span.parts[1])
      return
    }
    guard quadratic.inputVariances == nil || covariance.diagonal.contains(0),
      let decomposition = quadratic.inputDecomposition,
      2 * Double(width) * Double(width) * Double(layers[0].rowCount + quadratic.outputWidth)
        <= budget
    else { return }
    let rank = movingInputCount(decomposition, quadratic)
    let basis = decomposition.vectors.submatrix(rows: 0..<width, columns: 0..<rank)
    let moving = layers[0] * basis
    if rank < width {
      still = layers[0] - Matrix.product(moving.factor, basis.transposed)
    }
    note("inputs", width, rank)
    bases[0] = Basis(columns: basis)
    layers[0] = moving
    objective = try quadratic.rotatingInputs(
      to: basis, variances: decomposition.values.prefix(rank).map { max($0, 0) })
  }

  /// How many eigenvectors of Sx, from the largest eigenvalue down, a gradient can have in its rows.
  ///
  /// Those left out have neither variance nor outputs, to within rounding. A penalty moves all of W_1.
  private func movingInputCount(
    _ decomposition: SymmetricEigendecomposition, _ quadratic: QuadraticObjective
  ) -> Int {
    let width = decomposition.values.count
    if case .regularized = architecture { return width }
    let rotated = quadratic.outputInputCovariance * decomposition.vectors
    let rounding = Double(width) * .ulpOfOne * rotated.frobeniusNorm
    var count = width
    while count > 1, decomposition.values[count - 1] <= decomposition.roundingCutoff,
      rotated.column(count - 1).allSatisfy({ $0.magnitude <= rounding })
    {
      count -= 1
    }
    return count
  }

  // MARK: - Outputs

  mutating func compressOutputs() throws {
    guard let quadratic = objective as? QuadraticObjective else { return }
    let last = layers.count - 1
    let target = quadratic.outputInputCovariance
    guard
      let span = try RowSpan(of: [layers[last].transposed, target.transposed], budget: budget)
    else { return }
    note("outputs", layers[last].rowCount, span.dimension)
    bases[layers.count] = span.basis
    layers[last] = span.parts[0].transpose()
    let compressed = span.parts[1].transpose()
    objective =
      if let covariance = quadratic.inputCovariance {
        try QuadraticObjective(
          inputCovariance: covariance, outputInputCovariance: compressed,
          minimumLoss: quadratic.minimumLoss)
      } else {
        try QuadraticObjective(target: compressed)
      }
  }

  // MARK: - Hidden layers

  /// Goes over the layers until none becomes smaller: a narrower layer may make room for its neighbours.
  mutating func compressHiddenLayers() throws {
    guard layers.count > 1, hasUniformImbalance else { return }
    let widths = layers.map(\.rowCount)
    var changed = true
    while changed {
      changed = false
      for j in 0..<(layers.count - 1) {
        guard
          let span = try RowSpan(of: [layers[j + 1].factor, layers[j].transposed], budget: budget)
        else { continue }
        layers[j + 1] = span.parts[0]
        layers[j] = span.parts[1].transpose()
        bases[j + 1] = bases[j + 1].map { $0.rotated(by: span.basis.matrix) } ?? span.basis
        changed = true
      }
    }
    for (j, width) in widths.dropLast().enumerated() where layers[j].rowCount < width {
      note("layer \(j + 1)", width, layers[j].rowCount)
    }
  }

  /// Whether a penalty, if there is one, treats all hidden directions alike.
  private var hasUniformImbalance: Bool {
    guard case .regularized(let imbalance) = architecture else { return true }
    return imbalance.allSatisfy { $0 == imbalance[0] }
  }

  private mutating func note(_ part: String, _ width: Int, _ dimension: Int) {
    parts.append(
      dimension < width ? "\(part) from \(width) to \(dimension)" : "\(part) made uncorrelated")
  }
}
