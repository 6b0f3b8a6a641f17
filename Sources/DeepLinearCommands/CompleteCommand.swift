internal import ArgumentParser
internal import DeepLinear

/// The command `deeplinear complete`.
struct CompleteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete", abstract: "Fill the holes of a matrix.",
    discussion: """
      Missing entries are NaN, in text also empty fields or NA; or the known ones come as triplets (row, column, \
      value), rows and columns counted from 0. A deep factorisation is trained from a small start and stopped by \
      entries that are held out. Besides OUT come STEM.model.json and STEM.report.html. Triplets into a .npz give \
      the factors W1, W2, ..., for matrices too large to be written whole. With --sensing, IN holds measurement \
      matrices, each in a row and row by row, and the matrix is recovered from its inner products with them.
      """)

  @Argument(help: "The matrix with holes, or triplets, or measurement matrices.")
  var input: String

  @Option(name: .shortAndLong, help: "The completed matrix; the extension is the format.")
  var output: String

  @Option(help: "Which array of IN, when it is an .npz file.")
  var array: String?

  @Flag(help: "IN holds triplets: row, column, value.")
  var triplets = false

  @Option(
    help:
      "Rows of the matrix, for triplets and sensing; for triplets one more than the largest by default."
  )
  var rows: Int?

  @Option(help: "Columns of the matrix, for triplets; one more than the largest by default.")
  var columns: Int?

  @Option(help: "A file with the measured values: the matrix is recovered from measurements.")
  var sensing: String?

  @Option(help: "Factors, 2 or more.")
  var depth = 2

  @Option(
    name: .customLong("rank"),
    help: "The width of the hidden layers, which no rank exceeds; chosen by the data by default.")
  var width: Int?

  @Option(
    help:
      "The start's size relative to the matrix; 1e-10 at depth 2, 1e-5 at depth 3, 1e-4 beyond by default."
  )
  var scale: Double?

  @Option(help: "Which entries are held out, and what is drawn at the start.")
  var seed: UInt64 = 0

  @Option(
    name: .customLong("holdout"),
    help: "The part of the known entries that is held out to find the stop.")
  var heldOutFraction = 0.1

  @Option(help: "Random starts, of which the best counts.")
  var restarts = 1

  @Option(name: .customLong("steps"), help: "Steps of a descent at most.")
  var stepLimit = 5000

  @Flag(help: "Leave known entries as they are in OUT.")
  var keepObserved = false

  @Flag(
    help:
      "Compare with soft-impute, a truncated SVD of the filled matrix and means, on entries set aside."
  )
  var compare = false

  @Option(
    help:
      "Rows with holes that were not fitted, completed by the model into STEM.new-rows.npy (or .csv)."
  )
  var newRows: String?

  @Option(
    help: "Complete the rows of IN by the .model.json of an earlier call, instead of fitting.")
  var model: String?

  @Flag(help: "Replace the files of an earlier call.")
  var overwrite = false

  func validate() throws {
    if !triplets && sensing == nil && rows != nil {
      throw ValidationError("--rows needs --triplets or --sensing.")
    }
    if !triplets && columns != nil { throw ValidationError("--columns needs --triplets.") }
    if model != nil && (triplets || sensing != nil || compare || keepObserved || newRows != nil) {
      throw ValidationError(
        "--model fits nothing: it takes dense rows, and --overwrite as its only companion.")
    }
    if triplets && keepObserved && output.lowercased().hasSuffix(".npz") {
      throw ValidationError(
        "--keep-observed needs the whole matrix, but triplets into a .npz give its factors.")
    }
    if sensing != nil && rows == nil { throw ValidationError("--sensing needs --rows.") }
    if sensing != nil && (triplets || keepObserved || compare || newRows != nil) {
      throw ValidationError(
        "--sensing excludes --triplets, --keep-observed, --compare and --new-rows.")
    }
  }

  func run() async throws {
    Terminal.warnOfForcedKernels()
    if let model {
      try KeptCompletion(model).complete(
        input, member: array, into: output, isReplacing: overwrite)
      return
    }
    let settings = MatrixCompletion(
      depth: depth, width: width, scale: scale, seed: seed, heldOutFraction: heldOutFraction,
      restarts: restarts, stepLimit: stepLimit)
    if let sensing, let rows {
      try await sense(settings, values: sensing, rowCount: rows)
    } else {
      try await complete(settings)
    }
  }

  private func complete(_ settings: MatrixCompletion) async throws {
    let files = try CompletionOutput(
      output, hasNewRows: newRows != nil, keepsObserved: keepObserved, isReplacing: overwrite)
    let entries = try CompletionInput(
      input, member: array,
      triplets: triplets ? .init(rowCount: rows, columnCount: columns) : nil)
    let others = try newRows.map { try CompletionInput($0).entries }
    let isCompared = compare
    let (text, missing) = try await Self.watching { report in
      let result = try files.result(
        of: settings, on: entries, newRows: others, isCompared: isCompared, reportingTo: report)
      return (result.text, try files.write(result))
    }
    if let missing { Terminal.complain("warning: \(missing)") }
    print(text)
    print("Report: \(OutputFiles.stem(of: output)).report.html")
  }

  private func sense(_ settings: MatrixCompletion, values: String, rowCount: Int) async throws {
    let files = try SensingOutput(output, isReplacing: overwrite)
    let measurements = try Measurements(
      matrices: MatrixFile.loadMatrix(input, member: array), values: MatrixFile.loadMatrix(values),
      rowCount: rowCount)
    let (text, missing) = try await Self.watching { report in
      let model = try files.model(
        of: MatrixSensing(descent: settings), on: measurements, reportingTo: report)
      return (SensingOutput.text(model), try files.write(model))
    }
    if let missing { Terminal.complain("warning: \(missing)") }
    print(text)
    print("Report: \(OutputFiles.stem(of: output)).report.html")
  }

  /// Works with a progress line until it is done or interrupted.
  private static func watching<Value: Sendable>(
    _ work: @escaping @Sendable ((Double) -> Void) throws -> Value
  ) async throws -> Value {
    let progress = ProgressLine(names: ["completion"])
    let task = Task { try work { progress.update(0, fraction: $0) } }
    let interrupt = Interrupt { task.cancel() }
    defer {
      progress.end()
      withExtendedLifetime(interrupt) {}
    }
    return try await task.value
  }
}
