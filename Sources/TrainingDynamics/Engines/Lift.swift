internal import DeepLinearCore
internal import LinearAlgebra
internal import Observables

/// The way back from factors in smaller bases to the true ones.
///
/// ```
/// W_j = Q_j L_j Q_{j-1}^T,   W_1 = Q_1 L_1 Q_0^T + S
/// ```
/// Q_j is d_j x r_j with orthonormal columns and S = W_1(0) (I - Q_0 Q_0^T) never moves.
struct Lift: Sendable {
  /// Q_0, ..., Q_N; nil for the identity.
  private let bases: [Basis?]

  /// S, d_1 x d; nil where it is zero.
  private let still: Matrix?

  /// Whether the only basis belongs to the hidden side of a tied factor, which W = U U^T does not show.
  private let isTied: Bool

  /// The true factors are those that move.
  static let identity = Lift(bases: [])

  init(bases: [Basis?], still: Matrix? = nil, isTied: Bool = false) {
    self.bases = bases
    self.still = still
    self.isTied = isTied
  }

  /// Whether norms and singular values of W are those of the smaller matrix, and imbalances alike.
  var isIsometric: Bool { still == nil }

  /// p and d, where a basis says so.
  var outputWidth: Int? { isTied ? nil : bases.last??.width }
  var inputWidth: Int? { isTied ? nil : bases.first??.width }

  /// The true factors.
  func weights(_ reduced: Weights) -> Weights {
    guard !bases.isEmpty else { return reduced }
    let layers = reduced.layers.enumerated().map { j, layer in
      let factor = embed(layer, outputs: bases[j + 1], inputs: bases[j])
      return j == 0 ? still.map { factor + $0 } ?? factor : factor
    }
    guard let weights = try? Weights(layers: layers) else {
      preconditionFailure("bases that do not fit their factors")
    }
    return weights
  }

  /// W, p x d, from the product of the smaller factors and the factors themselves.
  func endToEndMatrix(_ product: Matrix, of reduced: @autoclosure () -> Weights) -> Matrix {
    guard !bases.isEmpty, !isTied else { return product }
    let moving = embed(product, outputs: bases[bases.count - 1], inputs: bases[0])
    guard let still else { return moving }
    let above = weights(reduced()).layers.dropFirst()
    return moving + above.reduce(still) { $1 * $0 }
  }

  private func embed(_ matrix: Matrix, outputs: Basis?, inputs: Basis?) -> Matrix {
    let left = outputs.map { $0.multiplied(onLeftOf: matrix) } ?? matrix
    return inputs.map { $0.embeddingRows(of: left) } ?? left
  }
}

/// A problem in smaller matrices that moves as the true one does.
struct Reduction: Sendable {
  /// The loss of the smaller end-to-end matrix, equal to that of the true one.
  let objective: any Objective

  /// The smaller network at its start.
  let network: Network

  /// The way back.
  let lift: Lift

  /// The problem as it is.
  init(objective: any Objective, network: Network, lift: Lift = .identity) {
    self.objective = objective
    self.network = network
    self.lift = lift
  }
}

/// The observable state of a network that moves in smaller matrices.
protocol ReducedState: ObservableState {
  /// The product of the smaller factors.
  var smallMatrix: Matrix { get }

  /// The smaller factors.
  var smallWeights: Weights { get }

  /// The loss of the smaller matrix.
  var smallObjective: any Objective { get }

  var lift: Lift { get }
}

extension ReducedState {
  func factors() -> Weights { lift.weights(smallWeights) }

  func endToEndMatrix() -> Matrix { lift.endToEndMatrix(smallMatrix, of: smallWeights) }

  /// A matrix with the norm and the nonzero singular values of W.
  private var core: Matrix { lift.isIsometric ? smallMatrix : endToEndMatrix() }

  func frobeniusNorm() -> Double { core.frobeniusNorm }

  func readSpectrum(into values: inout [Double]) -> UnknownSpectrum? {
    let core = core
    let count = min(lift.outputWidth ?? core.rowCount, lift.inputWidth ?? core.columnCount)
    return UnknownSpectrum(
      matrix: core, others: RepeatedValue(count: count - min(core.rowCount, core.columnCount)))
  }

  func excessLoss() -> Double? { smallObjective.excessLoss(at: smallMatrix) }

  func imbalanceNorms() -> [Double] {
    (lift.isIsometric ? smallWeights : factors()).imbalanceNorms
  }
}
