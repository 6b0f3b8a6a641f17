internal import DynamicsTheory
internal import RealModule

/// When one mode is learned.
struct ModePrediction {
  /// Its place among the modes by strength, from 1.
  let index: Int

  /// sigma, negative where the start has the other sign and the directions match.
  let strength: Double

  /// lambda.
  let inputVariance: Double

  /// w(0), and where the flow takes it; nil where no formula follows the mode.
  let start: Double?
  let limit: Double

  /// When half of the limit is reached, and 0.99 of it.
  let half: Learning
  let most: Learning

  /// When a tenth of the limit is reached and nine tenths, on the clock of the run: a plateau ends and begins.
  let risesAt: Double?
  let restsFrom: Double?

  /// The asymptotic rate over that of the one-layer model, lambda; nil without a formula.
  let acceleration: Double?

  /// The one-layer model's time from 0 to 0.99 of the limit over this network's.
  let timeRatio: Double?

  /// A level's time in the flow and iterations in descent, with bounds; nil for never, unknown or no theorem.
  struct Learning {
    var time: Double?
    var iterations: Double?
    var lower: Double?
    var upper: Double?
  }

  /// A mode without a formula.
  init(index: Int, strength: Double, inputVariance: Double) {
    self.index = index
    self.strength = strength
    self.inputVariance = inputVariance
    start = nil
    limit = inputVariance > 0 ? strength / inputVariance : 0
    half = Learning()
    most = Learning()
    risesAt = nil
    restsFrom = nil
    acceleration = nil
    timeRatio = nil
  }

  /// A mode that a formula follows.
  ///
  /// - Parameters:
  ///   - index: its place.
  ///   - mode: the mode.
  ///   - isSigned: whether the sign of its strength means anything.
  ///   - isExact: whether the network's mode is this one, so that bounds on it hold.
  ///   - clockRate: how much faster than the formula's its time runs.
  ///   - stepSize: eta of descent; nil for flow.
  ///   - perturbation: beta, where the start is Chou 2022's perturbed one.
  ///   - patience: the most iterations that are tried one by one.
  /// - Throws: TheoryError.
  init(
    index: Int, mode: DeepMode, isSigned: Bool, isExact: Bool, clockRate: Double,
    stepSize: Double?, perturbation: Double?, patience: Int
  ) throws {
    self.index = index
    strength = isSigned ? mode.strength : mode.strength.magnitude
    inputVariance = mode.inputVariance
    start = mode.startProduct
    limit = isSigned ? mode.limit : mode.limit.magnitude
    func learning(_ share: Double) throws -> Learning {
      var learning = Learning(time: try mode.time(untilShare: share).map { $0 / clockRate })
      guard let stepSize else { return learning }
      let eta = stepSize * clockRate
      learning.iterations = try mode.iterations(
        untilShare: share, stepSize: eta, within: patience)
      guard isExact else { return learning }
      let bounds = Self.bounds(mode, share: share, stepSize: eta, perturbation: perturbation)
      learning.lower = bounds.lower
      learning.upper = bounds.upper
      return learning
    }
    half = try learning(0.5)
    most = try learning(0.99)
    func moment(_ share: Double) throws -> Double? {
      let learning = try learning(share)
      return stepSize == nil ? learning.time : learning.iterations
    }
    risesAt = try moment(0.1)
    restsFrom = try moment(0.9)
    acceleration = mode.inputVariance > 0 ? clockRate * mode.rate / mode.inputVariance : nil
    timeRatio = most.time.map { .log(100) / mode.inputVariance / $0 }
  }

  /// What the theorems prove: equations (20) and (23), or (13) for a perturbed start.
  ///
  /// Their accuracies are of the factor; products that differ by a share of the limit belong to them.
  private static func bounds(
    _ mode: DeepMode, share: Double, stepSize: Double, perturbation: Double?
  ) -> (lower: Double?, upper: Double?) {
    let n = Double(mode.depth)
    guard mode.depth >= 2, mode.inputVariance > 0, mode.limit != 0 else { return (nil, nil) }
    let eigenvalue = mode.strength / mode.inputVariance
    let eta = stepSize * mode.inputVariance
    let scale = Double.root(eigenvalue.magnitude, mode.depth)
    if mode.isBalanced {
      guard
        let count = try? IterationCount(
          depth: mode.depth, eigenvalue: eigenvalue, start: mode.factors[0], stepSize: eta)
      else { return (nil, nil) }
      let isAbove = mode.factors[0] > scale
      let accuracy =
        scale * (isAbove ? .root(2 - share, mode.depth) - 1 : 1 - .root(share, mode.depth))
      let upper = try? count.upper(accuracy: accuracy).value.rounded(.up)
      return (try? count.lower(accuracy: accuracy), upper)
    }
    guard let perturbation else { return (nil, nil) }
    let count = try? PerturbedIterationCount(
      depth: mode.depth, eigenvalue: eigenvalue, start: mode.factors.max() ?? 0,
      perturbation: perturbation, stepSize: eta)
    let upper = try? count?.upper(accuracy: (1 - share) * scale / n)
    return (nil, upper.map { $0.identical.rounded(.up) + $0.turning.rounded(.up) })
  }
}
