import Foundation
import RunStore
import TestSupport
import Testing

@Suite("The file of the index")
struct IndexFileTests {
  /// What a killed process, a full disk or another program may have left.
  enum Damage: String, CaseIterable {
    case empty, text, halfHeader, halfFile, zeroedPage, garbageLog, garbageMemory, otherTables,
      folder
  }

  @Test("Whatever is there, the index opens and is right", arguments: Damage.allCases)
  func damage(_ damage: Damage) throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      for name in ["a", "b"] { try sample.finish(name) }
      try RunIndex(folder: folder).refresh()
      let file = URL(filePath: folder + "/index.sqlite")
      let whole = try Data(contentsOf: file)
      for ending in ["-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: file.path + ending)
      }
      switch damage {
      case .empty: try Data().write(to: file)
      case .text: try Data("no database".utf8).write(to: file)
      case .halfHeader: try whole.prefix(50).write(to: file)
      case .halfFile: try whole.prefix(whole.count / 2 + 100).write(to: file)
      case .zeroedPage:
        try (whole.prefix(4096) + Data(count: whole.count - 4096)).write(to: file)
      case .garbageLog:
        try sample.write(String(repeating: "w", count: 9000), to: "index.sqlite-wal")
      case .garbageMemory:
        try sample.write(String(repeating: "s", count: 40000), to: "index.sqlite-shm")
      case .otherTables:
        try FileManager.default.removeItem(at: file)
        let other = try sample.python("d.execute('CREATE TABLE run (x)')")
        other.waitUntilExit()
        #expect(other.terminationStatus == 0)
      case .folder:
        try FileManager.default.removeItem(at: file)
        try sample.make("index.sqlite/x")
      }
      guard damage != .folder else {
        #expect(throws: RunStoreError.self) { try RunIndex(folder: folder) }
        return
      }
      #expect(try RunIndex(folder: folder).names() == ["a", "b"])
      #expect(try RunIndex(folder: folder).names() == ["a", "b"])
      let isAside = sample.isThere("index.damaged-1.sqlite")
      let moved: [Damage] = [.text, .halfHeader, .halfFile, .zeroedPage, .otherTables]
      #expect(isAside == moved.contains(damage), "\(damage)")
      #expect(!sample.isThere("index.damaged-2.sqlite"))
    }
  }

  @Test("The index of a later version is moved aside, not changed")
  func later() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.finish("a")
      try RunIndex(folder: folder).refresh()
      let process = try sample.python(
        "d.execute(\"INSERT INTO grdb_migrations VALUES ('from the future')\")")
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(try RunIndex(folder: folder).names() == ["a"])
      #expect(sample.isThere("index.damaged-1.sqlite"))
    }
  }

  @Test("A write waits for that of another process")
  func busy() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      let index = try RunIndex(folder: folder)
      let process = try sample.python(
        "d.execute('BEGIN IMMEDIATE'); open('\(folder)/held', 'w'); time.sleep(0.5); d.execute('COMMIT')"
      )
      while !sample.isThere("held"), process.isRunning { Thread.sleep(forTimeInterval: 0.01) }
      try sample.finish("a")
      #expect(try index.names() == ["a"])
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
  }

  @Test("A run in the runs folder itself keeps no one from the index")
  func runAbove() throws {
    try withTemporaryFolder { folder in
      try SampleRuns(folder: folder).finish("a")
      let lock = try #require(try RunLock(folder))
      #expect(try RunIndex(folder: folder).names() == ["a"])
      withExtendedLifetime(lock) {}
    }
  }

  @Test("Several that open, refresh, delete and restore at once agree in the end")
  func together() async throws {
    try await withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      for i in 0..<20 { try sample.finish("run \(i)") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<4 {
          group.addTask {
            let index = try RunIndex(folder: folder)
            for round in 0..<5 {
              let name = "run \(5 * worker + round)"
              try index.refresh()
              try index.delete([name])
              try index.restore([name])
              try index.delete([name])
            }
          }
        }
        try await group.waitForAll()
      }
      let index = try RunIndex(folder: folder)
      #expect(try index.names() == [])
      #expect(try index.names(matching: RunFilter(isDeleted: true)).count == 20)
    }
  }

  @Test("Of several that find a damaged file at once, one moves it aside")
  func damagedTogether() async throws {
    try await withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.finish("a")
      try sample.write("no database at all", to: "index.sqlite")
      try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<6 { group.addTask { try RunIndex(folder: folder).names() } }
        for try await names in group { #expect(names == ["a"]) }
      }
      #expect(sample.isThere("index.damaged-1.sqlite"))
      #expect(!sample.isThere("index.damaged-2.sqlite"))
    }
  }
}
