public import DeepLinearCore
internal import LinearAlgebra

/// One of many runs that may advance side by side: descent of a network on an objective.
///
/// The run is first reduced to what moves, as ``Simulation`` does; runs of equal ``shape`` may share lanes.
public struct LaneRun: Sendable {
  /// What runs must have in common to advance together: the sizes of what moves, the steps, what is observed and when.
  public struct Shape: Hashable, Sendable {
    let widths: [Int]
    let isCorrelated: Bool
    let steps: Int
    let marks: [Double]
    let scalars: Set<ScalarQuantity>
    let vectors: Set<VectorQuantity>
    let rows: [Int]
    let snapshots: [Double]
  }

  /// What the run must have in common with others to share lanes with them; nil when it cannot share any.
  ///
  /// A run shares lanes when layers move as they are or compressed, on a quadratic loss, and eight of them stay
  /// in a core's caches.
  public let shape: Shape?

  /// What would compute the run if it ran alone, and why.
  public let engine: EngineRecord

  let reduction: Reduction?
  let stepSize: Double
  let recording: Recording
  let lossThreshold: Double?

  /// The loss at W = 0.
  let zeroLoss: Double

  /// Prepares a run; the parameters are those of ``Simulation``.
  ///
  /// - Throws: as ``Simulation``.
  public init(
    objective: any Objective, network: Network, stepSize: Double, steps: Int, recording: Recording,
    lossThreshold: Double? = nil, engine: EngineChoice = .automatic
  ) throws {
    let training = Training.descent(stepSize: stepSize, steps: steps)
    try SimulationError.check(objective: objective, network: network, training: training)
    let chosen = try Engine(
      choice: engine, objective: objective, network: network, training: training)
    self.engine = chosen.record
    self.stepSize = stepSize
    self.recording = recording
    self.lossThreshold = lossThreshold
    reduction = chosen.reduction
    zeroLoss = objective.loss(
      at: Matrix(rowCount: objective.outputWidth, columnCount: objective.inputWidth))
    guard let reduction, reduction.network.architecture == .layered,
      let quadratic = reduction.objective as? QuadraticObjective
    else {
      shape = nil
      return
    }
    let layers = reduction.network.weights.layers
    let widths = [layers[0].columnCount] + layers.map(\.rowCount)
    let isCorrelated = quadratic.inputCovariance != nil
    guard LaneDescent.suits(widths: widths, isCorrelated: isCorrelated) else {
      shape = nil
      return
    }
    shape = Shape(
      widths: widths, isCorrelated: isCorrelated, steps: steps,
      marks: recording.iterations(upTo: steps), scalars: recording.scalars,
      vectors: recording.vectors, rows: recording.rows, snapshots: recording.snapshots)
  }

  /// The numbers that lanes give side by side; nil when some record needs more than them.
  ///
  /// Errors do when W is not turned or extended by the compression.
  var sideBySide: [ScalarQuantity]? {
    guard let lift = reduction?.lift, recording.vectors.isEmpty, recording.rows.isEmpty else {
      return nil
    }
    let isPlain = lift.isIsometric && lift.outputWidth == nil && lift.inputWidth == nil
    let quantities = recording.scalars.filter {
      $0 != .testError || recording.cleanMatrix != nil
    }
    let available: Set<ScalarQuantity> = isPlain ? [.loss, .testError] : [.loss]
    return quantities.isSubset(of: available) ? Array(quantities) : nil
  }
}
