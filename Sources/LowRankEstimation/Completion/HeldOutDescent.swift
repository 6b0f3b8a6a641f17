internal import LinearAlgebra
internal import RealModule

/// Descent from a small start with an eye on what is held out: runs on until nothing better can be expected.
///
/// From a small start a mode of the residual G grows by the factor exp(eta ||G|| a^(N-2)) at each step until it is
/// learned. So the descent waits, after every improvement, until the strongest mode of the residual had the time to
/// grow from the start's size to the matrix' own; if the held-out error is not smaller then, that mode was noise.
struct HeldOutDescent<Loss: FactoredLoss> {
  /// What is fitted.
  let fitted: Loss

  /// What is held out.
  var heldOut: Loss

  /// Steps at most.
  let stepLimit: Int

  /// Whether held-out errors are those of the estimate with shrunk singular values.
  let shrinks: Bool

  /// The singular values of a start's factors, a, and the scale of the whole start relative to the matrix.
  let amplitude, scale: Double

  /// A residual, relative to what is observed, below which all is fitted.
  private static var exactness: Double { 1e-7 }

  /// Steps from one look at the residual's norm to the next.
  private static var lookInterval: Int { 10 }

  /// Follows a descent.
  ///
  /// - Parameters:
  ///   - start: the factors.
  ///   - restart: which start it is, to be kept.
  ///   - observe: told the step and the last held-out error; false ends it.
  /// - Returns: the path and the factors at its best step, not shrunk.
  /// - Throws: ``EstimationError/interrupted``, ``EstimationError/diverged(_:)``,
  ///   ``EstimationError/decomposition(_:)``.
  mutating func follow(
    _ start: DeepFactors, restart: Int, observe: (Int, Double) -> Bool
  ) throws(EstimationError) -> (path: CompletionPath, best: DeepFactors) {
    var descent = FactorDescent(fitted, start: start)
    var power = GradientNorm(rowCount: fitted.rowCount, columnCount: fitted.columnCount)
    let count = Double(fitted.count)
    let exact = Self.exactness * fitted.observedSize
    let rate = Double.pow(amplitude, start.depth - 2)
    var wait = Wait(
      needed: neededGrowth(depth: start.depth), stepLimit: stepLimit)
    var (time, norm, nextRecord) = (0.0, 0.0, 0)
    var points: [PathPoint] = []
    var (best, bestIndex, standardError) = (start, 0, Double?.none)
    while true {
      let step = descent.stepCount
      let error = (2 * descent.value / count).squareRoot()
      var end: CompletionPath.End? =
        error <= exact
        ? .fitted : descent.isStationary ? .stationary : step >= stepLimit ? .stepLimit : nil
      if end != nil || step >= nextRecord {
        nextRecord = max(step + 1, step * 51 / 50)
        let point = try point(descent.position, step: step, time: time, fittedError: error)
        points.append(point)
        if step == 0 || point.heldOutError < points[bestIndex].heldOutError {
          bestIndex = points.count - 1
          best.assign(descent.position)
          standardError = heldOutDeviation
        }
        end = end ?? wait.end(at: point, lowest: points[bestIndex])
      }
      guard observe(step, points[points.count - 1].heldOutError) else { throw .interrupted }
      if let end {
        guard points[bestIndex].heldOutError.isFinite else {
          throw .diverged("the held-out error is not finite; scale the data down")
        }
        guard end != .stationary || error < points[0].fittedError else {
          throw .diverged(
            "the gradient vanishes in rounding before anything is learned; use a larger scale or another unit"
          )
        }
        let path = CompletionPath(
          restart: restart, width: start.width, points: points, bestIndex: bestIndex,
          standardError: standardError, end: end)
        return (path, best)
      }
      if step.isMultiple(of: Self.lookInterval) { norm = power.improve(descent.loss) }
      let size = descent.step()
      time += size * count
      wait.growth += size * norm * rate
    }
  }

