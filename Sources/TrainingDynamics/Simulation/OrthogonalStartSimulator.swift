internal import DeepLinearCore
internal import LinearAlgebra
internal import Observables

/// Descent from an orthogonal start under the loop: a small network and one chain of numbers, side by side.
struct OrthogonalStartSimulator: Simulator {
  private let start: OrthogonalStart
  private var descent: GradientDescent
  private var scalarNetwork: ModeRecurrence

  /// Prepares both parts.
  ///
  /// - Parameters:
  ///   - start: what moves.
  ///   - stepSize: eta > 0.
  ///   - state: the L_j and the w_j (1 x N) at which an earlier run stopped, and its steps; nil for the start.
  /// - Throws: ``NetworkError`` when the factors do not fit one another.
  init(
    _ start: OrthogonalStart, stepSize: Double, resuming state: (parts: [Matrix], iteration: Int)?
  ) throws(NetworkError) {
    self.start = start
    var network = start.reduction.network
    var scalars = start.scales
    if let state, let last = state.parts.last {
      network.weights = try Weights(layers: Array(state.parts.dropLast()))
      scalars = last.row(0)
    }
    descent = GradientDescent(
      objective: start.reduction.objective, network: network, stepSize: stepSize,
      iteration: state?.iteration ?? 0)
    scalarNetwork = ModeRecurrence(
      factors: scalars.map { [$0] }, scales: [1], targets: [0],
      multiplicities: [Double(start.multiplicity)])
  }

  var clock: Double { Double(iteration) }
  var iteration: Int { descent.iteration }
  var loss: Double { descent.loss + scalarNetwork.loss }
  var weights: Weights { start.weights(descent.weights, scalars: scalars) }
  var state: [Matrix] { descent.weights.layers + [Matrix(rows: [scalars])] }
  var flowProgress: GradientFlow.Progress? { nil }
  private var scalars: [Double] {
    (0..<scalarNetwork.depth).map { scalarNetwork.factor(layer: $0, mode: 0) }
  }

  mutating func advance(
    by stepCount: Int, toward mark: Double, until end: Double, while range: LossRange
  ) -> Int {
    let count = min(stepCount, Int(min(mark, end)) - iteration)
    for step in 1...count {
      descent.step()
      _ = scalarNetwork.descend(stepSize: descent.stepSize, steps: 1, lossLimit: .infinity)
      if range.isLeft(by: loss) { return step }
    }
    return count
  }

  mutating func position(at mark: Double) {}

  var observedTime: Double { Double(iteration) * descent.stepSize }
  var observedLoss: Double { loss }

  func factors() -> Weights { weights }
  func endToEndMatrix() -> Matrix { weights.endToEndMatrix }

  func readSpectrum(into values: inout [Double]) -> UnknownSpectrum? {
    UnknownSpectrum(
      matrix: descent.endToEndMatrix,
      others: RepeatedValue(
        value: scalarNetwork.strength(0).magnitude, count: start.multiplicity))
  }

  func frobeniusNorm() -> Double {
    Matrix(rows: [
      [
        descent.endToEndMatrix.frobeniusNorm,
        scalarNetwork.strength(0) * Double(start.multiplicity).squareRoot(),
      ]
    ]).frobeniusNorm
  }

  func excessLoss() -> Double? {
    start.reduction.objective.excessLoss(at: descent.endToEndMatrix).map { $0 + scalarNetwork.loss }
  }

  func imbalanceNorms() -> [Double] { weights.imbalanceNorms }
}
