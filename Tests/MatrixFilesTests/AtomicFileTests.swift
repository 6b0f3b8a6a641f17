import Foundation
import MatrixFiles
import TestSupport
import Testing

@Suite("Atomic files")
struct AtomicFileTests {
  @Test("A file is created, then replaced, and nothing else is left beside it")
  func replacing() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a.txt"
      try AtomicFile.write("first", to: path)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      try AtomicFile.write([0, 1, 2], to: path)
      #expect(FileManager.default.contents(atPath: path) == Data([0, 1, 2]))
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.txt"])
    }
  }

  @Test("A replaced file keeps its rights also where the mask would take some; a new one obeys it")
  func rights() async {
    // In a process of its own, because the mask holds for everything a process writes.
    await #expect(processExitsWith: .success) {
      umask(0o022)
      try withTemporaryFolder { folder in
        func rights(_ name: String) throws -> Int? {
          try FileManager.default.attributesOfItem(atPath: folder + name)[.posixPermissions] as? Int
        }
        try AtomicFile.write("first", to: folder + "/a")
        #expect(try rights("/a") == 0o644)
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o666], ofItemAtPath: folder + "/a")
        try AtomicFile.write("second", to: folder + "/a")
        #expect(try rights("/a") == 0o666)
      }
    }
  }

  @Test(
    "Only names of temporary files are taken for such",
    arguments: [
      (".a.npz.3w5e11264sgsf.part", "a.npz"), (".a.0.part", "a"), ("download.part", nil),
      ("a.npz.0.part", nil), (".a.part", nil), (".a.b-c.part", nil), (".a.npz.0.part.txt", nil),
      (".a.00000000000000.part", nil),
    ])
  func temporaryNames(name: String, destination: String?) {
    #expect(AtomicFile.destination(ofTemporary: name) == destination)
  }

  @Test("A link is followed and stays a link")
  func links() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write("old", to: folder + "/real")
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: "real")
      try AtomicFile.write("new", to: folder + "/link")
      #expect(FileManager.default.contents(atPath: folder + "/real") == Data("new".utf8))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "real")
    }
  }

  @Test("A missing folder, a folder in the way and a device are errors with the system's reason")
  func refusals() throws {
    try withTemporaryFolder { folder in
      let cases = [
        (folder + "/missing/a", "No such file or directory"), (folder, "it is a folder"),
        ("/dev/null", "it is not a regular file"),
      ]
      for (path, reason) in cases {
        #expect(
          throws: MatrixFileError.notWritten(file: path, byteCount: 3, reason: reason)
        ) { try AtomicFile.write("abc", to: path) }
      }
    }
  }

  @Test("At a file-size limit the old file stays, no part of the new one, and the error says why")
  func sizeLimit() async {
    // In a process of its own, because the limit holds for everything a process writes.
    await #expect(processExitsWith: .success) {
      // The signal acts here as in a program's main thread: tests run on threads that hold it back.
      signal(SIGXFSZ, SIG_DFL)
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGXFSZ)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      try withTemporaryFolder { folder in
        let path = folder + "/a"
        try AtomicFile.write("old", to: path)
        var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        #expect(
          throws: MatrixFileError.notWritten(
            file: path, byteCount: 10_000, reason: "File too large")
        ) { try AtomicFile.write(Array(repeating: 7, count: 10_000), to: path) }
        #expect(FileManager.default.contents(atPath: path) == Data("old".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
      }
    }
  }
}
