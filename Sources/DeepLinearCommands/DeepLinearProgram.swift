internal import ArgumentParser
internal import DeepLinear
internal import Foundation

/// The program `deeplinear`: parses its arguments, runs a command, and answers with an exit status.
///
/// 0: done, also when a run diverged, which is a result. 1: the program could not finish, or a verification
/// failed. 2: a wrong call, file or query. 130: interrupted.
public enum DeepLinearProgram {
  /// Runs the program and ends the process.
  ///
  /// - Parameter arguments: what follows the program's name.
  public static func main(_ arguments: [String]) async -> Never {
    // `help experiment` is about files, not about a command, so the parser does not know it.
    let arguments = arguments == ["help", "experiment"] ? ["experiment"] : arguments
    if Set(arguments) == ["--version", "--verbose"] {
      print(VersionText.verbose)
      exit(0)
    }
    do {
      var command = try RootCommand.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      exit(0)
    } catch {
      end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    guard let status = status(of: error) else {
      let code = RootCommand.exitCode(for: error)
      let message = RootCommand.fullMessage(for: error)
      if code.isSuccess {
        print(message)
      } else if !message.isEmpty {
        Terminal.complain(message)
      }
      exit(code.isSuccess ? 0 : code == .validationFailure ? 2 : code.rawValue)
    }
    let sentence = error is CancellationError ? "interrupted" : "\(error)"
    Terminal.complain("deeplinear: \(sentence)")
    exit(status)
  }

  /// The exit status of an error of the library; nil for those of the argument parser.
  private static func status(of error: any Error) -> Int32? {
    switch error {
    case ExperimentError.interrupted, is CancellationError: 130
    case MatrixFileError.notWritten: 1
    case RunStoreError.unusable: 1
    case is ExperimentFileError, is MatrixFileError, is RunStoreError, is ExperimentError,
      is ObjectiveError, is NetworkError, is SimulationError, is TheoryError, is EstimationError:
      2
    case is LinearAlgebraError, is PlottingError: 1
    default: nil
    }
  }
}

/// The root of all commands.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deeplinear",
    abstract: "The learning dynamics of deep linear networks and deep matrix factorisation.",
    discussion: """
      Start with "deeplinear new factorization", look at the file it writes, and run it with \
      "deeplinear run factorization.yaml". "deeplinear help experiment" lists every key of such a file. \
      "deeplinear --version --verbose" names the libraries and kernels in use.
      """,
    version: VersionText.short,
    subcommands: [
      RunCommand.self, SweepCommand.self, PredictCommand.self, NewCommand.self, InspectCommand.self,
      DenoiseCommand.self, RegressCommand.self, CompleteCommand.self, TheoryCommand.self,
      VerifyCommand.self, ReproduceCommand.self, CiteCommand.self, RunsCommand.self,
      ExperimentCommand.self,
    ])
}
