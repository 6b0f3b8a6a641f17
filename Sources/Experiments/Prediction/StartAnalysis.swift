internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Observables

/// A network at its start, as the theory sees it: modes, chains, and how far it is from each theorem's start.
struct StartAnalysis {
  let objective: QuadraticObjective
  let network: Network
  let modes: ProblemModes
  let chain: ModeChain

  /// The modes of the network with their factors; nil where no formula follows them.
  ///
  /// With two layers a start that is not aligned is approximated by its modes one at a time: u = W_2^T y and v = W_1 x
  /// are vectors, w = u . v, and sqrt((|u|^2 + |v|^2)^2 - 4 w^2) is conserved in place of the imbalance.
  let deepModes: [DeepMode]?

  /// The part of W(0) between different modes against the largest limit, in spectral norm.
  let mixing: Double

  /// Above a tenth the modes of a start that is not aligned cannot be taken one at a time.
  static let mixingLimit = 0.1

  /// Time runs twice as fast in a tied network, whose factor is both the first and the last.
  let clockRate: Double

  /// n epsilon, what rounding leaves of zeros in products of n terms.
  let rounding: Double

  /// Whether the sign of a strength against its start means anything: not where the directions do not match.
  var hasSigns: Bool { chain.isAligned || isTied }

  /// N, 2 for a tied network.
  var depth: Int { isTied ? 2 : network.weights.depth }

  var isTied: Bool { network.architecture == .tied }

  var isRegularized: Bool {
    if case .regularized = network.architecture { true } else { false }
  }

  init(_ objective: QuadraticObjective, _ network: Network) throws {
    self.objective = objective
    self.network = network
    let start = network.endToEndMatrix
    rounding = Double(max(objective.inputWidth, objective.outputWidth)) * .ulpOfOne
    modes = try ProblemModes(objective, start: start)
    var layers = network.weights.layers
    if case .tied = network.architecture { layers = [layers[0].transpose(), layers[0]] }
    chain = ModeChain(
      modes, weights: try Weights(layers: layers), covariance: objective.inputCovariance)
    clockRate = network.architecture == .tied ? 2 : 1
    mixing = try modes.mixing(in: start)
    let factors: [[Double]]? =
      if chain.isAligned {
        chain.factors
      } else {
        switch layers.count {
        case 1: modes.diagonal(of: start).map { [$0] }
        case 2 where mixing <= Self.mixingLimit:
          Self.vectorChains(layers, modes, rounding: rounding)
        default: nil
        }
      }
    let problemModes = modes
    deepModes = try factors?.enumerated().map { i, factors in
      try DeepMode(
        strength: problemModes.strengths[i], inputVariance: problemModes.inputVariances[i],
        factors: factors)
    }
  }

  /// Two numbers with the product and the conserved quantity of two vectors.
  private static func vectorChains(
    _ layers: [Matrix], _ modes: ProblemModes, rounding: Double
  ) -> [[Double]] {
    let first = layers[0] * modes.inputDirections
    let second = Matrix.product(layers[1].transposed, modes.outputDirections.factor)
    return modes.strengths.indices.map { i in
      // A narrow hidden layer has room for the modes that grow fastest.
      guard i < layers[0].rowCount else { return [0, 0] }
      let (v, u) = (first.column(i), second.column(i))
      var sum = zip(u, v).reduce(0) { $0 + ($1.0 + $1.1) * ($1.0 + $1.1) }.squareRoot()
      var difference = zip(u, v).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      // Equal or opposite vectors stay so; a rest of rounding would grow.
      if sum <= rounding * difference { sum = 0 }
      if difference <= rounding * sum { difference = 0 }
      return [(sum - difference) / 2, (sum + difference) / 2]
    }
  }

  // MARK: - Distances from the starts of the theorems

  /// The largest imbalance norm relative to the Gramians it is a difference of; 0 for one layer.
  var relativeImbalance: Double {
    guard !isTied else { return 0 }
    let weights = network.weights
    return zip(weights.imbalanceNorms, zip(weights.layers, weights.layers.dropFirst())).reduce(0) {
      let scale = $1.1.0.leftGramian.frobeniusNorm + $1.1.1.gramian.frobeniusNorm
      return scale > 0 ? max($0, $1.0 / scale) : $0
    }
  }

  /// lambda_0 of two layers with W_2^T W_2 - W_1 W_1^T = lambda_0 I; nil for other starts.
  var uniformImbalance: Double? {
    let layers = network.weights.layers
    guard !isTied, layers.count == 2 else { return nil }
    var imbalance = network.weights.imbalance(at: 0)
    let value = imbalance.trace / Double(imbalance.rowCount)
    imbalance.addToDiagonal(-value)
    let scale = layers[1].gramian.frobeniusNorm + layers[0].leftGramian.frobeniusNorm
    return imbalance.frobeniusNorm <= ModeChain.tolerance * scale ? value : nil
  }

  /// alpha and beta of the identical start nearest to the factors, and the distance relative to alpha.
  ///
  /// Source: Chou 2022, equations (6) and (35).
  var identical: (scale: Double, perturbation: Double, distance: Double)? {
    let layers = network.weights.layers
    guard !isTied, let last = layers.last,
      layers.allSatisfy({ $0.rowCount == last.rowCount && $0.columnCount == last.rowCount })
    else { return nil }
    let size = Double(last.rowCount)
    let values = layers.map { $0.trace / size }
    let scale =
      values.count > 1 ? values.dropFirst().reduce(0, +) / Double(values.count - 1) : values[0]
    let distance = zip(layers, [values[0]] + values.dropFirst().map { _ in scale }).reduce(0) {
      var rest = $1.0
      rest.addToDiagonal(-$1.1)
      return max($0, rest.frobeniusNorm / size.squareRoot())
    }
    // Means and differences of n numbers are rounded n times.
    let rounding = size * .ulpOfOne * scale.magnitude
    let perturbation = scale - values[0]
    return (
      scale, perturbation.magnitude <= rounding ? 0 : perturbation,
      scale == 0 ? .infinity : distance / scale.magnitude
    )
  }

  /// ||T - T^T||_F / ||T||_F of the target T = Sxy^T; infinite for a matrix that is not square.
  var asymmetry: Double {
    let target = objective.outputInputCovariance
    guard target.rowCount == target.columnCount else { return .infinity }
    let norm = target.frobeniusNorm
    return norm > 0 ? (target - target.transpose()).frobeniusNorm / norm : 0
  }

  /// ||Sx - I||_F / sqrt(d): 0 in matrix factorisation.
  var distanceFromIdentity: Double {
    guard var covariance = objective.inputCovariance else { return 0 }
    covariance.addToDiagonal(-1)
    return covariance.frobeniusNorm / Double(covariance.rowCount).squareRoot()
  }
}

extension ProblemModes {
  /// ||W - sum_i (y_i^T W x_i) y_i x_i^T|| / max_i sigma_i / lambda_i.
  fileprivate func mixing(in matrix: Matrix) throws -> Double {
    let own = outputDirections.scalingColumns(by: diagonal(of: matrix))
    let rest = matrix - Matrix.product(own.factor, inputDirections.transposed)
    let limits = zip(strengths, inputVariances).map { $1 > 0 ? $0 / $1 : 0 }
    let largest = limits.max() ?? 0
    return largest > 0 ? try rest.spectralNorm() / largest : 0
  }

  /// y_i^T W x_i.
  fileprivate func diagonal(of matrix: Matrix) -> [Double] {
    let image = matrix * inputDirections
    return strengths.indices.map { i in
      zip(image.column(i), outputDirections.column(i)).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}
