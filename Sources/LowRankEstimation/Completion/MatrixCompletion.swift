internal import LinearAlgebra
internal import RealModule

/// Fills the holes of a matrix by descent on its factors from a small start, stopped early.
///
/// ```
/// f(W_N, ..., W_1) = 1/2 sum over known (i, j) of ((W_N ... W_1)_ij - Y_ij)^2
/// ```
/// From a small start descent learns the strong modes of the matrix before the weak ones and before the noise, so
/// that its length decides the rank. A random part of the known entries is held out and tells when to stop; then the
/// descent is repeated on all known entries for the same time, and what noise added to the singular values is taken
/// off by a single number that the held-out entries choose.
///
/// ```swift
/// let model = try MatrixCompletion().fit(ObservedEntries(matrixWithNaN))
/// model.estimate
/// ```
/// Assumptions: what is missing does not depend on the values; the matrix is near one of low rank; every row and
/// column has a known entry. The residual is kept at the known entries alone, so that a step costs a few
/// multiplications for each of them times the width.
///
/// Source: Arora, Cohen, Hu, Luo 2019, section 4 (deep factorisation completes); Malitsky, Mishchenko 2020 (the
/// steps' size).
public struct MatrixCompletion: LowRankEstimator {
  /// The number of factors N, at least 2.
  public var depth: Int

  /// The width w of the hidden layers, which no rank exceeds; nil chooses it by the data.
  public var width: Int?

  /// The size of the start's product relative to the matrix; nil chooses it by the depth.
  public var scale: Double?

  /// Which entries are held out, and what is drawn at the start.
  public var seed: UInt64

  /// The part of the known entries that is held out, above 0 and below 1.
  public var heldOutFraction: Double

  /// Random starts, of which the one with the smallest held-out error counts.
  public var restarts: Int

  /// Steps of a descent at most.
  public var stepLimit: Int

  /// Whether all known entries are fitted after the stop is found.
  public var refits: Bool

  /// Whether what noise added to the learned singular values is taken off: s - c / s, c by the held-out error.
  public var shrinks: Bool

  /// Collects the settings.
  ///
  /// - Parameters:
  ///   - depth: N, from 2 to 100.
  ///   - width: w; nil takes as many as a fourth of the known entries can tell, between 10 and 50, and doubles them
  ///     while the estimate uses them all and gains by it.
  ///   - scale: ||W|| at the start over that of the matrix; nil takes 1e-10 at depth 2, 1e-5 at depth 3 and 1e-4
  ///     beyond; 1e-60 or more, below 1.
  ///   - seed: which entries are held out, and what is drawn at the start.
  ///   - heldOutFraction: above 0, below 1.
  ///   - restarts: from 1 to 1e6.
  ///   - stepLimit: from 1 to 1e9.
  ///   - refits: whether all known entries are fitted in the end.
  ///   - shrinks: whether what noise added to the learned singular values is taken off.
  public init(
    depth: Int = 2, width: Int? = nil, scale: Double? = nil, seed: UInt64 = 0,
    heldOutFraction: Double = 0.1, restarts: Int = 1, stepLimit: Int = 5000, refits: Bool = true,
    shrinks: Bool = true
  ) {
    (self.depth, self.width, self.scale, self.seed) = (depth, width, scale, seed)
    (self.heldOutFraction, self.restarts) = (heldOutFraction, restarts)
    (self.stepLimit, self.refits, self.shrinks) = (stepLimit, refits, shrinks)
  }

  /// Completes a matrix.
  ///
  /// - Parameter observations: the known entries, of at least two rows and two columns, one in each row and column.
  /// - Returns: the model.
  /// - Throws: ``EstimationError``.
  public func fit(_ observations: ObservedEntries) throws(EstimationError) -> CompletionModel {
    try fit(observations) { _ in true }
  }

  /// Completes a matrix and tells how far it has come.
  ///
  /// - Parameters:
  ///   - observations: the known entries, of at least two rows and two columns, one in each row and column.
  ///   - observe: told after every step; false ends the fit.
  /// - Returns: the model.
  /// - Throws: ``EstimationError``; ``EstimationError/interrupted`` when it was ended.
  public func fit(
    _ observations: ObservedEntries, observe: (CompletionProgress) -> Bool
  ) throws(EstimationError) -> CompletionModel {
    try checkSettings()
    try observations.requireCompletable()
    let parts = try HeldOutEntries(observations, fraction: heldOutFraction, seed: seed)
    let (p, d) = (observations.rowCount, observations.columnCount)
    let search = PathSearch(
      settings: self, fitted: EntryLoss(parts.fitted), heldOut: EntryLoss(parts.heldOut),
      all: EntryLoss(observations),
      firstWidth: min(width ?? Self.width(for: observations), min(p, d)),
      lastWidth: min(width ?? Self.widthLimit, min(p, d)))
    let fit = try search.run(observe)
    let decomposition = try fit.factors.decomposition()
    return CompletionModel(
      settings: self, observations: observations, factors: fit.factors,
      paths: fit.paths, chosen: fit.chosen, shrinkage: fit.shrinkage, decomposition: decomposition)
  }

  /// Parameters that are a fourth of the known entries, within bounds.
  private static func width(for observations: ObservedEntries) -> Int {
    let sides = observations.rowCount + observations.columnCount
    return min(max(10, observations.count / (4 * sides)), 50)
  }

  /// The width up to which it is doubled.
  private static let widthLimit = 200

  /// ||W|| at the start over that of the matrix.
  var startScale: Double { scale ?? (depth == 2 ? 1e-10 : depth == 3 ? 1e-5 : 1e-4) }

  /// Settings beyond which a fit would not end, or not fit into memory.
  private static let depths = 2...100
  private static let restartCounts = 1...1_000_000
  private static let stepLimits = 1...1_000_000_000

  /// Beyond this size of the data, and below its inverse, squares times those of a small start leave a computer's numbers.
  static let sizeLimit = 1e60

  /// Below it, with the largest depth, squared gradients at the start leave the numbers that a computer has.
  private static let smallestScale = 1e-60

  /// Refuses settings out of their ranges.
  func checkSettings() throws(EstimationError) {
    func check(_ isRight: Bool, _ name: String, _ value: String, _ needs: String)
      throws(EstimationError)
    {
      if !isRight { throw .setting(name: name, value: value, needs: needs) }
    }
    try check(
      Self.depths.contains(depth), "the depth", "\(depth)",
      "from 2 to \(Self.depths.upperBound), as one factor alone completes nothing")
    try check(width ?? 1 >= 1, "the width", "\(width ?? 0)", "1 or more")
    try check(
      startScale >= Self.smallestScale && startScale < 1, "the scale", "\(startScale)",
      "\(Self.smallestScale) or more and below 1")
    try check(
      heldOutFraction > 0 && heldOutFraction < 1, "the held-out fraction", "\(heldOutFraction)",
      "above 0 and below 1")
    try check(
      Self.restartCounts.contains(restarts), "the number of restarts", "\(restarts)",
      "from 1 to \(Self.restartCounts.upperBound)")
    try check(
      Self.stepLimits.contains(stepLimit), "the step limit", "\(stepLimit)",
      "from 1 to \(Self.stepLimits.upperBound)")
  }
}
