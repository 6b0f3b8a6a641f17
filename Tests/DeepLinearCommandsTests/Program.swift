import Foundation

/// The built program `deeplinear`, beside the test bundle.
enum Program {
  /// How a call ended and what it said.
  struct Outcome {
    /// The exit status; 128 and the signal's number when a signal ended it, as shells count.
    let status: Int32
    let output: String
    let errors: String
    let seconds: Double
  }

  /// A call that did not end in its time.
  struct TimedOut: Error {
    let arguments: [String]
  }

  static let path = (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0]))
    .deletingLastPathComponent().appending(path: "deeplinear").path

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: what follows the program's name.
  ///   - folder: the working directory.
  ///   - environment: changes of this process's environment; nil removes a variable.
  ///   - timeLimit: seconds after which the call is killed and the test fails.
  /// - Returns: how it ended.
  /// - Throws: ``TimedOut``; an error when the program cannot be started.
  static func run(
    _ arguments: [String], in folder: String, environment: [String: String?] = [:],
    timeLimit: Double = 60
  ) throws -> Outcome {
    try Call(path, arguments, in: folder, environment: environment).outcome(within: timeLimit)
  }

  /// Runs the program in a shell, after the commands of `preparation`, such as a limit.
  static func run(
    _ arguments: [String], after preparation: String, in folder: String, timeLimit: Double = 60
  ) throws -> Outcome {
    let script = "\(preparation) && exec \"$0\" \"$@\""
    return try Call("/bin/bash", ["-c", script, path] + arguments, in: folder)
      .outcome(within: timeLimit)
  }

  /// A call under way.
  final class Call {
    private let process = Process()
    private let arguments: [String]
    private let start = ContinuousClock.now
    private let ended = DispatchSemaphore(value: 0)
    private let output = Pipe()
    private let errors = Pipe()

    /// Starts a program.
    init(
      _ path: String, _ arguments: [String], in folder: String,
      environment: [String: String?] = [:]
    ) throws {
      self.arguments = arguments
      process.executableURL = URL(filePath: path)
      process.arguments = arguments
      process.currentDirectoryURL = URL(filePath: folder)
      // A variable that slows BLAS down would add a warning to what the program says.
      process.environment = ProcessInfo.processInfo.environment
        .filter { $0.key != "OPENBLAS_CORETYPE" }
        .merging(environment.compactMapValues(\.self)) { $1 }
        .filter { environment[$0.key] != .some(nil) }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = output
      process.standardError = errors
      let ended = ended
      process.terminationHandler = { _ in ended.signal() }
      try process.run()
    }

    /// Whether it is still under way.
    var isRunning: Bool { process.isRunning }

    /// Sends a signal.
    func send(_ number: Int32) {
      if process.isRunning { kill(process.processIdentifier, number) }
    }

    /// Waits for the end.
    ///
    /// What the program says must fit in a pipe, 64 KiB.
    func outcome(within timeLimit: Double) throws -> Outcome {
      guard ended.wait(timeout: .now() + timeLimit) == .success else {
        process.terminationHandler = nil
        kill(process.processIdentifier, SIGKILL)
        throw TimedOut(arguments: arguments)
      }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      // It has ended; without this call Foundation keeps it, and its pipes, for ever.
      process.waitUntilExit()
      func text(_ pipe: Pipe) throws -> String {
        String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      }
      let signalled = process.terminationReason == .uncaughtSignal
      return Outcome(
        status: process.terminationStatus + (signalled ? 128 : 0), output: try text(output),
        errors: try text(errors), seconds: seconds)
    }
  }
}
