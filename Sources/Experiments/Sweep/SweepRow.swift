internal import ExperimentFiles
internal import TrainingDynamics

/// What one point of a sweep gave: a row of the table, and a line of the journal.
public struct SweepRow: Codable, Sendable, Equatable {
  /// The point's place in the sweep, from 0.
  public let point: Int

  /// One result for each network.
  public let networks: [Outcome]

  /// What one network's run gave.
  public struct Outcome: Codable, Sendable, Equatable {
    /// How it ended, in a word.
    public let status: String

    /// The name of the engine that computed it.
    public let engine: String

    /// Steps taken.
    public let steps: Int

    /// The time reached.
    public let time: Double

    /// The values of the sweep's columns; nil where the run has none.
    public let values: [Double?]

    /// Seconds that it took, which are no part of the table.
    public let seconds: Double

    /// The numbers of the table's columns, those that every table has first.
    var numbers: [Double?] { [Double(steps), time, status == "diverged" ? 1 : 0] + values }
  }
}
