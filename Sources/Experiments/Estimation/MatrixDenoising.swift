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
      lines += ["", TextTable.text([Self.header] + rows(comparison)), "", comparison.sentence]
    }
    return lines.joined(separator: "\n")
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
      \(model.rank) \(model.rank == 1 ? "mode is" : "modes are") kept, \(share) % of the norm is removed.\(error)\(rest)
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
      [
        $0.name, $0.expectedError.map(Decimals.short) ?? "", "\($0.model.rank)",
        $0.model.choice.words,
      ]
    }
  }
}
