internal import TrainingDynamics

/// What the networks of a live experiment show at one record.
public struct LiveFrame: Sendable, Equatable, Encodable {
  /// The record, counted from 0.
  public let index: Int

  /// For each network what was observed; nil for those that ended before.
  public let networks: [Record?]

  /// What one network shows.
  public struct Record: Sendable, Equatable, Encodable {
    /// Steps taken.
    public let iteration: Int

    /// The step size times the number of steps, or t.
    public let time: Double

    /// The loss, and the loss above its smallest value where that is known.
    public let loss, excessLoss: Double?

    /// The relative error to the clean matrix; nil when there is none.
    public let testError: Double?

    /// The effective rank, nuclear norm over spectral norm.
    public let nuclearRank: Double?

    /// The largest singular values of W, at most ten, descending.
    public let singularValues: [Double]

    /// ||W_{j+1}^T W_{j+1} - W_j W_j^T||_F for each pair of factors, from the input.
    public let imbalance: [Double]
  }
}

extension LiveFrame.Record {
  init(_ observation: Observation) {
    self.init(
      iteration: observation.iteration, time: observation.time,
      loss: observation.scalars[.loss], excessLoss: observation.scalars[.excessLoss],
      testError: observation.scalars[.testError], nuclearRank: observation.scalars[.nuclearRank],
      singularValues: Array(
        (observation.vectors[.singularValues] ?? []).prefix(TheoryComparison.modeCount)),
      imbalance: observation.vectors[.imbalance] ?? [])
  }
}
