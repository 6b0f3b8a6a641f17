internal import MatrixFiles

/// An experiment that cannot be run as described, beyond what its file alone can tell.
public enum ExperimentError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A part of the experiment does not fit the data; `key` says which, as in the file.
  case invalid(key: String, problem: String)

  /// The run would need more memory than the machine has.
  case tooLarge(what: String, neededBytes: Double, availableBytes: Double)

  /// The run was interrupted; its checkpoints are kept.
  case interrupted

  /// What is wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .invalid(let key, let problem):
      "\(key): \(problem)"
    case .tooLarge(let what, let needed, let available):
      """
      \(what) would need \(readableSize(needed)) of memory, and this machine has \(readableSize(available)); \
      use smaller widths, fewer records or fewer snapshots
      """
    case .interrupted:
      "interrupted; the run is checkpointed"
    }
  }
}