  /// A record of the descent; the held-out residuals of its estimate, shrunk if that is asked for, are formed last.
  private mutating func point(
    _ factors: DeepFactors, step: Int, time: Double, fittedError: Double
  ) throws(EstimationError) -> PathPoint {
    let part = try factors.decomposition()
    let shrinkage = shrinks ? ModeShrinkage(part, heldOut: &heldOut) : ModeShrinkage(constant: 0)
    let left = part.leftRows.scalingRows(by: part.values.map(shrinkage.shrunk))
    let square = heldOut.formResiduals(left: left, right: part.rightRows)
    return PathPoint(
      step: step, time: time, fittedError: fittedError,
      heldOutError: (square / Double(heldOut.count)).squareRoot(), shrinkage: shrinkage.constant,
      singularValues: part.values)
  }

  /// The standard error of the root of the mean of the held-out squared residuals last formed; nil for one of them.
  private var heldOutDeviation: Double? {
    let mean = SampleMean(heldOut.squaredResiduals)
    return mean.standardError.map { mean.value > 0 ? $0 / (2 * mean.value.squareRoot()) : 0 }
  }

  /// The exponent by which a mode grows from a part of the start's factors to the matrix' own size, and half as much
  /// again.
  private func neededGrowth(depth: Int) -> Double {
    let size = Double(max(fitted.rowCount, fitted.columnCount))
    let relative = Double.pow(scale, 1 / Double(depth))
    return 1.5 * max(1, .log(size.squareRoot() / relative))
  }
}

/// What a descent has to wait for before it is given up.
private struct Wait {
  /// The growth that makes a mode of the start as large as the matrix.
  let needed: Double
  let stepLimit: Int

  /// The growth of the residual's strongest mode since the last improvement that counts.
  var growth = 0.0

  /// The error and the step of the last improvement that counts, and of the last large one.
  private var mark, largeMark: (error: Double, step: Int)

  /// A relative improvement that counts, and one worth many steps.
  private static let improvement = 0.01
  private static let largeImprovement = 0.2

  /// A rise above the smallest held-out error that ends a descent, if it is no passing overshoot of so many steps.
  private static let rise = 1.25
  private static let settling = 20

  /// Steps without a large improvement, at least, that end a descent whose next mode would be learned after the
  /// limit.
  private static let patience = 300

  init(needed: Double, stepLimit: Int) {
    (self.needed, self.stepLimit) = (needed, stepLimit)
    mark = (.infinity, 0)
    largeMark = mark
  }

  /// Why the descent ends here; nil while it goes on.
  mutating func end(at point: PathPoint, lowest: PathPoint) -> CompletionPath.End? {
    let (error, step) = (point.heldOutError, point.step)
    if error < (1 - Self.improvement) * mark.error {
      mark = (error, step)
      growth = 0
    }
    if error < (1 - Self.largeImprovement) * largeMark.error { largeMark = (error, step) }
    if error > Self.rise * lowest.heldOutError, step - lowest.step > Self.settling {
      return .heldOutErrorRose
    }
    // At the pace so far.
    let stepsLeft =
      Double(step - mark.step) * (needed - growth) / max(growth, .leastNormalMagnitude)
    let isSlow =
      step - largeMark.step > max(Self.patience, largeMark.step)
      && Double(step) + stepsLeft > Double(stepLimit)
    return growth >= needed || isSlow ? .nothingMoreToLearn : nil
  }
}

/// The largest singular value of a loss's gradient in W, by the power method, each time from where it was.
struct GradientNorm {
  private var left, right, nextLeft, nextRight: Matrix
  private var isStarted = false

  init(rowCount: Int, columnCount: Int) {
    var generator = SeededGenerator(seed: 1)
    left = .gaussian(rowCount: 1, columnCount: rowCount, using: &generator)
    right = .gaussian(rowCount: 1, columnCount: columnCount, using: &generator)
    (nextLeft, nextRight) = (left, right)
  }

  /// The norm of the gradient of the residuals last formed; a lower bound, from two directions.
  mutating func improve(_ loss: some FactoredLoss) -> Double {
    var loss = loss
    var norm = 0.0
    for _ in 0..<(isStarted ? 2 : 12) {
      left.scale(by: 1 / max(left.frobeniusNorm, .leastNormalMagnitude))
      right.scale(by: 1 / max(right.frobeniusNorm, .leastNormalMagnitude))
      loss.formGradients(&nextLeft, &nextRight, left: left, right: right)
      swap(&left, &nextLeft)
      swap(&right, &nextRight)
      norm = max(left.frobeniusNorm, right.frobeniusNorm)
    }
    isStarted = true
    return norm
  }
}
