public import TrainingDynamics

/// What is recorded of a run, and when.
public struct RecordDescription: Sendable, Equatable {
  /// When to observe.
  public var schedule: RecordingSchedule

  /// The numbers to observe.
  public var scalars: Set<ScalarQuantity>

  /// The lists to observe.
  public var vectors: Set<VectorQuantity>

  /// Rows of W to show as pictures; nil for none.
  public var images: ImageDescription?

  /// Step numbers or times at which all of W is kept.
  public var snapshots: [Double]

  /// Step numbers or times at which all factors are kept.
  public var factors: [Double]

  /// Creates a description from its parts.
  public init(
    schedule: RecordingSchedule, scalars: Set<ScalarQuantity> = Set(ScalarQuantity.allCases),
    vectors: Set<VectorQuantity> = [.singularValues, .imbalance],
    images: ImageDescription? = nil, snapshots: [Double] = [], factors: [Double] = []
  ) {
    self.schedule = schedule
    self.scalars = scalars
    self.vectors = vectors
    self.images = images
    self.snapshots = snapshots
    self.factors = factors
  }
}

/// Rows of W shown as pictures.
public struct ImageDescription: Sendable, Equatable {
  /// The rows, counted from 0.
  public var rows: [Int]

  /// The moments at which they are shown.
  public var moments: Moments

  /// Height and width of a picture; nil for what the data file says, or else a square.
  public var shape: [Int]?

  /// When pictures are shown.
  public enum Moments: Sendable, Equatable {
    /// On every plateau of the effective rank, at the smallest test error, and at the end.
    case plateaus

    /// At these step numbers or times, which are recorded besides the schedule's.
    case at([Double])
  }

  /// Creates a description from its parts.
  public init(rows: [Int], moments: Moments, shape: [Int]? = nil) {
    self.rows = rows
    self.moments = moments
    self.shape = shape
  }
}
