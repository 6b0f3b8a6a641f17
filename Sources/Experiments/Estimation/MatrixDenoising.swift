internal import LinearAlgebra
public import LowRankEstimation
internal import MatrixFiles
internal import Plotting

/// A noisy matrix from a file, cleaned: the estimate goes into a file of the same shape, with a page beside it.
public struct MatrixDenoising: Sendable {
  /// The file that was read.
  let input: String

  /// What it held.
  let array: NumericArray

  /// What the method is called.
  let method: String

  /// The cleaned matrix.
  public let model: DenoisedMatrix

  /// The classical methods beside it; nil when nobody asked.
  let comparison: DenoisingComparison?

  /// Reads and denoises a matrix.
  ///
  /// - Parameters:
  ///   - input: the file; a picture is a matrix itself, of a stack of pictures each is a row.
  ///   - member: which array of an `.npz`.
  ///   - method: the method.
  ///   - settings: what the method needs to know.
  ///   - leading: how many singular values to look at; nil for all.
  ///   - isCompared: whether the classical methods are tried too.
  /// - Throws: ``MatrixFileError``, ``EstimationError``.
  public init(
    _ input: String, member: String? = nil, by method: DenoisingMethod = .earlyStopped,
    settings: DenoisingMethod.Settings = .init(), leading: Int? = nil, isCompared: Bool = false
  ) throws {
    let denoiser = try method.denoiser(settings)
    self.input = input
    array = try MatrixFile.load(input, member: member)
    let matrix = array.matrix()
    let decomposed =
      if let leading { try DecomposedMatrix(leading: leading, of: matrix) } else {
        try DecomposedMatrix(matrix)
      }
    model = try denoiser.fit(decomposed)
    self.method = denoiser.name
    comparison =
      isCompared
      ? try DenoisingComparison(with: model, named: denoiser.name, noise: settings.noise) : nil
  }

  /// What was done, for a terminal.
  public var text: String {
    var lines = [sentence]
    if let comparison {
      lines += ["", TextTable.text([Self.header] + rows(comparison)), "", comparison.verdict]
    }
    return lines.joined(separator: "\n")
  }

  /// Writes the estimate and the page, and the model when it is to be kept.
  ///
  /// - Parameters:
  ///   - output: the estimate's file; its extension decides the format. The page is beside it and ends in `.report.html`.
  ///   - modelFile: where the model is kept; nil when it is not.
  ///   - isReplacing: whether files that are there already may be replaced.
  /// - Returns: the page's path, and why figures are missing, when they are.
  /// - Throws: ``MatrixFileError``.
  public func write(
    to output: String, modelFile: String? = nil, isReplacing: Bool
  ) throws -> (page: String, missingFigures: String?) {
    let page = OutputFiles.stem(of: output) + ".report.html"
    let files = try OutputFiles(
      [output, page] + (modelFile.map { [$0] } ?? []), isReplacing: isReplacing)
    let estimate = NumericArray(model.estimate, shape: array.shape)
    let bytes = try MatrixFile.encode(estimate, as: output)
    let report = try DenoisingReport(denoising: self)
    try files.write(bytes, to: output)
    if let modelFile { try files.write(model: model, to: modelFile) }
    try files.write(Array(report.html.utf8), to: page)
    return (page, report.missingFigures)
  }

  // MARK: - Words

  /// What was done, in a sentence or two.
  var sentence: String {
    let observed = model.observed
    let noise = model.noise.map { ", noise of standard deviation \(Decimals.short($0))" } ?? ""
    let removed = (observed.squaredNorm.squareRoot(), residual)
    let share = Decimals.short(100 * removed.1 / removed.0)
    let rest =
      observed.isComplete
      ? ""
      : " The \(observed.values.count) leading singular values were looked at; what they leave out has a spectral norm between \(Decimals.short(observed.leastSpectralRest)) and \(Decimals.short(observed.squaredRest.squareRoot()))."
    return """
      \(observed.rowCount) × \(observed.columnCount), \(method): \(model.choice.words)\(noise). \
      \(model.rank) modes are kept, \(share) % of the norm is removed.\(error)\(rest)
      """
  }

  private var error: String {
    guard let squared = model.estimatedSquaredError, squared >= 0 else { return "" }
    return " Stein's estimate of the error ‖W − C‖ is \(Decimals.short(squared.squareRoot()))."
  }

  /// ||Y - W||_F.
  private var residual: Double {
    zip(model.observed.values, model.values).reduce(model.observed.squaredRest) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }.squareRoot()
  }

  static let header = ["method", "expected error", "modes", "chosen"]

  func rows(_ comparison: DenoisingComparison) -> [[String]] {
    comparison.entries.map {
      [$0.name, Decimals.short($0.expectedError), "\($0.model.rank)", $0.model.choice.words]
    }
  }
}

extension DenoisedMatrix.Choice {
  /// What was chosen, in words.
  var words: String {
    switch self {
    case .rank(let rank): "rank \(rank)"
    case .threshold(let threshold): "threshold \(Decimals.short(threshold))"
    case .stop(let stop): stop.words
    }
  }
}

extension EarlyStop {
  /// Depth, start and stop in words.
  var words: String {
    let clock =
      stepSize == nil
      ? "time \(Decimals.short(time))" : "\(Int(time)) step\(time == 1 ? "" : "s")"
    let start =
      if case .share(let share) = filter.start { ", start \(Decimals.short(share)) s₁" } else { "" }
    return "depth \(filter.depth)\(start), \(clock)\(isAtLimit ? " (the limit)" : "")"
  }
}
