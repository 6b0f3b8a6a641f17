import DeepLinearCore
import Foundation
import LinearAlgebra
import RunStore
import TestSupport
import Testing
import TrainingDynamics

@Suite("Run folders")
struct RunFolderTests {
  private func names(in path: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: path))
  }

  private func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test("New: makes missing parents, takes an empty folder, refuses a full one and a file")
  func new() throws {
    try withTemporaryFolder { path in
      _ = try RunFolder("\(path)/a/b", mode: .new)
      let folder = try RunFolder("\(path)/a/b", mode: .new)
      try folder.write([1, 2], as: .summary)
      #expect(throws: RunStoreError.folderNotEmpty(path: "\(path)/a/b")) {
        try RunFolder("\(path)/a/b", mode: .new)
      }
      #expect(try folder.read(.summary) == [1, 2])
      try write("x", to: "\(path)/file")
      for mode in [RunFolder.Mode.new, .resume, .overwrite] {
        #expect(throws: RunStoreError.notAFolder(path: "\(path)/file")) {
          try RunFolder("\(path)/file", mode: mode)
        }
      }
    }
  }

  @Test("A folder that the system will not make is a typed error")
  func unusable() throws {
    try withTemporaryFolder { path in
      try write("x", to: "\(path)/file")
      #expect {
        try RunFolder("\(path)/file/inside", mode: .new)
      } throws: { error in
        guard case RunStoreError.unusable(let path, _)? = error as? RunStoreError else {
          return false
        }
        return path.hasSuffix("/file/inside")
      }
    }
  }

  @Test("Resume: needs a run, and keeps all of it but half-written files")
  func resume() throws {
    try withTemporaryFolder { path in
      for folder in [path, "\(path)/missing"] {
        #expect(throws: RunStoreError.nothingToResume(path: folder)) {
          try RunFolder(folder, mode: .resume)
        }
      }
      #expect(try names(in: path).isEmpty, "a refused folder is not made")
      try write("a: 1", to: "\(path)/experiment.yaml")
      try write("half", to: "\(path)/.summary.json.1a2b3c.part")
      let foreign: Set = [
        "notes.txt", "download.part", "summary.json.part", ".thesis.tex.1a2b3c.part",
      ]
      for name in foreign { try write("mine", to: "\(path)/\(name)") }
      let folder = try RunFolder(path, mode: .resume)
      #expect(try names(in: path) == foreign.union(["experiment.yaml"]))
      #expect(folder.contains(.experiment) && !folder.contains(.summary))
    }
  }

  @Test("Resume: a half-written checkpoint goes, the whole one before it stays")
  func halfCheckpoint() throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      try folder.write(Array("a".utf8), as: .experiment)
      let checkpoint = Checkpoint(
        engine: "dense", state: [.identity(2)], iteration: 5, flow: nil, lossLimit: 1,
        trajectory: Trajectory(), termination: nil)
      try folder.write(checkpoint, ofNetwork: 0)
      try write("half", to: "\(path)/checkpoints/.network1.npz.1a2b3c.part")
      let resumed = try RunFolder(path, mode: .resume)
      #expect(try names(in: "\(path)/checkpoints") == ["network1.npz"])
      #expect(try resumed.checkpoint(ofNetwork: 0) == checkpoint)
    }
  }

  @Test("Overwrite: removes what a run leaves, keeps other files")
  func overwrite() throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      for item in [RunFolder.Item.experiment, .summary, .trajectory, .arrays, .report] {
        try folder.write([0], as: item)
      }
      try write("x", to: try folder.path(of: "a.svg", in: .figures))
      try write("x", to: try folder.path(of: "network1.npz", in: .checkpoints))
      try write("notes", to: "\(path)/notes.txt")
      try write("half", to: "\(path)/.arrays.npz.1a2b3c.part")
      _ = try RunFolder(path, mode: .overwrite)
      #expect(try names(in: path) == ["notes.txt"])
      _ = try RunFolder("\(path)/fresh", mode: .overwrite)
      #expect(try names(in: path) == ["notes.txt", "fresh"])
    }
  }

  @Test("Removing is quiet when there is nothing; reading what is missing is a typed error")
  func remove() throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      try folder.remove(.report)
      #expect(throws: RunStoreError.self) { try folder.read(.report) }
    }
  }
}
