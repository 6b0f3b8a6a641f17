import Foundation
import RunStore
import TestSupport
import Testing

@Suite("Deleting runs, and bringing them back")
struct RunIndexDeletionTests {
  @Test("A deleted run is listed among the deleted, and comes back as it was")
  func undo() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      for name in ["a", "b", "c"] { try sample.finish(name) }
      let index = try RunIndex(folder: folder)
      try index.refresh()
      let before = try index.runs(sortedBy: .name)
      try index.delete(["a", "c", "a"])
      #expect(try index.runs().map(\.name) == ["b"])
      #expect(try index.names(matching: RunFilter(isDeleted: true)) == ["a", "c"])
      #expect(!sample.isThere("a") && sample.isThere(".deleted/a/summary.json"))
      try index.restore(["c", "a"])
      #expect(try index.runs(sortedBy: .name) == before)
    }
  }

  @Test("A name that is deleted again stays that of the latest; the earlier one gets a number")
  func again() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      let index = try RunIndex(folder: folder)
      for title in ["first", "second", "third"] {
        try sample.finish("a", title: title)
        try index.delete(["a"])
      }
      let deleted = try index.runs(
        matching: RunFilter(isDeleted: true), sortedBy: .name, descending: false)
      #expect(deleted.map(\.name) == ["a", "a.2", "a.3"])
      #expect(deleted.map(\.title) == ["third", "first", "second"])
      try index.restore(["a"])
      #expect(try index.entry(named: "a").title == "third")
      try index.restore(["a.2"])
      #expect(try index.names() == ["a", "a.2"])
    }
  }

  @Test("A run under way is not deleted, and neither are those named with it")
  func running() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.finish("a")
      try sample.begin("b")
      let index = try RunIndex(folder: folder)
      let lock = try #require(try RunLock(folder + "/b"))
      #expect(throws: RunStoreError.isRunning(name: "b")) { try index.delete(["a", "b"]) }
      #expect(sample.isThere("a") && sample.isThere("b"))
      withExtendedLifetime(lock) {}
    }
  }

  @Test("A run does not come back over another one")
  func taken() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      let index = try RunIndex(folder: folder)
      try sample.finish("a", title: "old")
      try index.delete(["a"])
      try sample.finish("a", title: "new")
      #expect(throws: RunStoreError.nameTaken(name: "a")) { try index.restore(["a"]) }
      #expect(try index.entry(named: "a").title == "new")
    }
  }

  @Test("What was deleted is removed for good, remains of an earlier removal too, and nothing else")
  func purge() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      let index = try RunIndex(folder: folder)
      try index.purge()
      try sample.finish("a")
      try sample.finish("b")
      try index.delete(["a"])
      try sample.make(".deleted/remains/figures")
      // A link leads out; only the link goes.
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/.deleted/link", withDestinationPath: folder + "/b")
      try index.purge()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/.deleted").isEmpty)
      #expect(try index.names() == ["b"] && sample.isThere("b/summary.json"))
      #expect(throws: RunStoreError.self) { try index.restore(["a"]) }
    }
  }
}
