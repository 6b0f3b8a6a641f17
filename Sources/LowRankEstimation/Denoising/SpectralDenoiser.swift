public import LinearAlgebra

/// Where a deep factorisation was stopped, and what it was.
public struct EarlyStop: Codable, Equatable, Sendable {
  /// Depth, start and dynamics.
  public let filter: FactorizationFilter

  /// eta in descent; nil in flow.
  public let stepSize: Double?

  /// Steps of descent, or the time of flow.
  public let time: Double

  /// Whether the search for a stop ended at its limit of steps with errors still falling.
  public let isAtLimit: Bool
}

/// Denoising by a deep matrix factorisation that is stopped early, without a single step of it.
///
/// ```
/// minimise 1/2 ||W_N ... W_1 - Y||_F^2 from W(0) = U diag(x) V^T, stop after k steps: W = U diag(f_k(s)) V^T
/// ```
/// One singular value decomposition and a scalar map give what the steps give (``FactorizationFilter``). Strong modes are
/// learned first, so that a stop leaves most of the noise out: with depth and small starts the filter comes close to a hard
/// threshold, with large starts and depth 1 to shrinkage of everything. Depth, start and stop are chosen without
/// knowing the truth. Start and step size refer to the largest singular value; Stein's estimate takes them as fixed, which leaves a
/// term of the order of one degree of freedom out.
///
/// Optimal shrinkage (``OptimalShrinkage``) is better where the signal is of low rank and the noise Gaussian.
public struct SpectralDenoiser: MatrixDenoiser {
  /// How the stop is chosen.
  public enum Stopping: Codable, Equatable, Sendable {
    /// The least of Stein's unbiased estimate of the risk, over all depths, starts and stops; for Gaussian noise.
    case stein(noise: NoiseLevel = .estimated)

    /// The least error on blocks held out, over all depths, starts and stops; no noise level needed (``BiCrossValidation``). As many
    /// folds as given, or five, or as many as the shorter side has.
    case biCrossValidation(folds: Int? = nil, seed: UInt64 = 0)

    /// The first stop whose residual is no larger than the noise, ||Y - W||_F^2 <= m n tau^2 (Morozov 1966); one depth and
    /// one start.
    case discrepancy(noise: NoiseLevel = .estimated)

    /// A given stop: whole steps of descent, or the time of flow; one depth and one start.
    case after(Double)
  }

  /// The depths N to choose from.
  public let depths: [Int]

  /// The starts to choose from.
  public let starts: [SpectralStart]

  /// How the factors move.
  public let dynamics: FilterDynamics

  /// How the stop is chosen.
  public let stopping: Stopping

  /// The largest number of candidates for a stop that are looked at, for each depth and start.
  public let stepLimit: Int

  /// Depths to choose from unless others are asked for.
  public static let commonDepths = [1, 2, 3, 4]

  /// Starts to choose from unless others are asked for.
  public static let commonStarts = [0.1, 1e-2, 1e-3, 1e-4, 1e-5].map(SpectralStart.share)

  /// States what to choose from and how.
  ///
  /// - Parameters:
  ///   - depths: the depths N to choose from.
  ///   - starts: the starts to choose from.
  ///   - dynamics: how the factors move.
  ///   - stopping: how the stop is chosen.
  ///   - stepLimit: the largest number of candidates for a stop that are looked at.
  public init(
    depths: [Int] = SpectralDenoiser.commonDepths,
    starts: [SpectralStart] = SpectralDenoiser.commonStarts,
    dynamics: FilterDynamics = .descent(stepSize: nil), stopping: Stopping = .stein(),
    stepLimit: Int = 20_000
  ) {
    (self.depths, self.starts, self.dynamics) = (depths, starts, dynamics)
    (self.stopping, self.stepLimit) = (stopping, stepLimit)
  }

  /// One factorisation that is stopped by hand.
  ///
  /// - Parameters:
  ///   - depth: N.
  ///   - start: where its modes start.
  ///   - dynamics: how the factors move.
  ///   - time: whole steps of descent, or the time of flow.
  public init(
    depth: Int, start: SpectralStart, dynamics: FilterDynamics = .descent(stepSize: nil),
    stoppedAfter time: Double
  ) {
    self.init(depths: [depth], starts: [start], dynamics: dynamics, stopping: .after(time))
  }

  /// "early-stopped factorisation".
  public var name: String { "early-stopped factorisation" }

  /// Denoises a matrix.
  ///
  /// - Parameter matrix: the matrix.
  /// - Returns: the cleaned matrix and where it was stopped.
  /// - Throws: ``EstimationError`` for settings out of range, or when descent diverges.
  public func fit(_ matrix: DecomposedMatrix) throws(EstimationError) -> DenoisedMatrix {
    let filters = try filters
    switch stopping {
    case .stein(let noise):
      let tau = try noise.standardDeviation(of: matrix)
      let stein = SteinRisk(matrix, noise: tau)
      let noiseNorm = tau * matrix.entryCount.squareRoot()
      let choice = try choice(filters, matrix, stein, noiseNorm: noiseNorm) {
        stein.risk(filtered: $0.filtered, slopes: $0.slopes)
      }
      return try denoised(matrix, choice, noise: tau, risk: choice.error)
    case .biCrossValidation(let folds, let seed):
      let validation = try BiCrossValidation(
        matrix, foldCount: folds ?? min(5, matrix.rowCount, matrix.columnCount), seed: seed)
      return try denoised(matrix, validation.choice(filters, limit: stepLimit))
    case .discrepancy(let noise):
      let filter = try only(filters)
      let tau = try noise.standardDeviation(of: matrix)
      return try denoised(matrix, discrepancyStop(filter, matrix, noise: tau), noise: tau)
    case .after(let time):
      return try denoised(matrix, Choice(filter: only(filters), time: time))
    }
  }

