internal import ArgumentParser
internal import DeepLinear
internal import Foundation

/// The command `deeplinear run`.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run an experiment file and leave its results in a folder.",
    discussion: """
      Ctrl-C writes a checkpoint; --resume goes on from it, and the result is the same to the last bit. A \
      killed run loses at most the time since its last checkpoint.
      """)

  @Argument(help: "The experiment file (YAML); see \"deeplinear help experiment\".")
  var file: String

  @Option(name: .customLong("set"), help: "Change a value: networks[0].training.descent.steps=100")
  var overrides: [String] = []

  @Option(name: .shortAndLong, help: "The folder for the results; runs/NAME by default.")
  var output: String?

  @Flag(help: "Load the data, check everything, say what would run, and stop.")
  var check = false

  @Flag(help: "Go on with an interrupted run.")
  var resume = false

  @Flag(help: "Replace the results of an earlier run in the folder.")
  var overwrite = false

  @Flag(
    help: "Resume under another BLAS, thread count or version, though the last bits may change.")
  var allowOtherEnvironment = false

  @Option(help: "Seconds between two checkpoints of a network.")
  var checkpointInterval = 10.0

  @Option(
    help: """
      Networks that run at the same time; as many as there are processors by default, one with more than one BLAS \
      thread.
      """)
  var jobs: Int?

  @Option(help: "BLAS threads of each product; more than one pays for large single networks only.")
  var blasThreads = 1

  @Flag(help: "Draw the figures as PNG too.")
  var png = false

  @Flag(help: "Draw the figures as PDF too.")
  var pdf = false

  func validate() throws {
    if resume && overwrite {
      throw ValidationError("--resume and --overwrite exclude each other.")
    }
    if checkpointInterval < 0 || !checkpointInterval.isFinite {
      throw ValidationError("--checkpoint-interval must not be negative.")
    }
    if jobs ?? 1 < 1 { throw ValidationError("--jobs must be at least 1.") }
    if jobs ?? 1 > 1 && blasThreads > 1 {
      throw ValidationError(
        "--jobs above 1 needs --blas-threads 1: BLAS's threads are the whole program's.")
    }
    if blasThreads < 1 { throw ValidationError("--blas-threads must be at least 1.") }
  }

  func run() async throws {
    BLAS.threadCount = blasThreads
    Terminal.warnOfForcedKernels()
    let file = try ExperimentFile(contentsOf: file, overriding: overrides)
    if check {
      let experiment = try PreparedExperiment(file.description, resolve: file.resolve)
      experiment.warnings.forEach(Self.warn)
      print(experiment.overview)
      return
    }
    let path = output ?? "runs/\(file.description.name)"
    let run = try KeptRun(
      file, in: path, mode: resume ? .resume : overwrite ? .overwrite : .new,
      environment: RunEnvironment(version: DeepLinearRelease.version),
      allowsOtherEnvironment: allowOtherEnvironment, warn: Self.warn)
    guard let run else {
      print("The run in \(path) is complete; there is nothing to resume.")
      return
    }
    let (result, remarks) = try await finish(run)
    if let missing = remarks.missingFigures { Terminal.complain("warning: \(missing)") }
    for (network, theory) in zip(result.networks, remarks.theory) {
      let remedy = network.termination.remedy.map { " " + $0 } ?? ""
      print("\(network.name): \(network.termination.sentence)\(remedy)")
      print("  \(theory)")
    }
    print("Report: \(run.folder.path(of: .report))")
  }

  private static func warn(_ warning: PreparedExperiment.Warning) {
    Terminal.complain("warning: \(warning.network): \(warning.sentence)")
  }

  /// Runs with a progress line; Ctrl-C interrupts so that the run can be resumed.
  private func finish(
    _ run: KeptRun
  ) async throws -> (result: ExperimentResult, remarks: RunOutput.Remarks) {
    let progress = ProgressLine(names: run.experiment.description.networks.map(\.name))
    let formats: [PlotFormat] = (png ? [.png] : []) + (pdf ? [.pdf] : [])
    let task = Task {
      try await run.finish(
        checkpointInterval: checkpointInterval, jobCount: jobs, extraFormats: formats,
        reportingTo: progress.update)
    }
    let interrupt = Interrupt { task.cancel() }
    defer {
      progress.end()
      withExtendedLifetime(interrupt) {}
    }
    do {
      return try await task.value
    } catch ExperimentError.interrupted {
      progress.end()
      Terminal.complain("Go on with: \(Self.resumingCall)")
      throw ExperimentError.interrupted
    }
  }

  /// The call of this process, made to resume.
  static var resumingCall: String {
    let modes = ["--resume", "--overwrite"]
    let words = CommandLine.arguments.dropFirst().filter { !modes.contains($0) }
    return (["deeplinear"] + words + ["--resume"]).map(Terminal.quoted).joined(separator: " ")
  }
}
