internal import RealModule

/// The early-stopped factorisation beside the classical denoisers, on one matrix and one decomposition.
public struct DenoisingComparison: Sendable {
  /// One method's result.
  public struct Entry: Sendable {
    /// The method.
    public let name: String

    /// What it made of the matrix.
    public let model: DenoisedMatrix

    /// The relative Frobenius error to expect when the signal is of low rank and the noise Gaussian, ||W - C||_F / ||C||_F with ||C||
    /// from the signals above the noise; nil when there are none.
    public let expectedError: Double?

    /// ||W - C||_F of the same.
    let error: Double
  }

  /// All methods, the least expected error first.
  public let entries: [Entry]

  /// The noise level that all use.
  public let noise: Double

  /// How many singular values stand out of the noise.
  public let signalCount: Int

  /// Whether few enough stand out for the expected errors to mean much: one, or at most a tenth of all.
  public let isLowRank: Bool

  /// Compares.
  ///
  /// - Parameters:
  ///   - model: one method's result; the early-stopped factorisation by Stein's risk is added when it is another's.
  ///   - name: what it is called.
  ///   - noise: what is known of the noise.
  /// - Throws: ``EstimationError``.
  public init(
    with model: DenoisedMatrix, named name: String, noise: NoiseLevel
  ) throws(EstimationError) {
    let matrix = model.observed
    let tau = try noise.standardDeviation(of: matrix)
    self.noise = tau
    let spiked = SpikedModel(matrix, noise: tau)
    signalCount = spiked.signalCount(matrix.values)
    isLowRank = signalCount <= max(1, min(matrix.rowCount, matrix.columnCount) / 10)
    let zeros = Array(repeating: 0.0, count: matrix.values.count)
    let squaredSignal = spiked.squaredError(values: matrix.values, filtered: zeros)
    func entry(_ name: String, _ model: DenoisedMatrix) -> Entry {
      let error = spiked.squaredError(values: matrix.values, filtered: model.values).squareRoot()
      return Entry(
        name: name, model: model,
        expectedError: squaredSignal > 0 ? error / squaredSignal.squareRoot() : nil, error: error)
    }
    let known = NoiseLevel.known(tau)
    var others: [any MatrixDenoiser] = [
      SpectralDenoiser(stopping: .stein(noise: known)), HardThreshold(noise: known),
      OptimalShrinkage(.frobenius, noise: known),
      OptimalShrinkage(.operatorNorm, noise: known), OptimalShrinkage(.nuclear, noise: known),
      SoftThreshold(noise: known),
    ]
    if signalCount > 0 { others.append(TruncatedDecomposition(rank: signalCount)) }
    var entries = [entry(name, model)]
    for denoiser in others where denoiser.name != name {
      entries.append(entry(denoiser.name, try denoiser.fit(matrix)))
    }
    self.entries = entries.sorted { $0.error < $1.error }
  }

  /// What can be said about which method is likely to be better.
  public enum Verdict: Sendable {
    /// The noise is no larger than the rounding of the data: there is nothing to remove.
    case noNoise

    /// No singular value stands out of the noise: there is nothing to be found.
    case nothingStandsOut

    /// Too many stand out for the expected errors to mean much.
    case notLowRank

    /// The early-stopped factorisation is expected to be within a percent of the best.
    case asGood

    /// Another method is expected to be better; by how many percent the early-stopped factorisation's error is larger.
    case better(Entry, percent: Double)
  }

  /// Which method is likely to be better.
  public var verdict: Verdict {
    guard let best = entries.first,
      let early = entries.first(where: { $0.model.stop != nil })
    else { preconditionFailure("an early-stopped factorisation is always among them") }
    let observed = best.model.observed
    if noise <= observed.entryCount.squareRoot() * .ulpOfOne * observed.values[0] {
      return .noNoise
    }
    if signalCount == 0 { return .nothingStandsOut }
    if !isLowRank { return .notLowRank }
    let percent = 100 * (early.error / best.error - 1)
    return percent < 1 ? .asGood : .better(best, percent: percent)
  }
}
