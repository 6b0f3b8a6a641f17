internal import Foundation

/// A Python that has NumPy, for reading with it what was written here.
public enum NumPyInterpreter {
  /// A script that did not end well, with what it said.
  public struct Failure: Error, CustomStringConvertible {
    /// What Python said, or what is missing.
    public let description: String
  }

  private static let path: String? = {
    let search = ProcessInfo.processInfo.environment["PATH", default: "/usr/bin"]
    let candidates = search.split(separator: ":").map { "\($0)/python3" } + ["/usr/bin/python3"]
    return candidates.first {
      FileManager.default.isExecutableFile(atPath: $0)
        && (try? run($0, "import numpy", []))?.status == 0
    }
  }()

  /// Runs a script, which asserts what it expects.
  ///
  /// - Parameters:
  ///   - script: Python; `np` is NumPy and `path` the first argument.
  ///   - arguments: what follows the script on the command line.
  /// - Throws: ``Failure`` when the script does not end well.
  public static func expect(_ script: String, _ arguments: String...) throws {
    guard let path else {
      throw Failure(
        description: "no python3 with NumPy was found; `make test` installs it (python3-numpy)")
    }
    let result = try run(path, "import sys, numpy as np\npath = sys.argv[1]\n" + script, arguments)
    guard result.status == 0 else { throw Failure(description: result.output) }
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
