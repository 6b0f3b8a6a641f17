/// Prediction errors of several methods on the same held-out rows.
///
/// Every choice that a method makes (rank, stop, penalty, components) is made anew from the rows that are not held out, by five
/// folds within them, so that no method sees the rows it is judged on.
public struct RegressionComparison: Codable, Equatable, Sendable {
  /// A method and its errors.
  public struct Method: Codable, Equatable, Sendable {
    /// What it is called.
    public let name: String

    /// Its mean squared error on held-out rows.
    public let error: HeldOutError

    /// What it chose when it saw all rows.
    public let choice: Choice
  }

  /// What a method leaves to the data.
  public enum Choice: Codable, Equatable, Sendable {
    /// The rank of the coefficients.
    case rank(Int)

    /// lambda, by generalised cross-validation.
    case ridge(Double)

    /// Both of these.
    case rankAndRidge(Int, Double)

    /// The number of principal components.
    case components(Int)

    /// Modes that are at least half learned where it stopped.
    case learnedModes(Int)
  }

  /// The methods: least squares, ridge, principal components, reduced rank without and with ridge, early-stopped two layers; last
  /// the given settings, when they are none of these.
  public let methods: [Method]

  /// The place of the least error.
  public var best: Int {
    methods.indices.min { methods[$0].error.mean < methods[$1].error.mean } ?? 0
  }

  /// Compares.
  ///
  /// - Parameters:
  ///   - data: X and Y.
  ///   - settings: of the fit that is held against them; its weights and its intercepts are theirs, and so are its folds if it has
  ///     any.
  /// - Throws: ``EstimationError``, as a fit with these settings does.
  /// - Complexity: about five fits for each method and fold.
  public init(_ data: RegressionData, settings: ReducedRankRegression) throws(EstimationError) {
    // A fit refuses settings and data that no method could use.
    _ = try settings.fit(data)
    var outer = CrossValidation()
    if case .crossValidation(let validation) = settings.rank { outer = validation }
    let contenders = Self.contenders(settings, seed: outer.seed)
    let errors = try outer.estimates(data) { others, fold throws(EstimationError) in
      var row: [Double] = []
      for contender in contenders {
        let map = try contender.fit(others).map
        row.append(map.meanSquaredError(on: fold, weights: settings.outputWeights))
      }
      return row
    }
    var methods: [Method] = []
    for (contender, error) in zip(contenders, errors) {
      methods.append(
        Method(name: contender.name, error: error, choice: try contender.fit(data).choice))
    }
    self.methods = methods
  }

  /// How much more a method errs than the best one, fold by fold on the same rows.
  ///
  /// - Parameter method: its place.
  /// - Returns: the mean difference of the folds' errors, and its standard error; a difference below two of these is within the
  ///   noise. Folds share rows of their fits, so that the standard error is a little too small.
  public func excess(ofMethod method: Int) -> (mean: Double, standardError: Double) {
    let gaps = zip(methods[method].error.foldErrors, methods[best].error.foldErrors)
      .map { $0 - $1 }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    return (mean, SampleMean(gaps, around: mean).standardError ?? .nan)
  }

  // MARK: - The methods

  private struct Contender {
    let name: String
    let fit: (RegressionData) throws(EstimationError) -> (map: LinearMap, choice: Choice)
  }

  private static func contenders(_ own: ReducedRankRegression, seed: UInt64) -> [Contender] {
    let inner = CrossValidation(foldCount: 5, seed: seed)
    let (weights, intercept) = (own.outputWeights, own.fitsIntercept)
    func settings(
      _ rank: RankChoice, _ path: RegressionPath = .reducedRank, ridge: RidgePenalty
    ) -> ReducedRankRegression {
      ReducedRankRegression(
        rank: rank, path: path, ridge: ridge, outputWeights: weights, fitsIntercept: intercept)
    }
    let standard = [
      Contender(name: "ordinary least squares") { data throws(EstimationError) in
        let model = try settings(.fixed(.max), ridge: .none).model(of: data)
        return (model.map, .rank(model.rank))
      },
      Contender(name: "ridge") { data throws(EstimationError) in
        let model = try settings(.fixed(.max), ridge: .gcv).model(of: data)
        return (model.map, .ridge(model.ridge))
      },
      Contender(name: "principal components") { data throws(EstimationError) in
        let fit = try PrincipalComponentRegression(
          validation: inner, outputWeights: weights, fitsIntercept: intercept
        ).fit(data)
        return (fit.map, .components(fit.componentCount))
      },
      Contender(name: "reduced rank") { data throws(EstimationError) in
        let model = try settings(.crossValidation(inner), ridge: .none).model(of: data)
        return (model.map, .rank(model.rank))
      },
      Contender(name: "reduced rank with ridge") { data throws(EstimationError) in
        let model = try settings(.crossValidation(inner), ridge: .gcv).model(of: data)
        return (model.map, .rankAndRidge(model.rank, model.ridge))
      },
      Contender(name: "early-stopped two layers") { data throws(EstimationError) in
        let model = try settings(
          .crossValidation(inner), .earlyStopped(EarlyStopping()), ridge: .none
        ).model(of: data)
        return (model.map, .learnedModes(model.rank))
      },
    ]
    if case .crossValidation = own.rank, own.ridge == .none { return standard }
    let rank: RankChoice =
      if case .crossValidation = own.rank { .crossValidation(inner) } else { own.rank }
    return standard + [
      Contender(name: "the settings given") { data throws(EstimationError) in
        let model = try settings(rank, own.path, ridge: own.ridge).model(of: data)
        if own.path != .reducedRank { return (model.map, .learnedModes(model.rank)) }
        return (model.map, .rankAndRidge(model.rank, model.ridge))
      }
    ]
  }
}