  /// What the best choice among the same depths, starts and stops would have been, knowing the truth.
  ///
  /// - Parameters:
  ///   - matrix: Y, decomposed whole.
  ///   - truth: the clean matrix C, m x n.
  /// - Returns: the cleaned matrix of least ||W - C||_F; its estimated error is the true one.
  /// - Throws: ``EstimationError``.
  public func oracle(
    _ matrix: DecomposedMatrix, truth: Matrix
  ) throws(EstimationError) -> DenoisedMatrix {
    guard truth.rowCount == matrix.rowCount, truth.columnCount == matrix.columnCount,
      matrix.isComplete
    else { throw .shapes("the truth is \(truth.shapeDescription), another shape than the matrix") }
    // ||U diag(f) V^T - C||^2 = sum_i (f_i - c_i)^2 + ||C||^2 - sum_i c_i^2, c_i = u_i^T C v_i.
    let parts = Matrix.product(
      matrix.leftVectors.transposed,
      Matrix.product(truth.factor, matrix.rightVectorsTransposed.transposed).factor
    ).diagonal
    let outside = truth.innerProduct(truth) - parts.reduce(0) { $0 + $1 * $1 }
    let noiseNorm = (matrix.whole - truth).frobeniusNorm
    let choice = try choice(filters, matrix, SteinRisk(matrix, noise: 0), noiseNorm: noiseNorm) {
      var error = outside
      for i in parts.indices { error += ($0.filtered[i] - parts[i]) * ($0.filtered[i] - parts[i]) }
      return error
    }
    return try denoised(matrix, choice, risk: choice.error)
  }

  /// A filter, where it is stopped, and the error that was least there.
  struct Choice {
    let filter: FactorizationFilter
    var time = 0.0
    var error = Double.infinity
    var isAtLimit = false
  }

  /// All depths with all starts.
  private var filters: [FactorizationFilter] {
    get throws(EstimationError) {
      guard stepLimit >= 1 else {
        throw .setting(name: "the step limit", value: "\(stepLimit)", needs: "at least 1")
      }
      guard !depths.isEmpty, !starts.isEmpty else {
        throw .setting(name: "the list of depths or starts", value: "empty", needs: "filled")
      }
      var filters: [FactorizationFilter] = []
      for depth in depths {
        for start in starts {
          filters.append(try FactorizationFilter(depth: depth, start: start, dynamics: dynamics))
        }
      }
      return filters
    }
  }

  private func only(
    _ filters: [FactorizationFilter]
  ) throws(EstimationError) -> FactorizationFilter {
    guard filters.count == 1 else {
      throw .setting(
        name: "the number of depths times starts", value: "\(filters.count)",
        needs:
          "1 when the stop is given or follows from the discrepancy: name one depth and one start")
    }
    return filters[0]
  }

  private func denoised(
    _ matrix: DecomposedMatrix, _ choice: Choice, noise: Double? = nil, risk: Double? = nil
  ) throws(EstimationError) -> DenoisedMatrix {
    let (filter, largest) = (choice.filter, matrix.values[0])
    let stop = EarlyStop(
      filter: filter, stepSize: filter.stepSize(largest: largest), time: choice.time,
      isAtLimit: choice.isAtLimit)
    return DenoisedMatrix(
      matrix, values: try filter.filtered(matrix.values, largest: largest, at: choice.time),
      noise: noise, choice: .stop(stop), estimatedSquaredError: risk)
  }

  // MARK: - The searches

  /// The filter and the stop of least error.
  private func choice(
    _ filters: [FactorizationFilter], _ matrix: DecomposedMatrix, _ stein: SteinRisk,
    noiseNorm: Double, error: (FilterCourse) -> Double
  ) throws(EstimationError) -> Choice {
    var best = Choice(filter: filters[0])
    let rounding = matrix.entryCount.squareRoot() * .ulpOfOne * matrix.values[0]
    for filter in filters {
      var course = try FilterCourse(filter, values: stein.values, largest: matrix.values[0])
      var own = Choice(filter: filter)
      for candidate in 0...stepLimit {
        let error = error(course)
        if error < own.error {
          (own.time, own.error) = (course.time, error)
          own.isAtLimit = candidate == stepLimit || !course.canAdvance
        }
        // The residual only falls. Once it is that small, the error is at least ||noise|| - ||residual||, above the best.
        let residual = stein.squaredResidual(filtered: course.filtered).squareRoot()
        if residual < noiseNorm - max(own.error, 0).squareRoot() || residual <= rounding { break }
        if candidate == stepLimit || !course.canAdvance { break }
        try course.advance()
      }
      if own.error < best.error { best = own }
    }
    return best
  }

  private func discrepancyStop(
    _ filter: FactorizationFilter, _ matrix: DecomposedMatrix, noise: Double
  ) throws(EstimationError) -> Choice {
    let bound = noise * noise * matrix.entryCount
    let stein = SteinRisk(matrix, noise: noise)
    var course = try FilterCourse(filter, values: stein.values, largest: matrix.values[0])
    for _ in 0..<stepLimit
    where course.canAdvance && stein.squaredResidual(filtered: course.filtered) > bound {
      try course.advance()
    }
    let residual = stein.squaredResidual(filtered: course.filtered)
    return Choice(filter: filter, time: course.time, isAtLimit: residual > bound)
  }
}
