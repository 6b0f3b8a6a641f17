import Foundation
import MatrixFiles
import TestSupport
import Testing

@testable import Experiments

@Suite("Output files")
struct OutputFilesTests {
  @Test("A file that is in the way is refused before any is written, unless it may be replaced")
  func inTheWay() throws {
    try withTemporaryFolder { folder in
      let (first, second) = ("\(folder)/a/first.txt", "\(folder)/second.txt")
      try Data("old".utf8).write(to: URL(filePath: second))
      #expect(throws: MatrixFileError.alreadyThere(file: second)) {
        try OutputFiles([first, second], isReplacing: false)
      }
      #expect(!FileManager.default.fileExists(atPath: first))
      let files = try OutputFiles([first, second], isReplacing: true)
      try files.write([65], to: first)
      try files.write(model: ["b": 1.0, "a": .infinity], to: second)
      #expect(try ModelFile.read([String: Double].self, from: second) == ["b": 1, "a": .infinity])
      #expect(try String(contentsOfFile: first, encoding: .utf8) == "A")
    }
  }

  @Test("One file cannot take two results")
  func twice() {
    #expect(throws: MatrixFileError.namedTwice(file: "./a.npy")) {
      try OutputFiles(["a.npy", "./a.npy"], isReplacing: true)
    }
  }

  @Test("A folder is made by the first file, and refused when it cannot be made")
  func folder() throws {
    try withTemporaryFolder { folder in
      try Data().write(to: URL(filePath: folder + "/file"))
      let (path, below) = (folder + "/new/a.npy", folder + "/file/below.npy")
      let files = try OutputFiles([path], isReplacing: true)
      #expect(!FileManager.default.fileExists(atPath: folder + "/new"))
      try files.write([65], to: path)
      #expect(FileManager.default.fileExists(atPath: path))
      for wrong in [below, folder] {
        #expect(throws: MatrixFileError.self) { try OutputFiles([wrong], isReplacing: true) }
      }
    }
  }

  @Test(
    "The stem is the path without its extensions",
    arguments: [
      ("clean.npy", "clean"), ("a/clean.idx.gz", "a/clean"), ("/b.c/d.png", "/b.c/d"),
      ("plain", "plain"),
    ])
  func stem(path: String, stem: String) {
    #expect(OutputFiles.stem(of: path) == stem)
  }
}

@Suite("Model files")
struct ModelFileTests {
  @Test("A file that is missing or holds something else is refused")
  func refused() throws {
    try withTemporaryFolder { folder in
      #expect(throws: MatrixFileError.self) {
        try ModelFile.read([Double].self, from: folder + "/none.json")
      }
      try Data("{".utf8).write(to: URL(filePath: folder + "/broken.json"))
      #expect(throws: MatrixFileError.self) {
        try ModelFile.read([Double].self, from: folder + "/broken.json")
      }
    }
  }
}
