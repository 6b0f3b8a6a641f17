public import LinearAlgebra

/// Linear regression with several outputs whose coefficient matrix is of low rank.
///
/// ```
/// min ||(Y - 1 c^T - X B) Omega^(1/2)||_F^2 + n lambda ||B Omega^(1/2)||_F^2   over rank B <= k
/// B_k = B_lambda V_k V_k^T,   B_lambda the ridge solution, in weighted outputs
/// ```
/// X is n x d, Y n x p, B d x p; V_k are the leading right singular vectors of the fitted values of B_lambda at the rows of X
/// with sqrt(n lambda) I below them. All ranks come from one decomposition of X and one of the projected Y. Collinear and wide inputs
/// get the solution of smallest norm in the units of X (columns below 2^-20 of the largest count as of that size there). The intercepts c are not penalised. Or the path of a two-layer network, stopped early
/// (``EarlyStopping``), in the same coordinates.
///
/// ```swift
/// let model = try ReducedRankRegression().fit(inputs: X, outputs: Y)
/// model.rank
/// try model.predict(newInputs)
/// ```
/// The penalty depends on the units of the inputs. Without ridge neither the rank of X nor the fit does, and of the coefficients
/// only the choice among those of collinear inputs.
///
/// Source: Izenman 1975; Reinsel and Velu 1998; with ridge Mukherjee and Zhu 2011.
public struct ReducedRankRegression: LowRankEstimator {
  /// How the rank or the stop is chosen.
  public let rank: RankChoice

  /// The estimates among which it is chosen.
  public let path: RegressionPath

  /// lambda, or how it is chosen.
  public let ridge: RidgePenalty

  /// The diagonal of Omega, a positive number for each output; nil for ones.
  public let outputWeights: [Double]?

  /// Whether there are intercepts; X and Y then lose their means first.
  public let fitsIntercept: Bool

  /// Chooses settings; they are checked when data come.
  ///
  /// - Parameters:
  ///   - rank: how the rank or the stop is chosen; by ten folds unless said otherwise.
  ///   - path: the estimates among which it is chosen.
  ///   - ridge: lambda, or how it is chosen; none unless said otherwise.
  ///   - outputWeights: the diagonal of Omega, a positive number for each output; nil for ones.
  ///   - fitsIntercept: whether there are intercepts.
  public init(
    rank: RankChoice = .crossValidation(CrossValidation()), path: RegressionPath = .reducedRank,
    ridge: RidgePenalty = .none, outputWeights: [Double]? = nil, fitsIntercept: Bool = true
  ) {
    (self.rank, self.path, self.ridge) = (rank, path, ridge)
    (self.outputWeights, self.fitsIntercept) = (outputWeights, fitsIntercept)
  }

  /// Fits inputs and outputs.
  ///
  /// - Parameters:
  ///   - inputs: X, n x d.
  ///   - outputs: Y, n x p.
  /// - Returns: the model.
  /// - Throws: ``EstimationError``.
  public func fit(inputs: Matrix, outputs: Matrix) throws(EstimationError) -> ReducedRankModel {
    try fit(RegressionData(inputs: inputs, outputs: outputs))
  }

  /// Fits the data.
  ///
  /// - Parameter data: X and Y.
  /// - Returns: the model.
  /// - Throws: ``EstimationError`` for settings out of range, for inputs or outputs that do not vary, and when a decomposition fails.
  /// - Complexity: O(n d min(n, d) + n p min(r, p)), and as much for each fold.
  public func fit(_ data: RegressionData) throws(EstimationError) -> ReducedRankModel {
    try check(outputCount: data.outputs.columnCount)
    try requireVariation(data)
    return try model(of: data)
  }

  /// Fits data that were checked; what does not vary gives coefficients of 0.
  func model(of data: RegressionData) throws(EstimationError) -> ReducedRankModel {
    let regression = try whitened(data)
    let rankLimit = regression.strengths.count
    let filters = path.filters(regression.strengths, upToRank: rankLimit)
    let errors = ModeErrors(regression, on: data)
    let heldOut = try heldOutErrors(data, upToRank: rankLimit)
    let points = filters.enumerated().map { number, filter in
      RegressionPathPoint(
        rank: filter.learnedCount(regression.strengths), time: path.times?[number],
        loss: errors.squaredError(filter.values) / data.outputCount,
        degreesOfFreedom: regression.degreesOfFreedom(filter)
          + (fitsIntercept ? Double(regression.outputCount) : 0),
        entryCount: data.outputCount, heldOutError: heldOut?[number])
    }
    let chosen = choose(points)
    let map = regression.map(filters[chosen].values)
    let factors = regression.factors(filters[chosen].values)
    return ReducedRankModel(
      settings: self, map: map, leftFactor: factors.left, rightFactor: factors.right,
      ridge: regression.ridge, strengths: regression.strengths, path: points, chosenIndex: chosen,
      fittedValues: map.values(at: data.inputs))
  }

