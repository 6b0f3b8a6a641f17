internal import Synchronization

extension Verification {
  /// How far a verification has come.
  public struct Progress: Sendable {
    /// The share of all instances that is done.
    public let fraction: Double

    /// The rows that have become ready, in order; none when only the share has changed.
    public let rows: [VerificationRow]
  }

  /// All instances of several checks, on several threads.
  ///
  /// The rows do not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - checks: what to verify.
  ///   - jobCount: the number of threads, at least 1.
  ///   - report: called with the share of the work that is done and with each row as soon as it and those before it
  ///     are; one call at a time.
  /// - Returns: the rows in the order of the checks.
  /// - Throws: `CancellationError`.
  public func rows(
    for checks: [TheoryCheck], jobCount: Int,
    reportingTo report: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> [VerificationRow] {
    precondition(jobCount >= 1, "a verification needs at least one thread")
    let work = VerificationWork(checks: checks, caseCount: caseCount, report: report)
    try await withThrowingTaskGroup { group in
      for _ in 0..<jobCount {
        group.addTask {
          while let part = work.next() {
            work.add(try tally(of: checks[part.check], cases: part.cases), of: part)
          }
        }
      }
      try await group.waitForAll()
    }
    return work.rows
  }
}

/// Hands out the instances of several checks in parts, and puts what they showed back into order.
private final class VerificationWork: Sendable {
  /// Some instances of one check.
  struct Part {
    let check: Int
    let index: Int
    let cases: Range<Int>
  }

  private struct State {
    var handedOutCount = 0
    var doneCount = 0
    var tallies: [[VerificationTally?]]
    var rows: [VerificationRow] = []
  }

  /// Instances in a part: few, so that the last check does not keep the threads waiting for each other.
  private static let partSize = 16

  private let checks: [TheoryCheck]
  private let caseCount: Int
  private let partCount: Int
  private let report: @Sendable (Verification.Progress) -> Void
  private let state: Mutex<State>

  init(
    checks: [TheoryCheck], caseCount: Int,
    report: @escaping @Sendable (Verification.Progress) -> Void
  ) {
    self.checks = checks
    self.caseCount = caseCount
    self.report = report
    partCount = (caseCount + Self.partSize - 1) / Self.partSize
    let tallies = [VerificationTally?](repeating: nil, count: partCount)
    state = Mutex(State(tallies: Array(repeating: tallies, count: checks.count)))
  }

  /// The rows that are complete together with all before them.
  var rows: [VerificationRow] { state.withLock(\.rows) }

  /// The next part; nil when all are handed out.
  func next() -> Part? {
    state.withLock { state in
      let (check, index) = state.handedOutCount.quotientAndRemainder(dividingBy: partCount)
      guard check < checks.count else { return nil }
      state.handedOutCount += 1
      let start = index * Self.partSize
      let end = min(start + Self.partSize, caseCount)
      return Part(check: check, index: index, cases: start..<end)
    }
  }

  /// Takes up what a part showed, and reports.
  func add(_ tally: VerificationTally, of part: Part) {
    state.withLock { state in
      state.tallies[part.check][part.index] = tally
      state.doneCount += 1
      let readyCount = state.rows.count
      while state.rows.count < checks.count {
        let index = state.rows.count
        let parts = state.tallies[index].compactMap(\.self)
        guard parts.count == partCount else { break }
        let whole = parts.reduce(into: VerificationTally()) { $0.add($1) }
        state.rows.append(VerificationRow(checks[index], whole))
        state.tallies[index] = []
      }
      let fraction = Double(state.doneCount) / Double(checks.count * partCount)
      report(.init(fraction: fraction, rows: Array(state.rows[readyCount...])))
    }
  }
}
