internal import ArgumentParser
internal import DeepLinear

/// The command `deeplinear denoise`.
struct DenoiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "denoise", abstract: "Clean a noisy matrix or pictures.",
    discussion: """
      The estimate is what an early-stopped deep factorisation gives, from one singular value decomposition and a scalar recurrence; depth, \
      start and stop are chosen by Stein's estimate of the error, without knowing the truth. IN is a .npy, .npz, .csv, IDX or \
      PNG file, the extension of OUT decides what comes out; pictures come out grey, with 8 bits. A page is left beside it. --compare \
      holds the classical methods against it.
      """)

  @Argument(help: "The noisy matrix; of a stack of pictures each is a row.")
  var input: String

  @Option(
    name: .shortAndLong,
    help: "The file for the clean matrix: .npy, .npz, .csv, .png, .idx or .idx.gz.")
  var output: String

  @Option(help: "Which array of an .npz file.")
  var array: String?

  @Option(help: "\(methodNames).", transform: method)
  var method = DenoisingMethod.earlyStopped

  @Option(help: "The noise's standard deviation; estimated from the data by default.")
  var noise: Double?

  @Option(
    help: "sure, which is the default, cross-validation, discrepancy, or the number of steps.")
  var stop: String?

  @Option(help: "A depth to choose from; may be repeated. 1 to 4 by default.")
  var depth: [Int] = []

  @Option(
    help: "A start to choose from, as a share of the largest singular value; may be repeated.")
  var start: [Double] = []

  @Option(help: "The step size of descent; a tenth of the largest stable one by default.")
  var stepSize: Double?

  @Flag(help: "Gradient flow in the place of descent.")
  var flow = false

  @Option(help: "The rank, for --method truncated.")
  var rank: Int?

  @Option(
    help: """
      Look at this many leading singular values only, for very large matrices: more than the signal has, far fewer than \
      rows and columns.
      """)
  var leading: Int?

  @Flag(help: "Hold the classical methods against it, in a table and on the page.")
  var compare = false

  @Option(help: "Keep the fitted model in this file (JSON).")
  var saveModel: String?

  @Option(help: "Clean the rows of IN by a model that was kept, instead of fitting one.")
  var model: String?

  @Flag(help: "Replace files that are there already.")
  var overwrite = false

  func validate() throws {
    if flow && stepSize != nil {
      throw ValidationError("--flow has no --step-size.")
    }
    let shapesFilter = stop != nil || !depth.isEmpty || !start.isEmpty || flow || stepSize != nil
    if method != .earlyStopped && shapesFilter {
      throw ValidationError(
        "--stop, --depth, --start, --step-size and --flow belong to --method early-stopped.")
    }
    let fits = compare || saveModel != nil || leading != nil || noise != nil || rank != nil
    if model != nil && (fits || shapesFilter || method != .earlyStopped) {
      throw ValidationError("--model fits nothing: only --array and --overwrite go with it.")
    }
  }

  func run() throws {
    Terminal.warnOfForcedKernels()
    BLAS.threadCount = 1
    if let model {
      try KeptDenoiser(model).clean(
        input, member: array, into: output, isReplacing: overwrite)
      return
    }
    let files = try DenoisingOutput(output, modelPath: saveModel, isReplacing: overwrite)
    let denoising = try MatrixDenoising(
      input, member: array, by: method, settings: settings, leading: leading, isCompared: compare)
    let remarks = try files.write(denoising)
    for warning in [remarks.missingFigures, remarks.clipping].compactMap(\.self) {
      Terminal.complain("warning: \(warning)")
    }
    print(denoising.text)
    print("Page: \(files.page)")
  }

  private static let methodNames = DenoisingMethod.allCases.map(\.rawValue).joined(separator: ", ")

  private static func method(_ name: String) throws -> DenoisingMethod {
    guard let method = DenoisingMethod(rawValue: name) else {
      throw ValidationError("Choose one of \(methodNames).")
    }
    return method
  }

  private var settings: DenoisingMethod.Settings {
    var settings = DenoisingMethod.Settings()
    if !depth.isEmpty { settings.depths = depth }
    if !start.isEmpty { settings.starts = start.map(SpectralStart.share) }
    (settings.isFlow, settings.stepSize) = (flow, stepSize)
    (settings.stop, settings.rank) = (stop ?? settings.stop, rank)
    if let noise { settings.noise = .known(noise) }
    return settings
  }
}
