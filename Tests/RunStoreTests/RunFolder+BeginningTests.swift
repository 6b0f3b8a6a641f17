import Foundation
import RunStore
import TestSupport
import Testing

@Suite("What a run is made of")
struct RunFolderBeginningTests {
  @discardableResult
  private func begin(
    _ folder: RunFolder, _ text: String, _ environment: RunEnvironment,
    mode: RunFolder.Mode = .resume, allows: Bool = false
  ) throws -> [RunEnvironment] {
    try folder.begin(
      experiment: text, environment: environment, mode: mode, allowsOtherEnvironment: allows)
  }

  @Test("A resumed run must be the same experiment in the same environment, unless allowed")
  func begin() throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      try begin(folder, "a: 1", environment(), mode: .new)
      try begin(folder, "a: 1", environment())
      #expect(throws: RunStoreError.otherExperiment(path: path, document: "experiment.yaml")) {
        try begin(folder, "a: 2", environment())
      }
      let other = environment { $0.kernels = "L" }
      #expect(
        throws: RunStoreError.otherEnvironment(
          path: path, differences: ["kernels: then K, now L"])
      ) {
        try begin(folder, "a: 1", other)
      }
      #expect(try begin(folder, "a: 1", other, allows: true) == [environment(), other])
      // The newer environment is the one to compare with from now on; both stay known.
      #expect(try begin(folder, "a: 1", other) == [environment(), other])
      #expect(try folder.read(.experiment) == Array("a: 1".utf8))
    }
  }

  @Test("A resumed run must read the same data; its error names the files that changed")
  func data() throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path + "/run", mode: .new)
      let files = ["data/x.csv": path + "/x.csv", "y.csv": path + "/y.csv"]
      for file in files.values { try Data("1,2\n".utf8).write(to: URL(filePath: file)) }
      func begin(_ mode: RunFolder.Mode) throws {
        try folder.begin(
          experiment: "a", dataFiles: files, environment: environment(), mode: mode,
          allowsOtherEnvironment: true)
      }
      try begin(.new)
      try begin(.resume)
      try Data("1,3\n".utf8).write(to: URL(filePath: path + "/x.csv"))
      #expect(throws: RunStoreError.otherData(path: folder.path, files: ["data/x.csv"])) {
        try begin(.resume)
      }
    }
  }

  @Test("A damaged environment file is a typed error")
  func damaged() throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      try begin(folder, "a", environment(), mode: .new)
      try folder.write(Array("{".utf8), as: .environment)
      #expect(throws: RunStoreError.self) { try begin(folder, "a", environment()) }
    }
  }
}
