import Foundation

/// The gnuplot program of this computer, which turns figures into pictures.
///
/// ```swift
/// try Gnuplot().render(figure, to: "figures/run.svg")
/// ```
public struct Gnuplot: Sendable {
  /// How long one figure may take, in seconds, before gnuplot is stopped.
  public var timeLimit: Double

  private let environment: [String: String]

  /// Looks for gnuplot where the environment says.
  ///
  /// - Parameters:
  ///   - environment: `GNUPLOT`, the path of the program, or else `PATH`, where it is searched;
  ///     nil takes the environment of this process.
  ///   - timeLimit: how long one figure may take, in seconds.
  public init(environment: [String: String]? = nil, timeLimit: Double = 60) {
    self.environment = environment ?? ProcessInfo.processInfo.environment
    self.timeLimit = timeLimit
  }

  /// Draws a figure into a file, in the format that the file's extension names.
  ///
  /// The script is kept beside the picture, with the extension `.gp`, and draws it again by hand:
  /// `gnuplot run.gp` in that folder writes `run.svg`. The picture appears under its name only when
  /// it is complete.
  ///
  /// - Parameters:
  ///   - figure: what to draw.
  ///   - path: where, ending in `.svg`, `.png` or `.pdf`.
  /// - Throws: ``PlottingError``.
  public func render(_ figure: Figure, to path: String) throws(PlottingError) {
    guard let format = PlotFormat(path: path) else { throw .unknownFormat(path: path) }
    let picture = URL(fileURLWithPath: path)
    let script = picture.deletingPathExtension().appendingPathExtension("gp")
    let text = figure.gnuplotScript(format: format, fileName: picture.lastPathComponent)
    try written(script.path) { try Data(text.utf8).write(to: script, options: .atomic) }

    let unfinished = picture.deletingLastPathComponent()
      .appendingPathComponent(".\(UUID().uuidString).\(format.rawValue)")
    defer { try? FileManager.default.removeItem(at: unfinished) }
    try draw(script, into: unfinished.lastPathComponent)
    // Gnuplot does not notice when the disk fills.
    guard let bytes = try? Data(contentsOf: unfinished), format.isComplete(bytes) else {
      throw .cannotWrite(path: path, reason: "gnuplot wrote only a part of it; is the disk full?")
    }
    try written(path) {
      // One rename, so that a reader meets the old picture or the new one.
      guard rename(unfinished.path, picture.path) == 0 else {
        throw CocoaError(.fileWriteUnknown)
      }
    }
  }

  // MARK: - Running the program

  private func draw(_ script: URL, into name: String) throws(PlottingError) {
    guard let program else { throw notInstalled(script) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    // -d: no start-up files of the user, so that the script alone decides.
    process.arguments = ["-d", "-e", "output='\(name)'", "./\(script.lastPathComponent)"]
    process.currentDirectoryURL = script.deletingLastPathComponent()
    let outcome = try run(process, script: script)
    guard outcome.status == 0 else {
      throw .failed(message: outcome.message, script: script.path)
    }
  }

  /// Runs to the end or to the time limit.
  ///
  /// All that gnuplot says goes to a file, which never fills up as a pipe does.
  private func run(
    _ process: Process, script: URL
  ) throws(PlottingError) -> (status: Int32, message: String) {
    let log = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: log) }
    let ended = DispatchSemaphore(value: 0)
    try written(log.path) {
      try Data().write(to: log)
      let messages = try FileHandle(forWritingTo: log)
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = messages
      process.standardError = messages
    }
    process.terminationHandler = { _ in ended.signal() }
    guard (try? process.run()) != nil else { throw notInstalled(script) }
    guard ended.wait(timeout: .now() + timeLimit) == .success else {
      kill(process.processIdentifier, SIGKILL)
      // A child of the program can outlive it and keep it from being reported as ended.
      if ended.wait(timeout: .now() + 1) == .success { process.waitUntilExit() }
      throw .timedOut(seconds: timeLimit, script: script.path)
    }
    // It has ended; without this call Foundation keeps it, and its open file, for ever.
    process.waitUntilExit()
    let message = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    return (
      process.terminationStatus, String(message.trimmingCharacters(in: .whitespacesAndNewlines))
    )
  }

  /// The path of the program: `GNUPLOT` if it is a path, or else its name on the search path.
  private var program: String? {
    let named = environment["GNUPLOT"] ?? ""
    let name = named.isEmpty ? "gnuplot" : named
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let candidates = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private func notInstalled(_ script: URL) -> PlottingError {
    let place = environment["GNUPLOT"].map { "GNUPLOT is '\($0)'" } ?? "searched in PATH"
    return .notInstalled(lookedFor: place, script: script.path)
  }

  private func written(
    _ path: String, _ body: () throws -> Void
  ) throws(PlottingError) {
    do {
      try body()
    } catch {
      throw .cannotWrite(path: path, reason: error.localizedDescription)
    }
  }
}
