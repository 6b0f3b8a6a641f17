internal import Foundation

/// What the system knows about a file or a folder without opening it; links are not followed.
struct FileStamp: Equatable {
  enum Kind {
    case file, folder, other
  }

  let kind: Kind
  let size: Int
  let modified: Date

  /// Which file it is, how large, and when it was changed, to the nanosecond.
  let text: String

  /// Looks at a path; nil when nothing is there.
  init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    size = Int(status.st_size)
    let time = status.st_mtim
    modified = Date(timeIntervalSince1970: Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec))
    text = "\(status.st_ino):\(size):\(time.tv_sec).\(time.tv_nsec)"
  }

  /// What the files in a folder hold together, in bytes.
  static func byteCount(of folder: String) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.reduce(0) { sum, name in
      let path = "\(folder)/\(name)"
      guard let stamp = FileStamp(path) else { return sum }
      return switch stamp.kind {
      case .file: sum + stamp.size
      case .folder: sum + byteCount(of: path)
      case .other: sum
      }
    }
  }

  /// Where a path leads when every link is followed; nil when nothing is there.
  static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
