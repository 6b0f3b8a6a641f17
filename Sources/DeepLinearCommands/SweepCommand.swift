internal import ArgumentParser
internal import DeepLinear

/// The command `deeplinear sweep`.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Run an experiment for every combination of values of some of its keys.",
    discussion: """
      A sweep file holds or names an experiment, and a grid or random ranges for any of its keys; "deeplinear help \
      experiment" lists all keys, and "deeplinear new sweep" writes a file to start from. The results are one table, \
      table.csv and table.npz, and heat maps. They do not depend on --jobs. Ctrl-C or a kill loses the points under \
      way; --resume goes on with the rest, and the table is the same to the last bit.
      """)

  @Argument(help: "The sweep file (YAML).")
  var file: String

  @Option(name: .customLong("set"), help: "Change a value: experiment.training.descent.steps=100")
  var overrides: [String] = []

  @Option(name: .shortAndLong, help: "The folder for the results; sweeps/NAME by default.")
  var output: String?

  @Flag(help: "Load the data, check every point, say what would run, and stop.")
  var check = false

  @Flag(help: "Go on with an interrupted sweep.")
  var resume = false

  @Flag(help: "Replace the results of an earlier sweep in the folder.")
  var overwrite = false

  @Flag(help: "Resume under another BLAS or version, though the last bits may change.")
  var allowOtherEnvironment = false

  @Option(help: "Points that run at the same time; as many as there are processors by default.")
  var jobs: Int?

  func validate() throws {
    if resume && overwrite {
      throw ValidationError("--resume and --overwrite exclude each other.")
    }
    if jobs ?? 1 < 1 { throw ValidationError("--jobs must be at least 1.") }
  }

  func run() async throws {
    Terminal.warnOfForcedKernels()
    BLAS.threadCount = 1
    let file = try SweepFile(contentsOf: file, overriding: overrides)
    let path = output ?? "sweeps/\(file.name)"
    var lock = check ? nil : try RunLock(path)
    defer { withExtendedLifetime(lock) {} }
    if resume, !check {
      let folder = try RunFolder(path, kind: .sweep, mode: .resume)
      if folder.contains(.summary) {
        try folder.requireExperiment(file.text(forCopyIn: path))
        // It may have been killed after its last file.
        try folder.remove(.journal)
        print("The sweep in \(path) is complete; there is nothing to resume.")
        return
      }
    }
    let sweep = try PreparedSweep(file)
    if check {
      print(sweep.overview)
      return
    }
    let mode: RunFolder.Mode = resume ? .resume : overwrite ? .overwrite : .new
    let folder = try RunFolder(path, kind: .sweep, mode: mode)
    if lock == nil { lock = try RunLock(path) }
    let environments = try folder.begin(
      experiment: file.text(forCopyIn: path), dataFiles: sweep.dataFiles,
      environment: RunEnvironment(version: DeepLinearRelease.version), mode: mode,
      allowsOtherEnvironment: allowOtherEnvironment)
    let (output, missing) = try await output(of: sweep, in: folder, environments)
    if let missing { Terminal.complain("warning: \(missing)") }
    print(output.text)
    print("Report: \(folder.path(of: .report))")
  }

  /// Runs with a progress line and writes the results; Ctrl-C ends both so that they can be resumed.
  private func output(
    of sweep: PreparedSweep, in folder: RunFolder, _ environments: [RunEnvironment]
  ) async throws -> (output: SweepOutput, missingFigures: String?) {
    let run = SweepRun(sweep, folder: folder, jobCount: jobs)
    let progress = ProgressLine(names: ["points"])
    let start = ContinuousClock.now
    let task = Task {
      let rows = try await run.rows(reportingTo: progress.update)
      let output = SweepOutput(
        sweep: sweep, rows: rows, environments: environments,
        seconds: (ContinuousClock.now - start) / .seconds(1))
      return (output, try output.write(to: folder))
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
      Terminal.complain("Go on with: \(RunCommand.resumingCall)")
      throw ExperimentError.interrupted
    }
  }
}
