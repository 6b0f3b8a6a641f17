internal import LinearAlgebra

/// Ways to fill holes, held against entries that none of them saw.
///
/// A tenth of the known entries is set aside. Every method is fitted to the rest, on which it makes its own choices
/// (the stop, lambda, the rank) with the same held-out entries; the errors are those at the entries set aside.
public struct CompletionComparison: Codable, Equatable, Sendable {
  /// A method and its errors.
  public struct Row: Codable, Equatable, Sendable {
    /// What it is called.
    public let method: String

    /// What it chose, in words.
    public let choice: String

    /// The root of the mean squared error.
    public let error: Double

    /// The mean of its squared errors minus those of the deep factorisation.
    public let difference: Double

    /// The standard errors of ``error`` and ``difference``; nil for a single entry, which does not tell them.
    public let standardError, differenceError: Double?
  }

  /// The methods, the deep factorisation first.
  public let rows: [Row]

  /// The number of entries set aside.
  public let testCount: Int

  /// Compares on the known entries.
  ///
  /// - Parameters:
  ///   - entries: the known entries.
  ///   - settings: those of the deep factorisation; seed and held-out fraction hold for all.
  ///   - observe: told the part of the work that is done, at most; false ends it.
  /// - Throws: ``EstimationError``.
  public init(
    _ entries: ObservedEntries, settings: MatrixCompletion,
    observe: (Double) -> Bool = { _ in true }
  ) throws(EstimationError) {
    try entries.requireCompletable()
    let parts = try HeldOutEntries(entries, fraction: 0.1, seed: settings.seed &+ Self.seedOffset)
    let (fitted, test) = (parts.fitted, parts.heldOut)
    let deep = try settings.fit(fitted) { observe($0.fraction / 2) }
    let soft = try SoftImpute(seed: settings.seed, heldOutFraction: settings.heldOutFraction)
      .fit(fitted) { observe(0.5 + $0 / 2) }
    let filled = try FilledMatrix(
      fitted, seed: settings.seed, heldOutFraction: settings.heldOutFraction)
    let estimates: [(String, String, [Double])] = [
      (
        "deep factorisation",
        "depth \(settings.depth), step \(deep.stop.step), rank \(deep.learnedRank)",
        deep.values(rows: test.rows, columns: test.columns)
      ),
      (
        "soft-impute", "rank \(soft.best.rank)",
        soft.values(rows: test.rows, columns: test.columns)
      ),
      (
        "truncated SVD of the filled matrix", "rank \(filled.rank)",
        filled.values(rows: test.rows, columns: test.columns)
      ),
      (
        "row and column means", "", filled.values(rows: test.rows, columns: test.columns, rank: 0)
      ),
      ("mean", "", Array(repeating: filled.mean, count: test.count)),
    ]
    let reference = zip(estimates[0].2, test.values).map { ($0 - $1) * ($0 - $1) }
    rows = estimates.map { name, choice, values in
      let squares = zip(values, test.values).map { ($0 - $1) * ($0 - $1) }
      let (mean, difference) = (SampleMean(squares), SampleMean(zip(squares, reference).map(-)))
      return Row(
        method: name, choice: choice, error: mean.value.squareRoot(), difference: difference.value,
        standardError: mean.standardError.map {
          mean.value > 0 ? $0 / (2 * mean.value.squareRoot()) : 0
        },
        differenceError: difference.standardError)
    }
    testCount = test.count
  }

  /// Keeps the entries set aside apart from those that are held out.
  private static let seedOffset: UInt64 = 0x5EED

  /// Which method is likely to be better here, in a sentence.
  public var sentence: String {
    let others = rows.dropFirst()
    guard let best = others.min(by: { $0.error < $1.error }) else { return "" }
    let (place, name) = ("On \(testCount) entries set aside", best.method)
    guard let differenceError = best.differenceError else {
      return """
        One entry was set aside, which does not tell the deep factorisation from the best of the others, \(name).
        """
    }
    if best.difference.magnitude <= 2 * differenceError {
      return """
        \(place), the deep factorisation and the best of the others, \(name), differ by no more than chance.
        """
    }
    return best.difference > 0
      ? """
      \(place), the deep factorisation is better than the best of the others, \(name), by more than chance.
      """
      : """
      \(place), \(name) is better than the deep factorisation by more than chance: use it here, or other settings.
      """
  }
}
