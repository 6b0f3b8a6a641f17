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
    /// from the signals that stand out of the noise.
    public let expectedError: Double
  }

  /// All methods, the least expected error first.
  public let entries: [Entry]

  /// The noise level that all use.
  public let noise: Double

  /// How many singular values stand out of the noise.
  public let signalCount: Int

  /// Whether few enough stand out for the expected errors to mean much: at most a tenth of all.
  public let isLowRank: Bool

  /// Compares.
  ///
  /// - Parameters:
  ///   - model: the early-stopped factorisation's result.
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
    isLowRank = 10 * signalCount <= min(matrix.rowCount, matrix.columnCount)
    let zeros = Array(repeating: 0.0, count: matrix.values.count)
    let squaredSignal = spiked.squaredError(values: matrix.values, filtered: zeros)
    func entry(_ name: String, _ model: DenoisedMatrix) -> Entry {
      let error = spiked.squaredError(values: matrix.values, filtered: model.values)
      return Entry(name: name, model: model, expectedError: (error / squaredSignal).squareRoot())
    }
    let known = NoiseLevel.known(tau)
    var others: [any MatrixDenoiser] = [
      HardThreshold(noise: known), OptimalShrinkage(.frobenius, noise: known),
      OptimalShrinkage(.operatorNorm, noise: known), OptimalShrinkage(.nuclear, noise: known),
      SoftThreshold(noise: known),
    ]
    if signalCount > 0 { others.append(TruncatedDecomposition(rank: signalCount)) }
    var entries = [entry(name, model)]
    for denoiser in others { entries.append(entry(denoiser.name, try denoiser.fit(matrix))) }
    self.entries = entries.sorted { $0.expectedError < $1.expectedError }
  }

  /// Which method is likely to be better, in words that claim no more than is known.
  public var verdict: String {
    guard let best = entries.first,
      let early = entries.first(where: { $0.model.stop != nil })
    else { return "" }
    guard signalCount > 0 else {
      return """
        No singular value stands out of the noise (its level taken as \(noise)): there is nothing to be found here that \
        any of these methods could tell from noise.
        """
    }
    guard isLowRank else {
      return """
        \(signalCount) singular values stand out of the noise, more than a tenth of all: the signal is not of low rank, or the \
        noise is not alike everywhere. The expected errors rest on low rank; hold the methods against each other on \
        data that you know.
        """
    }
    let gain = 100 * (early.expectedError / best.expectedError - 1)
    guard best.model.stop == nil, gain >= 1 else {
      return
        "The early-stopped factorisation is likely to be as good as any of these here, to within a percent."
    }
    return """
      \(best.name.prefix(1).uppercased() + best.name.dropFirst()) is likely to be better here: with Gaussian noise and a signal of rank \
      \(signalCount) the early-stopped factorisation's error is expected to be \(Int(gain.rounded())) % larger.
      """
  }
}
