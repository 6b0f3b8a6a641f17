import Foundation
import RunStore
import TestSupport
import Testing

@Suite("Journals")
struct JournalTests {
  struct Line: Codable, Equatable {
    let number: Int
    let value: Double?
  }

  private let lines = [
    Line(number: 1, value: 0.1), Line(number: 2, value: nil), Line(number: 3, value: -.infinity),
  ]

  /// A folder with a journal of these lines.
  private func withJournal(_ body: (RunFolder, String) throws -> Void) throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, kind: .sweep, mode: .new)
      var journal = try Journal<Line>(in: folder)
      #expect(journal.entries.isEmpty)
      for line in lines { try journal.append(line) }
      try body(folder, folder.path(of: .journal))
    }
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test("Entries are read again, and further ones follow them")
  func reading() throws {
    try withJournal { folder, path in
      var journal = try Journal<Line>(in: folder)
      #expect(journal.entries == lines)
      try journal.append(Line(number: 4, value: 4))
      #expect(try Journal<Line>(in: folder).entries.map(\.number) == [1, 2, 3, 4])
      #expect(try text(path).split(separator: "\n").count == 4)
    }
  }

  @Test("The beginning of a line is cut off, wherever the process was killed")
  func torn() throws {
    try withJournal { folder, path in
      let whole = try text(path)
      let ends = whole.indices.filter { whole[$0] == "\n" }
      for cut in whole.indices {
        try String(whole[..<cut]).write(toFile: path, atomically: false, encoding: .utf8)
        var journal = try Journal<Line>(in: folder)
        let complete = ends.count { $0 < cut }
        #expect(journal.entries == Array(lines.prefix(complete)))
        try journal.append(lines[2])
        #expect(
          try Journal<Line>(in: folder).entries == Array(lines.prefix(complete)) + [lines[2]])
      }
    }
  }

  @Test("A last line of rubbish is cut off too, one before it is refused with its number")
  func damaged() throws {
    try withJournal { folder, path in
      let whole = try text(path)
      try (whole + "\0\0\0\n").write(toFile: path, atomically: false, encoding: .utf8)
      #expect(try Journal<Line>(in: folder).entries == lines)
      #expect(try text(path) == whole)
      try (whole + "{}\n" + whole).write(toFile: path, atomically: false, encoding: .utf8)
      #expect(throws: RunStoreError.damagedJournal(path: path, line: 4)) {
        _ = try Journal<Line>(in: folder)
      }
    }
  }
}
