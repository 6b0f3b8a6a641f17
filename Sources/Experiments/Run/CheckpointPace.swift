/// When the next checkpoint is due, in seconds of any clock that only goes forward.
///
/// Checkpoints are `interval` apart. Where writing one takes long, they are further apart, so that at most
/// an eleventh of the time goes into writing.
struct CheckpointPace {
  private let interval: Double
  private var nextTime: Double

  /// Starts to count at `time`.
  init(interval: Double, from time: Double) {
    self.interval = interval
    nextTime = time + interval
  }

  /// Whether a checkpoint is due.
  func isDue(at time: Double) -> Bool { time >= nextTime }

  /// Notes a checkpoint.
  mutating func wrote(from start: Double, to end: Double) {
    nextTime = end + max(interval, Self.leastRest * (end - start))
  }

  private static let leastRest = 10.0
}
