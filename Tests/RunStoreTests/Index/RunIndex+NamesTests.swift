import Foundation
import RunStore
import TestSupport
import Testing

@Suite("Names of runs and files that come from outside")
struct RunIndexNamesTests {
  @Test(
    "What is no single component of a path is refused before the disk is asked",
    arguments: [
      "", ".", "..", "/", "a/b", "../a", "/etc", "a/", "a/..", ".deleted", ".hidden", "a\0", "\0",
      "a\n", String(repeating: "a", count: 256),
    ])
  func hostile(name: String) throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      for path in ["a", "a/b", ".hidden"] { try sample.finish(path) }
      let index = try RunIndex(folder: folder)
      let refusal = RunStoreError.invalidName(name: name)
      #expect(throws: refusal) { try index.folder(named: name) }
      #expect(throws: refusal) { try index.entry(named: name) }
      #expect(throws: refusal) { try index.file("summary.json", inRunNamed: name) }
      #expect(throws: refusal) { try index.delete(["a", name]) }
      #expect(throws: refusal) { try index.restore([name]) }
      #expect(sample.isThere("a"))
    }
  }

  @Test("Names with spaces, quotes, dots inside, and letters of any script are names")
  func plain() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      let names = ["a b", "it's", "x..y", "Größe", "測試", "%2e%2e", "-rf"]
      for name in names { try sample.finish(name) }
      let index = try RunIndex(folder: folder)
      #expect(try Set(index.names()) == Set(names))
      for name in names { #expect(try index.entry(named: name).title == name) }
      try index.delete(names)
      try index.restore(names)
      #expect(try Set(index.names()) == Set(names))
    }
  }

  @Test("A folder that is a link is no run, wherever it leads")
  func links() throws {
    try withTemporaryFolder { outside in
      try SampleRuns(folder: outside).finish("target")
      try withTemporaryFolder { folder in
        let sample = SampleRuns(folder: folder)
        try sample.finish("a")
        for (name, destination) in [("out", outside + "/target"), ("in", "a"), ("loop", "loop")] {
          try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/\(name)", withDestinationPath: destination)
        }
        let index = try RunIndex(folder: folder)
        #expect(try index.names() == ["a"])
        for name in ["out", "in", "loop"] {
          #expect(throws: RunStoreError.noSuchRun(name: name, folder: index.path)) {
            try index.folder(named: name)
          }
          #expect(throws: RunStoreError.self) { try index.delete([name]) }
        }
        #expect(SampleRuns(folder: outside).isThere("target/summary.json"))
      }
    }
  }

  @Test("The runs folder itself may be reached by a link")
  func linkedFolder() throws {
    try withTemporaryFolder { folder in
      try SampleRuns(folder: folder).finish("runs/a")
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: "runs")
      let index = try RunIndex(folder: folder + "/link")
      #expect(try index.names() == ["a"])
      #expect(try index.file("summary.json", inRunNamed: "a") == index.path + "/a/summary.json")
    }
  }

  @Test(
    "Files outside a run's folder, folders, and what is not there are not found",
    arguments: [
      "", ".", "..", "../b/summary.json", "/etc/passwd", "figures", "figures/", "figures/../x",
      "figures//x.svg", "link", "folder/passwd", "summary.json/", "summary.json\0.svg", ".hidden",
      "missing", "%2e%2e/b/summary.json", "pipe",
    ])
  func files(path: String) throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.finish("a")
      try sample.finish("b")
      try sample.make("a/figures")
      try sample.write("x", to: "a/figures/x.svg")
      try sample.write("x", to: "a/.hidden")
      for (name, destination) in [("link", "/etc/passwd"), ("folder", "/etc")] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder)/a/\(name)", withDestinationPath: destination)
      }
      mkfifo("\(folder)/a/pipe", 0o600)
      let index = try RunIndex(folder: folder)
      #expect(throws: RunStoreError.noSuchFile(name: path, run: "a")) {
        try index.file(path, inRunNamed: "a")
      }
      let found = try index.file("figures/x.svg", inRunNamed: "a")
      #expect(found == index.path + "/a/figures/x.svg")
    }
  }
}
