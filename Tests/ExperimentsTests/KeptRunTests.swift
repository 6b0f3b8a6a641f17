import ExperimentFiles
import Experiments
import Foundation
import RunStore
import TestSupport
import Testing

@Suite("Runs that are kept in a folder")
struct KeptRunTests {
  private static let text = """
    problem: {factorization: {target: {diagonal: [2, 1]}}}
    networks:
      - {depth: 2, initialization: {gaussian: 0.1}, training: {descent: {stepSize: 0.05, steps: 40}}}
    """
  private let environment = RunEnvironment(version: "test")

  private func run(_ path: String, _ mode: RunFolder.Mode) throws -> KeptRun? {
    try KeptRun(
      ExperimentFile(text: Self.text, fileName: "sample.yaml"), in: path, mode: mode,
      environment: environment)
  }

  /// Finishes a run and lets go of its folder.
  private func finish(_ path: String, _ mode: RunFolder.Mode) async throws -> ExperimentResult {
    try await #require(try run(path, mode)).finish().result
  }

  @Test("A run that was begun and left is resumed; one that is complete is not run again")
  func resume() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/run"
      _ = try run(path, .new)
      let left = try RunFolder(path, mode: .resume)
      #expect(left.contains(.experiment) && !left.contains(.summary))
      let result = try await finish(path, .resume)
      #expect(result.networks[0].iteration == 40)
      #expect(left.contains(.summary) && left.contains(.report) && !left.contains(.checkpoints))
      #expect(try run(path, .resume) == nil)
      #expect(throws: RunStoreError.folderNotEmpty(path: path)) { try run(path, .new) }
      _ = try await finish(path, .overwrite)
    }
  }

  @Test("One run has the folder at a time")
  func lock() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/run"
      let begun = try #require(try run(path, .new))
      #expect(throws: RunStoreError.inUse(path: path)) { try run(path, .resume) }
      _ = try await begun.finish()
    }
  }

  @Test("An interrupted run leaves a checkpoint, and its resumption gives the same files")
  func interruption() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/run"
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await finish(path, .new)
      }
      await #expect(throws: ExperimentError.interrupted) { try await task.value }
      let left = try RunFolder(path, mode: .resume)
      #expect(left.contains(.checkpoints) && !left.contains(.summary))
      _ = try await finish(path, .resume)
      _ = try await finish("\(folder)/whole", .new)
      let whole = try RunFolder("\(folder)/whole", mode: .resume)
      for item in [RunFolder.Item.trajectory, .arrays, .prediction] {
        #expect(try left.read(item) == whole.read(item))
      }
    }
  }
}
