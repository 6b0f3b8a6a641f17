import DeepLinear
import Foundation
import Testing

@testable import DeepLinearLab

@Suite("What is uploaded")
struct LabDataTests {
  @Test("A matrix becomes a target, by a name of the lab's own")
  func upload() throws {
    try withLabData { data in
      let matrix = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
      let upload = try data.add(
        MatrixFile.encode(NumericArray(matrix, shape: [2, 3]), as: "x.npy"), named: "../../x.NPY")
      #expect(upload.rows == 2 && upload.columns == 3)
      #expect(upload.id.wholeMatch(of: /upload-[0-9a-f]{16}\.npy/) != nil)
      let state = try LabState(["target": "upload", "upload": upload.id])
      let prepared = try LabExperiment(state, data: data, limits: LabLimits())
        .prepared(within: LabLimits())
      #expect(prepared.problem.target == matrix)
      // Another lab on the same folder finds it again.
      let runs = URL(fileURLWithPath: data.folder).deletingLastPathComponent().path
      #expect(try LabData(in: runs, limits: LabLimits()).upload(upload.id) == upload)
    }
  }

  @Test("A table of numbers is read too")
  func csv() throws {
    try withLabData { data in
      let upload = try data.add(Array("a,b\n1,2\n3,4\n".utf8), named: "table.csv")
      #expect(upload.rows == 2 && upload.columns == 2 && upload.format == "csv")
    }
  }

  @Test(
    "What is no matrix gets a sentence, and leaves nothing",
    arguments: [
      ("x.npy", ""), ("x.npy", "1,2\n"), ("x.csv", "1,2\n3\n"), ("x.csv", "1,inf\n"),
      ("x.npz", "PK\u{3}\u{4}"), ("x.csv", "PK\u{3}\u{4}"), ("x.npy", "\u{1F}\u{8B}"), ("x", "1"),
      ("", "1"),
    ])
  func refusals(name: String, text: String) throws {
    try withLabData { data in
      let before = try FileManager.default.contentsOfDirectory(atPath: data.folder)
      let error = #expect(throws: LabError.self) { try data.add(Array(text.utf8), named: name) }
      #expect(error?.key == "upload")
      #expect(try FileManager.default.contentsOfDirectory(atPath: data.folder) == before)
    }
  }

  @Test(
    "A matrix larger than allowed is refused, and the oldest upload that no run needs goes first")
  func limits() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    var limits = LabLimits()
    limits.entries = 4
    limits.uploads = 2
    let data = try LabData(in: folder.path, limits: limits)
    #expect(throws: LabError.self) { try data.add(Array("1,2,3\n4,5,6\n".utf8), named: "a.csv") }
    let needed = try data.add(Array("7\n".utf8), named: "a.csv")
    let run = folder.appendingPathComponent("run")
    try FileManager.default.createDirectory(at: run, withIntermediateDirectories: true)
    try Data("target: {csv: \"\(needed.id)\"}".utf8)
      .write(to: run.appendingPathComponent("experiment.yaml"))
    let uploads = try (1...3).map { number in
      // File dates must differ.
      Thread.sleep(forTimeInterval: 0.02)
      return try data.add(Array("\(number)\n".utf8), named: "a.csv")
    }
    #expect(throws: LabError.self) { try data.upload(uploads[0].id) }
    #expect(try data.upload(uploads[2].id) == uploads[2])
    #expect(try data.upload(needed.id) == needed)
  }

  @Test("Names that no upload has are none, whatever they look like")
  func unknown() throws {
    try withLabData { data in
      for id in [
        "", "ones-images.idx.gz", "../x.npy", "/etc/passwd", "upload-0000000000000000.npy",
      ] {
        #expect(throws: LabError.self) { try data.upload(id) }
      }
    }
  }
}
