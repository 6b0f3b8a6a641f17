internal import Foundation

/// A folder as it is on the disk now: what of it has changed, and what the index says about it.
struct FolderReading {
  let folder: RunFolder
  let name: String
  let isDeleted: Bool

  /// Looks at a subfolder; nil when it is no run: a link, a file, a folder without a run's document, or one of which a
  /// part is neither file nor folder, such as a link, which could lead anywhere, or a pipe, which would never end.
  init?(_ path: String, name: String, isDeleted: Bool) {
    let parts = RunFolder.Item.allCases.map { FileStamp("\(path)/\($0.rawValue)") }
    guard FileStamp(path)?.kind == .folder, !parts.contains(where: { $0?.kind == .other }),
      let folder = RunFolder(existing: path)
    else { return nil }
    // What `deeplinear predict` leaves is no run either.
    if folder.contains(.prediction), !folder.contains(.environment), !folder.contains(.summary) {
      return nil
    }
    (self.folder, self.name, self.isDeleted) = (folder, name, isDeleted)
  }

  /// A text that differs whenever a file that the entry depends on was changed, added or removed.
  var fingerprint: String { stamps.map { $0?.text ?? "-" }.joined(separator: " ") }

  /// How it stands as long as it has no summary; nil when it has one.
  ///
  /// The lock is looked at before the summary: a process that has let go of it has written the summary before.
  var standing: RunStatus? {
    guard !folder.contains(.summary) else { return nil }
    let isRunning = RunLock.isHeld(folder.path)
    return folder.contains(.summary) ? nil : isRunning ? .running : .interrupted
  }

  /// Everything that the index says, read anew.
  func entry() -> RunEntry {
    var entry = RunEntry(
      name: name, kind: folder.kind, title: name, status: .damaged, problem: nil, networks: [],
      seconds: nil, changed: lastChange,
      bytes: FileStamp.byteCount(of: folder.path), isDeleted: isDeleted)
    if let standing {
      entry.status = standing
      entry.title = titleOfDocument ?? name
      return entry
    }
    do {
      let summary = try SummaryReading(folder)
      entry.title = summary.name ?? name
      entry.networks = summary.entries
      entry.seconds = summary.timing?.seconds
      entry.problem = summary.problem
      if let status = summary.status {
        entry.status = status
      } else {
        entry.problem = "its summary.json does not say how it ended"
      }
    } catch {
      entry.problem = "its summary.json cannot be read"
    }
    return entry
  }

  private var lastChange: Date {
    (stamps.compactMap { $0?.modified }.max() ?? .distantPast).inWholeMilliseconds
  }

  /// What an entry depends on; each write of a checkpoint changes their folder.
  private var stamps: [FileStamp?] {
    [folder.kind.document, .environment, .summary, .checkpoints, .journal].map {
      FileStamp(folder.path(of: $0))
    }
  }

  /// The document's own line for its name, which the copy in a run's folder always has.
  private var titleOfDocument: String? {
    guard let bytes = try? folder.read(folder.kind.document) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let match = text.firstMatch(of: /(?m)^name:[ ]*["']?(.+?)["']?[ ]*$/) else { return nil }
    return String(match.1)
  }
}
