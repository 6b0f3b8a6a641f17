internal import Foundation
public import RunStore

/// The running of a sweep: its points side by side, each kept as soon as it is done.
///
///     let run = SweepRun(try PreparedSweep(file), folder: folder)
///     let rows = try await run.rows()
///
/// Cancelling the task that waits for the rows interrupts the sweep: the points under way are lost, the others are in
/// the folder's journal. A later run with the same folder goes on with the rest, and the rows are the same to the last
/// bit.
public struct SweepRun: Sendable {
  /// How far a sweep has come.
  public struct Progress: Sendable {
    /// Points that are done.
    public let done: Int

    /// Points of the whole sweep.
    public let total: Int

    /// Points done in a second by this process.
    public let rate: Double

    /// Seconds until the end, at the present rate.
    public var secondsLeft: Double { Double(total - done) / rate }
  }

  /// The sweep.
  public let sweep: PreparedSweep

  /// Where the journal is kept; nil keeps none.
  public let folder: RunFolder?

  /// Points that run at the same time.
  public let jobCount: Int

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - sweep: the sweep with its data.
  ///   - folder: where the journal is kept and looked for; nil keeps none.
  ///   - jobCount: points that run at the same time; by default as many as there are processors.
  public init(_ sweep: PreparedSweep, folder: RunFolder? = nil, jobCount: Int? = nil) {
    precondition(jobCount ?? 1 >= 1, "at least one point must run at a time")
    self.sweep = sweep
    self.folder = folder
    self.jobCount = jobCount ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// Runs every point that is not in the journal.
  ///
  /// - Parameter report: called after each batch of points.
  /// - Returns: the rows of all points, in the order of the sweep.
  /// - Throws: ``ExperimentError/interrupted`` when the task is cancelled; errors of the journal and of decompositions.
  public func rows(
    reportingTo report: @Sendable (Progress) -> Void = { _ in }
  ) async throws -> [SweepRow] {
    var journal = try folder.map { folder in try Journal<SweepRow>(in: folder) }
    let total = sweep.experiments.count
    var rows = [SweepRow?](repeating: nil, count: total)
    for row in journal?.entries ?? [] {
      guard rows.indices.contains(row.point) else { continue }
      rows[row.point] = row
    }
    let missing = rows.indices.filter { rows[$0] == nil }
    let start = ContinuousClock.now
    var done = 0
    try await run(missing) { batch in
      for row in batch {
        try journal?.append(row)
        rows[row.point] = row
      }
      done += batch.count
      report(
        Progress(
          done: total - missing.count + done, total: total,
          rate: Double(done) / max((ContinuousClock.now - start).seconds, 1e-9)))
    }
    return rows.compactMap(\.self)
  }

  /// Runs points, in any order.
  ///
  /// - Parameters:
  ///   - points: their places in the sweep.
  ///   - keep: called with the rows of each batch, one after another.
  /// - Throws: as ``rows(reportingTo:)``.
  func run(_ points: [Int], keeping keep: ([SweepRow]) throws -> Void) async throws {
    var waiting = try SweepBatch.batches(of: points, in: sweep)[...]
    try await withThrowingTaskGroup(of: [SweepRow].self) { group in
      func startNext() {
        guard let batch = waiting.popFirst() else { return }
        group.addTask { try batch.rows() }
      }
      for _ in 0..<jobCount { startNext() }
      while let rows = try await group.next() {
        startNext()
        try keep(rows)
      }
    }
  }
}
