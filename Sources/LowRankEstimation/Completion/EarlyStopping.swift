internal import LinearAlgebra
internal import RealModule

/// Descent from a small start with an eye on what is held out: runs on until nothing better can be expected.
///
/// From a small start a mode of the residual G grows by the factor exp(eta ||G|| a^(N-2)) at each step until it is learned. So the
/// descent waits, after every improvement, until the strongest mode of the residual had the time to grow from the start's size to
/// the matrix' own; if the held-out error is not smaller then, that mode was noise.
struct EarlyStopping<Loss: FactoredLoss> {
  /// What is fitted.
  let fitted: Loss

  /// What is held out.
  var heldOut: Loss

  /// Steps at most.
  let stepLimit: Int

  /// The singular values of a start's factors, a, and the scale of the whole start relative to the matrix.
  let amplitude, scale: Double

  /// A relative improvement that counts.
  private static var improvement: Double { 0.01 }

  /// A relative improvement worth many steps.
  private static var largeImprovement: Double { 0.2 }

  /// A rise above the smallest held-out error that ends a descent.
  private static var rise: Double { 1.25 }

  /// A residual, relative to what is observed, below which all is fitted.
  private static var exactness: Double { 1e-7 }

  /// Steps from one look at the residual's norm to the next.
  private static var lookInterval: Int { 10 }

  /// Steps after which a rise of the held-out error is no passing overshoot.
  private static var settling: Int { 20 }

  /// Steps without a large improvement, at least, that end a descent whose next mode would be learned after the limit.
  private static var patience: Int { 300 }

  /// Follows a descent.
  ///
  /// - Parameters:
  ///   - start: the factors.
  ///   - restart: which start it is, to be kept.
  ///   - observe: told about every step; false ends it.
  /// - Returns: the path and the factors at its best step.
  /// - Throws: ``EstimationError/interrupted``, ``EstimationError/diverged(_:)``.
  mutating func follow(
    _ start: DeepFactors, restart: Int, observe: (PathPoint) -> Bool
  ) throws(EstimationError) -> (path: CompletionPath, best: DeepFactors) {
    var descent = FactorDescent(fitted, start: start)
    var power = GradientNorm(rowCount: fitted.rowCount, columnCount: fitted.columnCount)
    let count = Double(fitted.count)
    let observed = fitted.observedSize
    let needed = neededGrowth(depth: start.depth, size: Double(max(fitted.rowCount, fitted.columnCount)))
    let rate = Double.pow(amplitude, start.depth - 2)
    var (time, growth, norm) = (0.0, 0.0, 0.0)
    var points: [PathPoint] = []
    var (bestPoint, last): (PathPoint?, PathPoint?)
    var (best, bestVariance) = (start, 0.0)
    // The error at the last improvement that counts, and error and step at the last large one.
    var (mark, largeMark, largeStep) = (Double.infinity, Double.infinity, 0)
    var (markStep, nextRecord) = (0, 0)
    var end: CompletionPath.End?
    while end == nil {
      let step = descent.stepCount
      let fittedError = (2 * descent.value / count).squareRoot()
      let moments = heldOutMoments(descent.position)
      let isRecorded = step >= nextRecord
      if isRecorded { nextRecord = max(step + 1, step * 51 / 50) }
      let point = PathPoint(
        step: step, time: time, fittedError: fittedError, heldOutError: moments.mean.squareRoot(),
        singularValues: isRecorded ? try descent.position.decomposition().values : [])
      guard observe(point) else { throw .interrupted }
      if isRecorded { points.append(point) }
      last = point
      if point.heldOutError < bestPoint?.heldOutError ?? .infinity {
        bestPoint = point
        best.assign(descent.position)
        bestVariance = moments.variance
      }
      if point.heldOutError < (1 - Self.improvement) * mark {
        (mark, growth) = (point.heldOutError, 0)
        markStep = step
      }
      if point.heldOutError < (1 - Self.largeImprovement) * largeMark {
        (largeMark, largeStep) = (point.heldOutError, step)
      }
      if fittedError <= Self.exactness * observed {
        end = .fitted
      } else if let lowest = bestPoint, point.heldOutError > Self.rise * lowest.heldOutError,
        step - lowest.step > Self.settling
      {
        end = .heldOutErrorRose
      } else if growth >= needed
        || step - largeStep > max(Self.patience, largeStep)
          && step + stepsLeft(of: needed, growth, in: step - markStep) > stepLimit
      {
        end = .nothingMoreToLearn
      } else if step >= stepLimit {
        end = .stepLimit
      }
      guard end == nil else { break }
      if step.isMultiple(of: Self.lookInterval) { norm = power.improve(descent.loss) }
      let size = descent.step()
      time += size * count
      growth += size * norm * rate
      if size == 0 { end = .stationary }
    }
    guard var bestPoint, let last else {
      throw .diverged("the held-out error is not finite at the start; scale the data down")
    }
    bestPoint.singularValues = try best.decomposition().values
    points.removeAll { $0.step == bestPoint.step }
    points.append(bestPoint)
    if points.allSatisfy({ $0.step != last.step }) { points.append(last) }
    points.sort { $0.step < $1.step }
    let root = bestPoint.heldOutError
    let deviation = (bestVariance / Double(heldOut.count)).squareRoot()
    let path = CompletionPath(
      restart: restart, width: start.width, points: points,
      bestIndex: points.firstIndex { $0.step == bestPoint.step } ?? 0,
      standardError: root > 0 ? deviation / (2 * root) : 0, end: end ?? .stepLimit)
    return (path, best)
  }

  /// The exponent by which a mode grows from a part of the start's factors to the matrix' own size, and half as much again.
  private func neededGrowth(depth: Int, size: Double) -> Double {
    let relative = Double.pow(scale, 1 / Double(depth))
    return 1.5 * max(1, .log(size.squareRoot() / relative))
  }

  /// The steps until the growth that is needed, at the pace so far.
  private func stepsLeft(of needed: Double, _ growth: Double, in steps: Int) -> Int {
    Int(min(Double(steps) * (needed - growth) / max(growth, .leastNormalMagnitude), 1e9))
  }

  /// Mean and variance of the held-out squared residuals.
  private mutating func heldOutMoments(_ factors: DeepFactors) -> (mean: Double, variance: Double) {
    let squares = heldOut.formResiduals(left: factors.leftRows, right: factors.first)
    let mean = squares / Double(heldOut.count)
    let fourth = heldOut.squaredResiduals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, fourth / Double(max(heldOut.count - 1, 1)))
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
