internal import ArgumentParser
internal import DeepLinear
internal import Foundation
internal import Synchronization

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
    let path = output ?? "runs/\(file.description.name)"
    var lock = check ? nil : try RunLock(path)
    defer { withExtendedLifetime(lock) {} }
    if resume, !check {
      let folder = try RunFolder(path, mode: .resume)
      if folder.contains(.summary) {
        try folder.requireExperiment(file.text(forCopyIn: path))
        // It may have been killed after its last file.
        try folder.remove(.checkpoints)
        print("The run in \(path) is complete; there is nothing to resume.")
        return
      }
    }
    let dataFiles = Mutex<[String: String]>([:])
    let experiment = try PreparedExperiment(file.description) { name in
      dataFiles.withLock { $0[name] = file.resolve(name) }
      return file.resolve(name)
    }
    for warning in experiment.warnings {
      Terminal.complain("warning: \(warning.network): \(warning.sentence)")
    }
    if check {
      print(experiment.overview)
      return
    }
    let mode: RunFolder.Mode = resume ? .resume : overwrite ? .overwrite : .new
    let folder = try RunFolder(path, mode: mode)
    if lock == nil { lock = try RunLock(path) }
    let environments = try folder.begin(
      experiment: file.text(forCopyIn: path), dataFiles: dataFiles.withLock(\.self),
      environment: RunEnvironment(version: DeepLinearRelease.version), mode: mode,
      allowsOtherEnvironment: allowOtherEnvironment)
    let (result, remarks) = try await result(of: experiment, in: folder, environments)
    if let missing = remarks.missingFigures { Terminal.complain("warning: \(missing)") }
    for (network, theory) in zip(result.networks, remarks.theory) {
      let remedy = network.termination.remedy.map { " " + $0 } ?? ""
      print("\(network.name): \(network.termination.sentence)\(remedy)")
      print("  \(theory)")
    }
    print("Report: \(folder.path(of: .report))")
  }

  /// Runs with a progress line and writes the results; Ctrl-C ends both so that they can be resumed.
  private func result(
    of experiment: PreparedExperiment, in folder: RunFolder, _ environments: [RunEnvironment]
  ) async throws -> (result: ExperimentResult, remarks: RunOutput.Remarks) {
    let run = ExperimentRun(
      experiment, folder: folder, checkpointInterval: checkpointInterval, jobCount: jobs)
    let progress = ProgressLine(names: experiment.description.networks.map(\.name))
    let formats: [PlotFormat] = (png ? [.png] : []) + (pdf ? [.pdf] : [])
    let start = ContinuousClock.now
    let task = Task {
      let result = try await run.result(reportingTo: progress.update)
      let output = RunOutput(
        result: result, environments: environments, extraFormats: formats,
        seconds: (ContinuousClock.now - start) / .seconds(1))
      return (result, try output.write(to: folder))
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