  /// The regression in its coordinates.
  func whitened(_ data: RegressionData) throws(EstimationError) -> WhitenedRegression {
    try WhitenedRegression(
      data, ridge: ridge, weights: outputWeights, isCentering: fitsIntercept)
  }

  // MARK: - Choice

  /// The errors of all points of the path on held-out rows; nil when another criterion decides.
  private func heldOutErrors(
    _ data: RegressionData, upToRank rankLimit: Int
  ) throws(EstimationError) -> [HeldOutError]? {
    guard case .crossValidation(let validation) = rank else { return nil }
    return try validation.estimates(data) { others, fold throws(EstimationError) in
      let regression = try whitened(others)
      let errors = ModeErrors(regression, on: fold)
      return path.filters(regression.strengths, upToRank: rankLimit)
        .map { errors.squaredError($0.values) / fold.outputCount }
    }
  }

  /// The place of the chosen point; of equal ones the first, which is the simplest.
  private func choose(_ points: [RegressionPathPoint]) -> Int {
    func least(_ value: (RegressionPathPoint) -> Double) -> Int {
      points.indices.min { value(points[$0]) < value(points[$1]) } ?? 0
    }
    switch rank {
    case .fixed(let rank): return min(rank, points.count - 1)
    case .aic: return least(\.aic)
    case .bic: return least(\.bic)
    case .gcv: return least(\.gcv)
    case .crossValidation(let validation):
      let best = least { $0.heldOutError?.mean ?? .infinity }
      guard validation.isCautious, let error = points[best].heldOutError else { return best }
      let limit = error.mean + error.standardError
      return points.firstIndex { $0.heldOutError.map { $0.mean <= limit } ?? false } ?? best
    }
  }

  // MARK: - Checks

  private func check(outputCount: Int) throws(EstimationError) {
    if case .fixed(let lambda) = ridge {
      guard lambda >= 0 && lambda.isFinite else {
        throw .setting(name: "the ridge", value: "\(lambda)", needs: "finite and not negative")
      }
      guard lambda <= EstimationError.sizeLimit else {
        throw .setting(
          name: "the ridge", value: "\(lambda)",
          needs: "at most \(EstimationError.sizeLimit); the coefficients are 0 long before")
      }
    }
    if let outputWeights {
      guard outputWeights.count == outputCount else {
        throw .shapes("\(outputWeights.count) weights for \(outputCount) outputs")
      }
      if let weight = outputWeights.first(where: { !($0 > 0 && $0.isFinite) }) {
        throw .setting(name: "an output's weight", value: "\(weight)", needs: "positive and finite")
      }
    }
    switch rank {
    case .fixed(let rank):
      guard rank >= 0 else {
        throw .setting(name: "the rank", value: "\(rank)", needs: "0 or more")
      }
      if case .earlyStopped = path {
        throw .setting(
          name: "the rank", value: "\(rank)",
          needs: "left to a criterion on the early-stopped path; a single time fixes the stop")
      }
    case .crossValidation(let validation): try validation.check()
    case .aic, .bic, .gcv: break
    }
    if case .earlyStopped(let stopping) = path { try stopping.check() }
  }

  private func requireVariation(_ data: RegressionData) throws(EstimationError) {
    for (matrix, name) in [(data.inputs, "X"), (data.outputs, "Y")] {
      let rest = CenteredColumns(matrix, isCentering: fitsIntercept).matrix
      if rest.largestMagnitude == 0 {
        throw .constant(what: fitsIntercept ? "each column of \(name)" : name)
      }
      try EstimationError.requireSize(rest.largestMagnitude, "the entries of \(name)")
      try EstimationError.requireSize(matrix.largestMagnitude, "the entries of \(name)")
    }
  }
}
