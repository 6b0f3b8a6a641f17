import Foundation
import RunStore

/// Folders as runs and sweeps leave them, made by hand.
struct SampleRuns {
  let folder: String

  /// A run's folder without a summary.
  func begin(_ name: String, title: String? = nil) throws {
    try make(name)
    try write("# A comment.\nname: \(title ?? name)\nseed: 1\n", to: "\(name)/experiment.yaml")
    try write("{}\n", to: "\(name)/environment.json")
  }

  /// A run that has ended.
  func finish(
    _ name: String, title: String? = nil, status: String = "completed", loss: String = "0.5",
    seconds: Double = 2
  ) throws {
    try begin(name, title: title)
    let summary = """
      {"name": "\(title ?? name)", "more": [1], "networks": [
        {"name": "depth 2", "widths": [3, 4, 2], "engine": {"name": "dense", "saving": 0},
         "status": "\(status)", "ending": "ended \(status)", "steps": 10,
         "final": {"loss": \(loss), "nuclearRank": 1.5},
         "smallestTestError": {"value": 0.25, "step": 7, "time": 0.7}}],
       "timing": {"seconds": \(seconds), "networks": {"depth 2": 1}}}
      """
    try write(summary, to: "\(name)/summary.json")
  }

  /// A sweep that has ended.
  func finishSweep(_ name: String, statuses: String) throws {
    try make(name)
    try write("name: \(name)\n", to: "\(name)/sweep.yaml")
    try write(
      "{\"name\": \"\(name)\", \"statuses\": \(statuses), \"timing\": {\"seconds\": 3}}",
      to: "\(name)/summary.json")
  }

  func make(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
  }

  func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(path)"))
  }

  /// Gives the files of a run a time of their last change, in seconds since 1970.
  func date(_ name: String, _ seconds: Double) throws {
    for file in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)") {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: seconds)],
        ofItemAtPath: "\(folder)/\(name)/\(file)")
    }
  }

  func isThere(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(path)")
  }

  /// Runs a line of Python with its database module on the index.
  func python(_ body: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sqlite3, time\nd = sqlite3.connect('\(folder)/index.sqlite', isolation_level=None)\n\(body)",
    ]
    try process.run()
    return process
  }
}

extension RunIndex {
  /// Refreshes and lists, by name.
  func names(matching filter: RunFilter = RunFilter()) throws -> [String] {
    try refresh()
    return try runs(matching: filter, sortedBy: .name, descending: false).map(\.name)
  }
}
