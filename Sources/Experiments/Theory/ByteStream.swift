internal import Foundation
internal import MatrixFiles

/// The bytes of a file or of standard input, as they come.
public struct ByteStream: ~Copyable {
  private let descriptor: Int32
  private let name: String

  /// Opens a file.
  ///
  /// - Parameter path: the file, "-" for standard input.
  /// - Throws: ``MatrixFileError`` when it cannot be opened.
  public init(_ path: String) throws {
    name = path == "-" ? "standard input" : path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(name) }
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// The bytes that are there, after waiting for the first.
  ///
  /// - Returns: some bytes; none at the end.
  /// - Throws: ``MatrixFileError`` when they cannot be read.
  public func next() throws -> [UInt8] {
    while true {
      var code: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        let found = read(descriptor, buffer.baseAddress, buffer.count)
        code = found < 0 ? errno : 0
        count = max(found, 0)
      }
      if code == 0 { return bytes }
      errno = code
      if code != EINTR { throw Self.unreadable(name) }
    }
  }

  private static func unreadable(_ name: String) -> MatrixFileError {
    .unreadable(file: name, reason: String(cString: strerror(errno)))
  }
}
