internal import LinearAlgebra
internal import LowRankEstimation

/// What a regression found, in sentences.
struct RegressionWords {
  let model: ReducedRankModel

  /// What was chosen and why.
  var choice: String {
    let last = model.strengths.count
    let what: String
    if let time = model.chosen.time {
      what = """
        Stopped at tau = \(Decimals.short(time)), where \(model.rank) of \(last) modes are at least half learned
        """
    } else {
      what = "Rank \(model.rank) of at most \(last)"
    }
    switch model.settings.rank {
    case .fixed(let rank):
      return rank > last
        ? "\(what), all that the data have." : "\(what), as asked."
    case .crossValidation(let validation):
      let folds = model.chosen.heldOutError?.foldErrors.count ?? validation.foldCount
      let simple = model.settings.path == .reducedRank ? "the lowest rank" : "the earliest stop"
      let why =
        validation.isCautious
        ? "\(simple) within one standard error of the least error"
        : "the least error"
      return "\(what): \(why) on rows held out (\(folds) folds, seed \(validation.seed))."
    case .aic: return "\(what): the least AIC."
    case .bic: return "\(what): the least BIC."
    case .gcv: return "\(what): the least generalised cross-validation."
    }
  }

  /// The penalty, where it was chosen too.
  var penalty: String? {
    guard case .gcv = model.settings.ridge else { return nil }
    return "Ridge lambda = \(Decimals.short(model.ridge)), by generalised cross-validation."
  }

  /// How good it is, against predicting the means and against least squares.
  var quality: String {
    guard let first = model.path.first, let last = model.path.last else { return "" }
    guard let error = model.chosen.heldOutError, let lowest = first.heldOutError,
      let highest = last.heldOutError
    else {
      return """
        Mean squared residual \(Decimals.short(model.chosen.loss)) with \
        \(Decimals.short(model.chosen.degreesOfFreedom)) degrees of freedom.
        """
    }
    let means = model.settings.fitsIntercept ? "their means" : "0"
    let none = """
      Nothing in X was found to predict Y better than \(means) does: mean squared error \
      \(Self.interval(error)), all modes \(Self.interval(highest)).
      """
    guard model.rank > 0 || model.chosen.time != nil else { return none }
    return """
      Mean squared error on held-out rows \(Self.interval(error)); predicting \(means) gives \
      \(Self.interval(lowest)), all modes \(Self.interval(highest)).
      """
  }

  /// A mean and its standard error.
  static func interval(_ error: HeldOutError) -> String {
    "\(Decimals.short(error.mean)) ± \(Decimals.short(error.standardError))"
  }

  /// The rows of the path in short, with a header; the chosen one is marked.
  ///
  /// - Parameter isWhole: every point, or only the ends and those near the chosen one.
  /// - Returns: rows of text.
  func table(isWhole: Bool) -> [[String]] {
    let isTimed = model.chosen.time != nil
    let isHeld = model.chosen.heldOutError != nil
    let criterion: (name: String, value: (RegressionPathPoint) -> Double)? =
      switch model.settings.rank {
      case .aic: ("AIC", { $0.aic })
      case .bic: ("BIC", { $0.bic })
      case .gcv: ("GCV", { $0.gcv })
      case .fixed, .crossValidation: nil
      }
    let header =
      (isTimed ? ["tau", "modes"] : ["rank"]) + ["training error", "degrees of freedom"]
      + (isHeld ? ["held-out error"] : []) + (criterion.map { [$0.name] } ?? []) + [""]
    let shown = model.path.indices.filter {
      isWhole || (Int($0) - model.chosenIndex).magnitude <= 3 || $0 == 0
        || $0 == model.path.count - 1
    }
    return [header]
      + shown.map { number in
        let point = model.path[number]
        return (point.time.map { [Decimals.short($0)] } ?? []) + ["\(point.rank)"]
          + [point.loss, point.degreesOfFreedom].map(Decimals.short)
          + (point.heldOutError.map { [Self.interval($0)] } ?? [])
          + (criterion.map { [Decimals.short($0.value(point))] } ?? [])
          + [number == model.chosenIndex ? "chosen" : ""]
      }
  }
}

extension RegressionComparison {
  /// The table in short, with a header.
  var table: [[String]] {
    [["method", "held-out error", "above the best", "choice"]]
      + methods.indices.map { number in
        let (mean, standardError) = excess(ofMethod: number)
        return [
          methods[number].name, RegressionWords.interval(methods[number].error),
          number == best
            ? "best" : "\(Decimals.short(mean)) ± \(Decimals.short(standardError))",
          methods[number].choice.words,
        ]
      }
  }

  /// Which method is best, and which ones cannot be told from it.
  var verdict: String {
    let near = methods.indices.filter { number in
      let (mean, standardError) = excess(ofMethod: number)
      return number != best && mean <= 2 * standardError
    }
    let sentence = "Least error: \(methods[best].name)"
    if near.isEmpty {
      return "\(sentence), by more than two standard errors of the difference to each other method."
    }
    let names = near.map { methods[$0].name }.joined(separator: ", ")
    return """
      \(sentence). The difference is within the noise (two standard errors of it) to: \(names).
      """
  }
}

extension RegressionComparison.Choice {
  /// The choice in short.
  var words: String {
    switch self {
    case .rank(let rank): "rank \(rank)"
    case .ridge(let ridge): "lambda \(Decimals.short(ridge))"
    case .rankAndRidge(let rank, let ridge): "rank \(rank), lambda \(Decimals.short(ridge))"
    case .components(let count): "\(count) components"
    case .learnedModes(let count): "\(count) modes half learned"
    }
  }
}
