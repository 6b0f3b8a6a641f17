/// How a run stands, or how it ended.
///
/// The words are those of `summary.json`; `running`, `interrupted` and `damaged` are told by the folder itself. The
/// order is from the best to the worst end.
public enum RunStatus: String, Sendable, Codable, CaseIterable, Comparable {
  /// All steps were made, or the end of time was reached.
  case completed

  /// A loss was reached at which the run was to stop.
  case converged

  /// A process writes to the folder.
  case running

  /// There is no summary, and no process that could still write one.
  case interrupted

  /// No step of a flow was small enough for its tolerance.
  case underflow

  /// The loss grew beyond its limit.
  case diverged

  /// A run of a sweep could not be made.
  case failed

  /// The summary cannot be read.
  case damaged

  /// Whether the left one is the better end.
  public static func < (left: RunStatus, right: RunStatus) -> Bool {
    left.severity < right.severity
  }

  private var severity: Int {
    switch self {
    case .completed: 0
    case .converged: 1
    case .running: 2
    case .interrupted: 3
    case .underflow: 4
    case .diverged: 5
    case .failed: 6
    case .damaged: 7
    }
  }
}
