import Foundation
import Testing

/// A Python that has NumPy, for reading with it what was written here.
enum NumPyInterpreter {
  private static let path: String? = {
    let search = ProcessInfo.processInfo.environment["PATH", default: "/usr/bin"]
    let candidates = search.split(separator: ":").map { "\($0)/python3" } + ["/usr/bin/python3"]
    return candidates.first {
      FileManager.default.isExecutableFile(atPath: $0)
        && (try? run($0, "import numpy", []))?.status == 0
    }
  }()

  /// Fails the test unless the script, which asserts what it expects, ends well.
  ///
  /// - Parameters:
  ///   - script: Python; `np` is NumPy and `path` the first argument.
  ///   - arguments: what follows the script on the command line.
  /// - Throws: an error when Python cannot be started.
  static func expect(_ script: String, _ arguments: String...) throws {
    guard let path else {
      Issue.record("no python3 with NumPy was found; `make test` installs it (python3-numpy)")
      return
    }
    let result = try run(path, "import sys, numpy as np\npath = sys.argv[1]\n" + script, arguments)
    #expect(result.status == 0, "\(result.output)")
  }

  private static func run(
    _ path: String, _ script: String, _ arguments: [String]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-c", script] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
