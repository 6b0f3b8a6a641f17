internal import ArgumentParser
internal import DeepLinear
internal import Foundation

/// The command `deeplinear reproduce`.
struct ReproduceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Make a figure, table or claim of the papers anew, and judge it.",
    discussion: """
      "deeplinear reproduce list" names them. Each leaves a folder with its figures, its verdicts and a run folder \
      for each of its experiments; index.html shows all that the output folder holds. The exit status is 1 when a \
      verdict is not as it should be: a claim fails, or one that is printed wrongly holds. Ctrl-C leaves what is \
      complete and checkpoints of the rest; --resume goes on.
      """)

  @Argument(help: "Identifiers such as chou2022/figure5, or all, or list.")
  var identifiers: [String]

  @Flag(help: "Smaller matrices and fewer steps; the same verdicts.")
  var quick = false

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "reproductions"

  @Flag(help: "Keep what is complete and go on with the rest.")
  var resume = false

  @Flag(help: "Replace what an earlier call left.")
  var overwrite = false

  @Option(help: "The folder of MNIST's IDX files.")
  var mnist: String?

  @Option(help: "The folder of CIFAR-10's binary batches.")
  var cifar: String?

  @Option(help: "The folder of ImageNet's npz batches, 64 x 64.")
  var imagenet: String?

  @Option(help: "Networks that run at the same time; as many as there are processors by default.")
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
    guard identifiers != ["list"] else {
      print(ReproductionCatalogue.table)
      return
    }
    var seen: Set<String> = []
    let chosen =
      identifiers.contains("all")
      ? ReproductionCatalogue.all
      : try identifiers.filter { seen.insert($0).inserted }.map(ReproductionCatalogue.reproduction)
    // Before anything runs: a folder that is in the way would end the call in the middle.
    if !resume, !overwrite {
      let taken = chosen.map { "\(output)/\($0.folderName)" }.first { path in
        (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty == false
      }
      if let taken { throw RunStoreError.folderNotEmpty(path: taken) }
    }
    let run = ReproductionRun(
      quick ? .quick : .full, in: output, mode: resume ? .resume : overwrite ? .overwrite : .new,
      data: dataFolders, environment: RunEnvironment(version: DeepLinearRelease.version),
      jobCount: jobs)
    do {
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    } catch {
      throw ValidationError("\(output) cannot be a folder: \(error.localizedDescription)")
    }
    let lock = try RunLock(output)
    defer { withExtendedLifetime(lock) {} }
    let task = Task {
      var records: [ReproductionRecord] = []
      var failure: (any Error)?
      for (index, reproduction) in chosen.enumerated() {
        let place = chosen.count == 1 ? "" : "\(index + 1) of \(chosen.count): "
        do {
          let record = try await record(of: reproduction, by: run, place: place)
          print(record.text + "\n")
          records.append(record)
        } catch ExperimentError.interrupted {
          throw ExperimentError.interrupted
        } catch {
          // The others can be made all the same.
          Terminal.complain("\(reproduction.identifier): \(error)")
          failure = failure ?? error
        }
      }
      if let failure { throw failure }
      return records
    }
    let interrupt = Interrupt { task.cancel() }
    defer { withExtendedLifetime(interrupt) {} }
    let result = await task.result
    // What is complete is shown also when the rest was interrupted or failed.
    try ReproductionGallery(of: output).write()
    if case .failure(ExperimentError.interrupted) = result {
      Terminal.complain("Go on with: \(RunCommand.resumingCall)")
    }
    let records = try result.get()
    print("Gallery: \(output)/index.html")
    if !records.allSatisfy(\.isGreen) { throw ExitCode(1) }
  }

  private var dataFolders: DataFolders {
    DataFolders([.mnist: mnist, .cifar10: cifar, .imageNet64: imagenet].compactMapValues(\.self))
  }

  /// The record of a reproduction that is complete, or is made now.
  private func record(
    of reproduction: Reproduction, by run: ReproductionRun, place: String
  ) async throws -> ReproductionRecord {
    if resume, let record = ReproductionRecord(of: reproduction, in: output),
      record.isQuick == quick, !record.lacks(dataFolders)
    {
      return record
    }
    let line = ProgressLine(names: [place + reproduction.identifier])
    defer { line.end() }
    let made = try await run.output(of: reproduction) { line.update(0, fraction: $0.fraction) }
    if let missing = try made.write() { Terminal.complain("warning: \(missing)") }
    return made.record
  }
}
