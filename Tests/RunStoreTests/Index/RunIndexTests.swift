import Foundation
import RunStore
import TestSupport
import Testing

@Suite("The index of runs")
struct RunIndexTests {
  @Test("A finished run is listed with what its summary says")
  func finished() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.finish("a", title: "alpha", status: "diverged", loss: "\"inf\"")
      let index = try RunIndex(inMemoryFor: folder)
      try index.refresh()
      let entry = try #require(try index.runs().first)
      #expect(entry.name == "a" && entry.title == "alpha" && entry.kind == .run)
      #expect(entry.status == .diverged && entry.problem == "depth 2: ended diverged")
      #expect(entry.seconds == 2 && entry.isDeleted == false)
      let network = try #require(entry.networks.first)
      #expect(network.name == "depth 2" && network.depth == 2 && network.engine == "dense")
      #expect(network.steps == 10 && network.finalLoss == .infinity)
      #expect(network.smallestTestError == 0.25)
      let sizes = try ["experiment.yaml", "environment.json", "summary.json"].map {
        try Data(contentsOf: URL(filePath: "\(folder)/a/\($0)")).count
      }
      #expect(entry.bytes == sizes.reduce(0, +))
      #expect(try index.entry(named: "a") == entry)
    }
  }

  @Test("What is no run is not listed: files, hidden folders, other folders, predictions")
  func others() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.finish("a")
      try sample.finish(".hidden")
      try sample.make("empty")
      try sample.write("x", to: "file")
      try sample.make("prediction")
      try sample.write("name: p\n", to: "prediction/experiment.yaml")
      try sample.write("[]", to: "prediction/prediction.json")
      #expect(try RunIndex(folder: folder).names() == ["a"])
    }
  }

  @Test("There is no index where there is no folder")
  func noFolder() throws {
    try withTemporaryFolder { folder in
      let refusal = RunStoreError.noRunsFolder(path: folder + "/runs")
      #expect(throws: refusal) { try RunIndex(folder: folder + "/runs") }
    }
  }

  @Test("The text, the status, the kind choose what is listed; signs of patterns mean themselves")
  func filters() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.finish("a_1", title: "Alpha")
      try sample.finish("ab1", title: "100% beta", status: "diverged")
      try sample.finishSweep("s", statuses: "{\"completed\": 3, \"underflow\": 1, \"failed\": 0}")
      let index = try RunIndex(folder: folder)
      #expect(try index.names() == ["a_1", "ab1", "s"])
      #expect(try index.names(matching: RunFilter(text: "a_")) == ["a_1"])
      #expect(try index.names(matching: RunFilter(text: "ALPH")) == ["a_1"])
      #expect(try index.names(matching: RunFilter(text: "0%")) == ["ab1"])
      #expect(try index.names(matching: RunFilter(text: "\\")) == [])
      #expect(try index.names(matching: RunFilter(text: "' OR 1=1 --")) == [])
      #expect(try index.names(matching: RunFilter(status: .diverged)) == ["ab1"])
      #expect(try index.names(matching: RunFilter(kind: .sweep)) == ["s"])
      #expect(try index.names(matching: RunFilter(status: .underflow, kind: .sweep)) == ["s"])
      #expect(try index.entry(named: "s").problem == "1 underflow")
    }
  }

  @Test("Runs are sorted either way, and those without the value come last")
  func order() throws {
    try withTemporaryFolder { folder in
      let sample = SampleRuns(folder: folder)
      try sample.finish("a", loss: "2", seconds: 5)
      try sample.begin("b")
      try sample.finish("c", loss: "1", seconds: 7)
      for (name, moment) in [("a", 1e9), ("b", 1e9 + 1), ("c", 1e9 + 2)] {
        try sample.date(name, moment)
      }
      let index = try RunIndex(folder: folder)
      try index.refresh()
      func names(_ order: RunOrder, _ isDescending: Bool) throws -> [String] {
        try index.runs(sortedBy: order, descending: isDescending).map(\.name)
      }
      #expect(try names(.loss, false) == ["c", "a", "b"])
      #expect(try names(.loss, true) == ["a", "c", "b"])
      #expect(try names(.seconds, true) == ["c", "a", "b"])
      #expect(try names(.name, true) == ["c", "b", "a"])
      #expect(try names(.changed, true) == ["c", "b", "a"])
      #expect(try names(.status, false) == ["a", "c", "b"])
    }
  }
}
