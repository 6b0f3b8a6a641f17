internal import Foundation

/// Whole files that are written either completely or not at all.
///
/// The bytes go to a temporary file beside the destination, are forced to the disk, and take the
/// destination's name in one step. Whoever reads the destination, at any moment, finds the old file
/// or the new one. When something fails, the temporary file is removed and the old file stays.
///
/// A file-size limit (`ulimit -f`) would end the process by a signal. The first write turns that
/// signal off for the process, so that the limit becomes an error like a full disk.
public enum AtomicFile {
  /// Writes bytes as the whole content of a file, replacing what is there.
  ///
  /// A symbolic link is followed; access rights of a file that is replaced are kept.
  ///
  /// - Parameters:
  ///   - bytes: the content.
  ///   - path: the destination, a regular file or nothing yet, in a folder that exists.
  /// - Throws: ``MatrixFileError/notWritten(file:byteCount:reason:)`` with the system's reason.
  public static func write(_ bytes: [UInt8], to path: String) throws(MatrixFileError) {
    _ = fileSizeSignalIsIgnored
    func failure(_ reason: String) -> MatrixFileError {
      .notWritten(file: path, byteCount: bytes.count, reason: reason)
    }
    let (destination, mode) = try existingFile(at: path, failure: failure)
    let temporary = temporaryPath(beside: destination)
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode ?? 0o666)
    guard descriptor >= 0 else { throw failure(systemReason(errno)) }
    do throws(SystemFailure) {
      try fill(descriptor, with: bytes, mode: mode)
      guard unsafe rename(temporary, destination) == 0 else { throw SystemFailure(code: errno) }
    } catch {
      unsafe unlink(temporary)
      throw failure(systemReason(error.code))
    }
    forceFolderOfFile(at: destination)
  }

  /// Writes text in UTF-8 as the whole content of a file, replacing what is there.
  ///
  /// - Parameters:
  ///   - text: the content.
  ///   - path: the destination, as for bytes.
  /// - Throws: ``MatrixFileError/notWritten(file:byteCount:reason:)`` with the system's reason.
  public static func write(_ text: String, to path: String) throws(MatrixFileError) {
    try write(Array(text.utf8), to: path)
  }

  /// The name that a temporary file was to take, as when the process was killed while it wrote.
  ///
  /// - Parameter name: a file's name without its folder.
  /// - Returns: the destination's name; nil for a name that no temporary file has.
  public static func destination(ofTemporary name: String) -> String? {
    guard let match = name.wholeMatch(of: /\.(.+)\.[0-9a-z]{1,13}\.part/) else { return nil }
    return String(match.1)
  }
}

/// What `errno` said.
private struct SystemFailure: Error {
  let code: Int32
}

private let fileSizeSignalIsIgnored: Bool = {
  signal(SIGXFSZ, SIG_IGN)
  return true
}()

/// Writes, forces to the disk and closes; closes also on failure.
///
/// The access rights, if given, hold against the process's mask, which `open` would take from them.
private func fill(
  _ descriptor: Int32, with bytes: [UInt8], mode: mode_t?
) throws(SystemFailure) {
  do throws(SystemFailure) {
    if let mode {
      guard fchmod(descriptor, mode) == 0 else { throw SystemFailure(code: errno) }
    }
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes {
        unsafe Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw SystemFailure(code: errno)
      }
    }
    guard fsync(descriptor) == 0 else { throw SystemFailure(code: errno) }
  } catch {
    close(descriptor)
    throw error
  }
  guard close(descriptor) == 0 else { throw SystemFailure(code: errno) }
}

/// Where the path leads after links, and the access rights of the file there; nil for a new file.
private func existingFile(
  at path: String, failure: (String) -> MatrixFileError
) throws(MatrixFileError) -> (destination: String, mode: mode_t?) {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { return (path, nil) }
  // Renaming over a device would replace the device.
  switch status.st_mode & S_IFMT {
  case S_IFREG: break
  case S_IFDIR: throw failure("it is a folder")
  default: throw failure("it is not a regular file")
  }
  guard let resolved = unsafe realpath(path, nil) else { throw failure(systemReason(errno)) }
  defer { unsafe free(resolved) }
  return (unsafe String(cString: resolved), status.st_mode & 0o777)
}

private func temporaryPath(beside path: String) -> String {
  let mark = String(UInt64.random(in: .min ... .max), radix: 36)
  guard let slash = path.lastIndex(of: "/") else { return ".\(path).\(mark).part" }
  return "\(path[...slash]).\(path[path.index(after: slash)...]).\(mark).part"
}

/// Makes the new name durable; a folder that cannot be opened for that loses nothing but speed.
private func forceFolderOfFile(at path: String) {
  let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}

/// The system's sentence for an error number.
func systemReason(_ code: Int32) -> String {
  unsafe String(cString: strerror(code))
}
