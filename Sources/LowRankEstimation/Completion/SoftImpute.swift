public import LinearAlgebra
internal import RealModule

/// Completion with the nuclear norm, soft-impute: the convex method beside ``MatrixCompletion``.
///
/// ```
/// X(lambda) = argmin 1/2 sum over known (i, j) of (X_ij - Y_ij)^2 + lambda ||X||_*
/// ```
/// The solutions are followed from the largest lambda downwards, each from the one before; lambda is the one with the
/// smallest error at held-out entries, the same that ``MatrixCompletion`` with the same seed and fraction holds out.
///
/// Source: Mazumder, Hastie, Tibshirani 2010 (algorithm 1, warm starts); Yao, Kwok 2015 (acceleration, one step of
/// subspace iteration in place of a decomposition where the matrix is large).
public struct SoftImpute: LowRankEstimator {
  /// Values of lambda.
  public var lambdaCount: Int

  /// The smallest lambda over the largest, at which the solution is 0.
  public var smallestRatio: Double

  /// The largest rank that is followed.
  public var rankLimit: Int

  /// Which entries are held out.
  public var seed: UInt64

  /// The part of the known entries that is held out, above 0 and below 1.
  public var heldOutFraction: Double

  /// The relative change that ends an iteration.
  public var tolerance: Double

  /// Iterations for each lambda at most.
  public var iterationLimit: Int

  /// Collects the settings.
  ///
  /// - Parameters:
  ///   - lambdaCount: at least 1.
  ///   - smallestRatio: above 0, below 1.
  ///   - rankLimit: at least 1.
  ///   - seed: which entries are held out.
  ///   - heldOutFraction: above 0, below 1.
  ///   - tolerance: above 0.
  ///   - iterationLimit: at least 1.
  public init(
    lambdaCount: Int = 30, smallestRatio: Double = 1e-3, rankLimit: Int = 100, seed: UInt64 = 0,
    heldOutFraction: Double = 0.1, tolerance: Double = 1e-5, iterationLimit: Int = 500
  ) {
    (self.lambdaCount, self.smallestRatio) = (lambdaCount, smallestRatio)
    (self.rankLimit, self.seed, self.heldOutFraction) = (rankLimit, seed, heldOutFraction)
    (self.tolerance, self.iterationLimit) = (tolerance, iterationLimit)
  }

  /// Completes a matrix.
  ///
  /// - Parameter observations: the known entries, of at least two rows and two columns, one in each row and column.
  /// - Returns: the model.
  /// - Throws: ``EstimationError``.
  public func fit(_ observations: ObservedEntries) throws(EstimationError) -> SoftImputeModel {
    try fit(observations) { _ in true }
  }

  /// Completes a matrix and tells how far it has come.
  ///
  /// - Parameters:
  ///   - observations: the known entries.
  ///   - observe: told the part of the work that is done, at most; false ends the fit.
  /// - Returns: the model.
  /// - Throws: ``EstimationError``; ``EstimationError/interrupted`` when it was ended.
  public func fit(
    _ observations: ObservedEntries, observe: (Double) -> Bool
  ) throws(EstimationError) -> SoftImputeModel {
    try checkSettings()
    try observations.requireCompletable()
    let parts = try HeldOutEntries(observations, fraction: heldOutFraction, seed: seed)
    var solver = SoftImputeSolver(parts.fitted, settings: self)
    let largest = try solver.largestLambda()
    var points: [SoftImputeModel.Point] = []
    var best = 0
    for k in 0..<lambdaCount {
      let lambda = largest * Double.pow(smallestRatio, Double(k) / Double(max(lambdaCount - 1, 1)))
      try solver.solve(lambda, observe: { observe(Double(k) / Double(lambdaCount + 1)) })
      let error = solver.error(at: parts.heldOut)
      points.append(
        SoftImputeModel.Point(
          lambda: lambda, rank: solver.rank, fittedError: solver.fittedError, heldOutError: error))
      if error < points[best].heldOutError { best = k }
      // The error of a convex path falls to its smallest value and rises again.
      if k - best >= Self.patience { break }
    }
    var whole = SoftImputeSolver(observations, settings: self)
    for point in points[...best] {
      try whole.solve(
        point.lambda, observe: { observe(Double(lambdaCount) / Double(lambdaCount + 1)) })
    }
    return SoftImputeModel(
      settings: self, points: points, bestIndex: best, solution: whole.solution)
  }

  /// Values of lambda beyond the best that are still tried.
  private static let patience = 5

  private func checkSettings() throws(EstimationError) {
    guard lambdaCount >= 1, rankLimit >= 1, iterationLimit >= 1 else {
      throw .setting(
        name: "a count of soft-impute", value: "\(min(lambdaCount, rankLimit, iterationLimit))",
        needs: "1 or more")
    }
    for (name, value, limit) in [
      ("the smallest ratio of lambda", smallestRatio, 1.0),
      ("the held-out fraction", heldOutFraction, 1), ("the tolerance", tolerance, .infinity),
    ] where !(value > 0 && value < limit) {
      throw .setting(
        name: name, value: "\(value)",
        needs: limit.isFinite ? "above 0 and below 1" : "above 0 and finite")
    }
  }
}

/// A matrix completed by soft-impute.
public struct SoftImputeModel: Codable, Equatable, Sendable {
  /// What came of a value of lambda.
  public struct Point: Codable, Equatable, Sendable {
    /// lambda.
    public let lambda: Double

    /// The rank of the solution.
    public let rank: Int

    /// The root of the mean squared residual of what was fitted, and of what was held out.
    public let fittedError, heldOutError: Double
  }

  /// The settings.
  public let settings: SoftImpute

  /// The path, lambda falling.
  public let points: [Point]

  /// The position of the chosen lambda in ``points``.
  public let bestIndex: Int

  /// The singular values of X, descending.
  public let singularValues: [Double]

  /// The left singular vectors as rows, rank x p.
  public let leftVectors: Matrix

  /// The right singular vectors as rows, rank x d.
  public let rightVectors: Matrix

  init(settings: SoftImpute, points: [Point], bestIndex: Int, solution: LeadingPart) {
    (self.settings, self.points, self.bestIndex) = (settings, points, bestIndex)
    (singularValues, leftVectors) = (solution.values, solution.leftRows)
    rightVectors = solution.rightRows
  }

  /// The chosen lambda and its errors.
  public var best: Point { points[bestIndex] }

  /// X, p x d: 8 p d bytes.
  public var estimate: Matrix {
    Matrix.product(
      leftVectors.scalingRows(by: singularValues).transposed, rightVectors.factor)
  }

  /// X at given places.
  ///
  /// - Parameters:
  ///   - rows: from 0.
  ///   - columns: as many, from 0.
  /// - Returns: an entry for each place.
  public func values(rows: [Int], columns: [Int]) -> [Double] {
    zip(rows, columns).map { i, j in
      singularValues.indices.reduce(0) {
        $0 + singularValues[$1] * leftVectors[$1, i] * rightVectors[$1, j]
      }
    }
  }
}
