import Foundation
import RunStore
import TestSupport
import Testing

@Suite("The environment of a run")
struct RunEnvironmentTests {
  private func environment(_ change: (inout RunEnvironment) -> Void = { _ in }) -> RunEnvironment {
    var result = RunEnvironment(version: "1.0")
    result.blasThreads = 1
    result.blas = "B"
    result.kernels = "K"
    change(&result)
    return result
  }

  private func begin(
    _ folder: RunFolder, _ text: String, _ environment: RunEnvironment,
    mode: RunFolder.Mode = .resume, allows: Bool = false
  ) throws {
    try folder.begin(
      experiment: text, environment: environment, mode: mode, allowsOtherEnvironment: allows)
  }

  @Test("Differences are named in words, then and now")
  func differences() {
    #expect(environment().differences(from: environment()) == [])
    #expect(
      environment { $0.version = "2.0" }.differences(from: environment())
        == ["version: then 1.0, now 2.0"])
    let other = environment {
      $0.blasThreads = 8
      $0.blas = "C"
      $0.kernels = "L"
    }
    #expect(
      other.differences(from: environment()) == [
        "BLAS threads: then 1, now 8", "BLAS: then B, now C", "kernels: then K, now L",
      ])
  }

  @Test("The process's own environment names its BLAS")
  func current() {
    let current = RunEnvironment(version: "3")
    #expect(current.version == "3" && current.blasThreads >= 1)
    #expect(current.blas.contains("OpenBLAS") && !current.kernels.isEmpty)
    #expect(current == RunEnvironment(version: "3"))
  }

  @Test("A resumed run must be the same experiment in the same environment, unless allowed")
  func begin() throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      try begin(folder, "a: 1", environment(), mode: .new)
      try begin(folder, "a: 1", environment())
      #expect(throws: RunStoreError.otherExperiment(path: path)) {
        try begin(folder, "a: 2", environment())
      }
      let other = environment { $0.kernels = "L" }
      #expect(
        throws: RunStoreError.otherEnvironment(
          path: path, differences: ["kernels: then K, now L"])
      ) {
        try begin(folder, "a: 1", other)
      }
      try begin(folder, "a: 1", other, allows: true)
      // The newer environment is the one to compare with from now on.
      try begin(folder, "a: 1", other)
      #expect(try folder.read(.experiment) == Array("a: 1".utf8))
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
