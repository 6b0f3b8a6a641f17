internal import Foundation

/// The right to write to a run folder; one process has it at a time.
///
/// It is an advisory lock on the folder itself (flock(2)), which the system releases when this value goes or
/// the process ends in any way. File systems without such locks grant it to everyone.
public final class RunLock: Sendable {
  private let descriptor: Int32

  /// Takes the right; nil when there is no such folder yet.
  ///
  /// - Parameter path: the run's folder.
  /// - Throws: ``RunStoreError/inUse(path:)`` when another process has it.
  public init?(_ path: String) throws(RunStoreError) {
    // Programs that this one starts must not hold it.
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    for _ in 0..<Self.attemptCount {
      guard flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return }
      // Perhaps someone only asks whether it is held, and was put to sleep over the question.
      usleep(2000)
    }
    throw .inUse(path: path)
  }

  /// Whether someone has the right, another owner in this process too.
  ///
  /// The question takes the right for some microseconds, shared with others who ask.
  ///
  /// - Parameter path: the run's folder.
  /// - Returns: false also when there is no such folder.
  public static func isHeld(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  private static let attemptCount = 50

  deinit { if descriptor >= 0 { close(descriptor) } }
}
