internal import LinearAlgebra
internal import RealModule

/// Descents from several starts and widths, the best of which is repeated on all data.
struct PathSearch<Loss: FactoredLoss> {
  let settings: MatrixCompletion

  /// What is fitted, what is held out, and both together.
  let fitted, heldOut, all: Loss

  /// The hidden width to begin with, and that up to which it is doubled.
  let firstWidth, lastWidth: Int

  /// What comes of it.
  struct Fit {
    let factors: DeepFactors
    let paths: [CompletionPath]
    let chosen: Int

    /// The constant of ``ModeShrinkage``; 0 without.
    let shrinkage: Double
  }

  /// Follows all descents.
  ///
  /// - Parameter observe: told about every step; false ends it.
  /// - Returns: the factors and how they were found.
  /// - Throws: ``EstimationError``.
  func run(_ observe: (CompletionProgress) -> Bool) throws(EstimationError) -> Fit {
    var width = firstWidth
    var paths: [CompletionPath] = []
    var (chosen, best): (Int, DeepFactors?) = (0, nil)
    let size = try size(of: fitted)
    let partCount = settings.restarts + (settings.refits ? 1 : 0)
    for restart in 0..<settings.restarts {
      while true {
        let result = try path(width: width, restart: restart, size: size) { step, error in
          observe(
            CompletionProgress(
              part: restart, partCount: partCount, step: step, stepLimit: settings.stepLimit,
              heldOutError: error))
        }
        paths.append(result.path)
        let isBetter =
          best == nil || result.path.best.heldOutError < paths[chosen].best.heldOutError
        if isBetter { (chosen, best) = (paths.count - 1, result.best) }
        guard isBetter, width < lastWidth, try isFull(result.best) else { break }
        width = min(2 * width, lastWidth)
      }
      width = paths[chosen].width
    }
    let found = best ?? start(width: width, restart: 0, size: size)
    let shrinkage = ModeShrinkage(constant: paths[chosen].best.shrinkage)
    func fit(_ factors: DeepFactors) throws(EstimationError) -> Fit {
      Fit(
        factors: try shrinkage.shrinking(factors), paths: paths, chosen: chosen,
        shrinkage: shrinkage.constant)
    }
    guard settings.refits else { return try fit(found) }
    let factors = try refit(paths[chosen], size: size) { step in
      observe(
        CompletionProgress(
          part: settings.restarts, partCount: partCount, step: step, stepLimit: settings.stepLimit,
          heldOutError: nil))
    }
    return try fit(factors)
  }

  /// The matrix' norm, as far as what is observed tells it.
  private func size(of loss: Loss) throws(EstimationError) -> Double {
    var loss = loss
    let zero = { Matrix(rowCount: 1, columnCount: $0) }
    _ = loss.formResiduals(left: zero(loss.rowCount), right: zero(loss.columnCount))
    var norm = GradientNorm(rowCount: loss.rowCount, columnCount: loss.columnCount)
    let size = loss.size(fromGradientNorm: norm.improve(loss))
    guard size > 0, size.isFinite else {
      throw .constant(what: "what is fitted, all of it zero or too large for numbers,")
    }
    return size
  }

  private func amplitude(_ size: Double) -> Double {
    .pow(settings.startScale * size, 1 / Double(settings.depth))
  }

  private func start(width: Int, restart: Int, size: Double) -> DeepFactors {
    var generator = SeededGenerator(seed: settings.seed, stream: UInt64(restart))
    return DeepFactors(
      rowCount: all.rowCount, columnCount: all.columnCount, width: width, depth: settings.depth,
      amplitude: amplitude(size), using: &generator)
  }

  private func path(
    width: Int, restart: Int, size: Double, observe: (Int, Double) -> Bool
  ) throws(EstimationError) -> (path: CompletionPath, best: DeepFactors) {
    var descent = HeldOutDescent(
      fitted: fitted, heldOut: heldOut, stepLimit: settings.stepLimit,
      shrinks: settings.shrinks, amplitude: amplitude(size),
      scale: settings.startScale)
    return try descent.follow(
      start(width: width, restart: restart, size: size), restart: restart, observe: observe)
  }

  /// Whether the estimate uses the whole width: its last singular value is no remnant of the start.
  private func isFull(_ factors: DeepFactors) throws(EstimationError) -> Bool {
    let values = try factors.decomposition().values
    return (values.last ?? 0) > Self.remnant * (values.first ?? 0)
  }

  /// The part of the largest singular value below which one counts as not yet learned.
  private static var remnant: Double { 0.01 }

  /// The descent again, on all data, for as long as the best step took.
  ///
  /// A mode may be learned a little later or earlier than in the search. So the residual has to be what it was there,
  /// but for the parameters' part of it, nearly: the descent goes on, by half its time at most, while it is larger,
  /// and ends early where it is smaller.
  private func refit(
    _ path: CompletionPath, size: Double, observe: (Int) -> Bool
  ) throws(EstimationError) -> DeepFactors {
    var descent = FactorDescent(
      all, start: start(width: path.width, restart: path.restart, size: size))
    let count = Double(all.count)
    let target = path.best.fittedError * freedom(path, count) / freedom(path, Double(fitted.count))
    let (shortest, longest) = (path.best.time, Self.extension * path.best.time)
    var time = 0.0
    while time < longest, descent.stepCount < 2 * settings.stepLimit {
      guard observe(descent.stepCount) else { throw .interrupted }
      let error = (2 * descent.value / count).squareRoot()
      if error < target * (1 - Self.excess) { break }
      if time >= shortest, error <= target * (1 + Self.lack) { break }
      let rest = ((time < shortest ? shortest : longest) - time) / count
      let step = descent.step(atMost: rest)
      guard step > 0 else { break }
      // What is left may be less than the last bit of the time.
      time = step == rest ? (time < shortest ? shortest : longest) : time + step * count
    }
    return descent.position
  }

  /// The time that the last fit may take, over that of the search.
  private static var `extension`: Double { 1.5 }

  /// Relative differences of residuals that count as none: when the time is not over, and when it is.
  private static var excess: Double { 0.02 }
  private static var lack: Double { 0.002 }

  /// The root of the part of the residuals' variance that the fitted parameters leave of so many.
  private func freedom(_ path: CompletionPath, _ count: Double) -> Double {
    let values = path.best.singularValues
    let rank = Double(values.count { $0 > Self.remnant * (values.first ?? 0) })
    let parameters = rank * (Double(all.rowCount + all.columnCount) - rank)
    return max(1 - parameters / count, 0.01).squareRoot()
  }
}
