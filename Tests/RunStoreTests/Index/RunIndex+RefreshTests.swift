import Foundation
import RunStore
import TestSupport
import Testing

@Suite("Bringing the index up to date")
struct RunIndexRefreshTests {
  private func status(_ index: RunIndex) throws -> [String: RunStatus] {
    try index.refresh()
    return Dictionary(uniqueKeysWithValues: try index.runs().map { ($0.name, $0.status) })
  }

  @Test(
    "A run is running while its lock is held, interrupted without, and ends as its summary says")
  func life() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      let index = try RunIndex(folder: folder)
      try sample.begin("a", title: "alpha")
      do {
        let lock = try #require(try RunLock(folder + "/a"))
        #expect(try status(index) == ["a": .running])
        withExtendedLifetime(lock) {}
      }
      #expect(try status(index) == ["a": .interrupted])
      #expect(try index.runs().first?.title == "alpha")
      // A process that resumes changes nothing in the folder at first.
      do {
        let lock = try #require(try RunLock(folder + "/a"))
        #expect(try status(index) == ["a": .running])
        withExtendedLifetime(lock) {}
      }
      try sample.finish("a", status: "converged")
      #expect(try status(index) == ["a": .converged])
      try FileManager.default.removeItem(atPath: folder + "/a/summary.json")
      #expect(try status(index) == ["a": .interrupted])
      try FileManager.default.removeItem(atPath: folder + "/a")
      #expect(try status(index) == [:])
    }
  }

  @Test(
    "A summary that cannot be read, or says nothing, marks the run as damaged",
    arguments: ["", "{", "[]", "{\"networks\": 3}", "{\"networks\": []}", "{}", "\0\0"])
  func damaged(summary: String) throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.begin("a")
      try sample.write(summary, to: "a/summary.json")
      let index = try RunIndex(folder: folder)
      #expect(try status(index) == ["a": .damaged])
      #expect(try index.runs().first?.problem?.hasPrefix("its summary.json ") == true)
    }
  }

  @Test("A summary that is a folder is damaged too, and a word of another version is")
  func strange() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.begin("a")
      try sample.make("a/summary.json")
      try sample.finish("b", status: "transcended")
      #expect(try status(RunIndex(folder: folder)) == ["a": .damaged, "b": .damaged])
    }
  }

  @Test("A summary that changes without a change of its size is read again")
  func sameSize() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      let index = try RunIndex(folder: folder)
      try sample.finish("a", loss: "0.5")
      try index.refresh()
      try sample.finish("a", loss: "0.7")
      try index.refresh()
      #expect(try index.runs().first?.loss == 0.7)
    }
  }

  @Test("A thousand runs are read once; then a refresh reads only those that changed")
  func thousand() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      for i in 0..<1000 {
        try sample.finish("run \(i)", loss: "0.5")
        try sample.date("run \(i)", 1e9)
      }
      let index = try RunIndex(folder: folder)
      try index.refresh()
      // In place, and as long as before: whoever reads it finds another loss.
      for i in 0..<1000 {
        let summary = "\(folder)/run \(i)/summary.json"
        let text = try String(contentsOfFile: summary, encoding: .utf8)
        let file = try #require(FileHandle(forWritingAtPath: summary))
        try file.write(contentsOf: Data(text.replacing("0.5", with: "0.7").utf8))
        try file.close()
        try sample.date("run \(i)", i == 7 ? 2e9 : 1e9)
      }
      try index.refresh()
      let runs = try index.runs()
      #expect(runs.count == 1000 && runs.filter { $0.loss == 0.7 }.map(\.name) == ["run 7"])
    }
  }

  @Test("Names that are spelt in two ways, which Unicode calls equal, are two runs")
  func spellings() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      let index = try RunIndex(folder: folder)
      let names = ["\u{E9}", "e\u{301}"]
      for name in names { try sample.finish(name) }
      for _ in 0..<2 {
        try index.refresh()
        #expect(try index.runs().count == 2)
      }
      try index.delete(names)
      #expect(try index.runs().isEmpty)
      try index.restore(names)
      #expect(try index.runs().count == 2)
    }
  }

  @Test("A run of which a part is a link or a pipe is not read", .timeLimit(.minutes(10)))
  func linkedParts() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.begin("linked")
      try sample.write("{\"name\": \"secret\"}", to: "outside.json")
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/linked/summary.json", withDestinationPath: folder + "/outside.json")
      try sample.begin("piped")
      #expect(mkfifo(folder + "/piped/summary.json", 0o600) == 0)
      #expect(try status(RunIndex(folder: folder)) == [:])
    }
  }
}
