internal import Foundation

/// The right to open an index or to move runs, for which one process waits for another.
///
/// It is an advisory lock on a file of its own, because a run may hold that of the folder for hours.
final class IndexLock {
  static let name = ".index.lock"

  private let descriptor: Int32

  /// Waits for the right.
  ///
  /// - Parameter folder: the runs folder.
  /// - Throws: ``RunStoreError/unusable(path:reason:)``.
  init(in folder: String) throws(RunStoreError) {
    let path = "\(folder)/\(Self.name)"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else {
      throw .unusable(path: path, reason: String(cString: strerror(errno)))
    }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
