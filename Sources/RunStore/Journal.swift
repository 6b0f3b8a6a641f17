internal import Foundation
internal import MatrixFiles

/// Entries that are added one at a time and survive the process, however it ends.
///
/// Each entry is a line of JSON at the end of a file. A process that is killed while it writes leaves the beginning of
/// one line, which the next one cuts off. The file is forced to the disk once a second, not for every line, so that a
/// loss of power costs a second of work.
public struct Journal<Entry: Codable> {
  /// The entries that earlier processes left, in their order.
  public let entries: [Entry]

  private let path: String
  private let file: FileHandle
  private let encoder: JSONEncoder
  private var lastForcing = ContinuousClock.now

  private static var newline: UInt8 { UInt8(ascii: "\n") }

  /// Opens the journal of a folder, or begins one.
  ///
  /// - Parameter folder: a folder that this process alone writes to.
  /// - Throws: ``RunStoreError/damagedJournal(path:line:)``, ``RunStoreError/unusable(path:reason:)``.
  public init(in folder: RunFolder) throws(RunStoreError) {
    path = folder.path(of: .journal)
    encoder = JSONEncoder.stable
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bytes = folder.contains(.journal) ? try folder.read(.journal) : []
    let (found, length) = try Self.entries(in: bytes, path: path)
    entries = found
    do {
      if !folder.contains(.journal) {
        try Data().write(to: URL(fileURLWithPath: path))
      }
      file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try file.truncate(atOffset: UInt64(length))
    } catch {
      throw .unusable(path: path, reason: error.localizedDescription)
    }
  }

  /// Adds an entry, which from then on outlives the process.
  ///
  /// - Throws: ``MatrixFileError/notWritten(file:byteCount:reason:)`` when the disk is full, for example.
  public mutating func append(_ entry: Entry) throws {
    let line = try encoder.encode(entry) + [Self.newline]
    do {
      try file.write(contentsOf: line)
      let now = ContinuousClock.now
      if now - lastForcing > .seconds(1) {
        try file.synchronize()
        lastForcing = now
      }
    } catch {
      throw MatrixFileError.notWritten(
        file: path, byteCount: line.count, reason: error.localizedDescription)
    }
  }

  /// The entries of complete lines, and the length of these lines.
  private static func entries(
    in bytes: [UInt8], path: String
  ) throws(RunStoreError) -> ([Entry], length: Int) {
    let decoder = JSONDecoder.stable
    var entries: [Entry] = []
    var start = 0
    while let end = bytes[start...].firstIndex(of: newline) {
      guard let entry = try? decoder.decode(Entry.self, from: Data(bytes[start..<end])) else {
        // What a loss of power leaves is at the end; elsewhere somebody else wrote.
        guard end == bytes.count - 1 else {
          throw .damagedJournal(path: path, line: entries.count + 1)
        }
        break
      }
      entries.append(entry)
      start = end + 1
    }
    return (entries, start)
  }
}
