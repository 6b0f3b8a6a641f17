internal import DeepLinearCore
internal import LinearAlgebra
internal import RealModule

/// The adaptive integration of W' = -gradient by ``DormandPrince853``.
///
/// The error of a step is measured factor by factor, relative to the factor's own norm, so that a factor
/// that is still small, on its way out of a saddle, is followed as exactly as a large one. Step control is
/// the standard one of Hairer, Norsett, Wanner, section II.4. Nothing allocates after `init`.
struct AdaptiveRungeKutta: Sendable {
  /// The state at the current time.
  private(set) var state: Weights
  private(set) var progress: GradientFlow.Progress

  /// The loss at the current time.
  private(set) var loss: Double

  /// The size that a step's error may have, relative to the state.
  private let errorScale: Double

  /// k_0, ..., k_15, k_12 belonging to the end of the last step.
  private var stages: [Weights]
  private var previous: Weights
  private var trial: Weights
  private var error: Weights
  private var lastStepSize = 0.0
  private var hasExtraStages = false

  private static let lastStage = DormandPrince853.stageCount - 1
  private static let safety = 0.9
  private static let smallestFactor = 0.2
  private static let largestFactor = 6.0

  /// Prepares the integration; without `progress` it starts at time 0 and chooses its first step.
  init(
    state: Weights, errorScale: Double, progress: GradientFlow.Progress?,
    along field: inout any NetworkGradient
  ) {
    self.state = state
    self.errorScale = errorScale
    self.progress =
      progress ?? .init(time: 0, stepSize: 0, stepCount: 0, evaluationCount: 0)
    stages = Array(repeating: state, count: DormandPrince853.extendedStageCount)
    previous = state
    trial = state
    error = state
    loss = 0
    loss = formStage(Self.lastStage, along: &field)
    if let progress {
      self.progress = progress
    } else {
      chooseFirstStep(along: &field)
    }
  }

  /// Takes one step of acceptable error that does not pass `end`.
  mutating func step(
    until end: Double, along field: inout any NetworkGradient
  ) throws(StepSizeUnderflow) {
    stages[0].assign(stages[Self.lastStage])
    var canGrow = true
    while true {
      let time = progress.time
      // A little more than planned, so that no step of rounding size is left over.
      let isLast = time + 1.01 * progress.stepSize >= end
      let size = isLast ? end - time : progress.stepSize
      guard size > 4 * time.ulp else {
        // The tries have overwritten the stages of the last step: nothing inside it can be had any more.
        stages[Self.lastStage].assign(stages[0])
        lastStepSize = 0
        throw StepSizeUnderflow(time: time, stepSize: size)
      }
      let newLoss = tryStep(size, along: &field)
      let error = errorOfTriedStep(size)
      let ideal = Self.safety * .pow(error, -1 / Double(DormandPrince853.order))
      guard error <= 1, newLoss.isFinite else {
        let isUsable = error.isFinite && newLoss.isFinite
        progress.stepSize =
          size * (isUsable ? max(Self.smallestFactor, ideal) : Self.smallestFactor)
        canGrow = false
        continue
      }
      previous.assign(state)
      state.assign(trial)
      lastStepSize = size
      hasExtraStages = false
      loss = newLoss
      progress.time = isLast ? end : time + size
      progress.stepCount += 1
      let proposal = size * min(canGrow ? Self.largestFactor : 1, ideal)
      // A step that was cut at the end says nothing against the size that was planned.
      progress.stepSize = isLast ? max(progress.stepSize, proposal) : proposal
      return
    }
  }

  /// The state at a time inside the last step, by the continuous solution.
  mutating func interpolate(
    at time: Double, into result: inout Weights, along field: inout any NetworkGradient
  ) {
    guard time != progress.time else {
      result.assign(state)
      return
    }
    let h = lastStepSize
    let x = 1 - (progress.time - time) / h
    let z = 1 - x
    precondition(x >= 0 && x <= 1, "time \(time) is not inside the last step")
    formExtraStages(along: &field)
    // y = y_0 + x (F_0 + z (F_1 + x (F_2 + z (F_3 + x (F_4 + z (F_5 + x F_6))))))
    // with F_0 = y_1 - y_0, F_1 = h k_0 - F_0, F_2 = 2 F_0 - h (k_0 + k_12), F_3 to F_6 from the table.
    let ofDifference = x - x * z + 2 * x * z * x
    result.assign(previous)
    result.scale(by: 1 - ofDifference)
    result.add(state, scaledBy: ofDifference)
    result.add(stages[0], scaledBy: h * (x * z - x * z * x))
    result.add(stages[Self.lastStage], scaledBy: -h * x * z * x)
    var weight = x * z * x
    for i in DormandPrince853.interpolation.indices {
      weight *= i.isMultiple(of: 2) ? z : x
      Self.add(
        DormandPrince853.interpolation[i], of: stages, to: &result, scaledBy: h * weight)
    }
  }

  private mutating func tryStep(_ size: Double, along field: inout any NetworkGradient) -> Double {
    for i in 1..<Self.lastStage {
      formTrial(DormandPrince853.stages[i], from: state, size)
      _ = formStage(i, along: &field)
    }
    formTrial(DormandPrince853.stages[Self.lastStage], from: state, size)
    return formStage(Self.lastStage, along: &field)
  }

  private mutating func formExtraStages(along field: inout any NetworkGradient) {
    guard !hasExtraStages else { return }
    for i in DormandPrince853.stageCount..<DormandPrince853.extendedStageCount {
      formTrial(DormandPrince853.stages[i], from: previous, lastStepSize)
      _ = formStage(i, along: &field)
    }
    hasExtraStages = true
  }

  private mutating func formTrial(
    _ terms: [DormandPrince853.Term], from start: Weights, _ size: Double
  ) {
    trial.assign(start)
    Self.add(terms, of: stages, to: &trial, scaledBy: size)
  }

  /// Adds a sum of stages; a function of its own, as reading `self` would force a copy of `sum`'s owner.
  private static func add(
    _ terms: [DormandPrince853.Term], of stages: [Weights], to sum: inout Weights,
    scaledBy scale: Double
  ) {
    for i in terms.indices {
      sum.add(stages[terms[i].stage], scaledBy: scale * terms[i].coefficient)
    }
  }

  /// Writes the velocity at the trial state into a stage and returns the loss there.
  private mutating func formStage(_ i: Int, along field: inout any NetworkGradient) -> Double {
    let loss = field.evaluate(at: trial)
    stages[i].fill(with: 0)
    field.addGradient(to: &stages[i], scaledBy: -1)
    progress.evaluationCount += 1
    return loss
  }

  /// The error of the tried step in units of what is allowed, blended from orders 5 and 3 as in dop853.f.
  private mutating func errorOfTriedStep(_ size: Double) -> Double {
    error.fill(with: 0)
    Self.add(DormandPrince853.errorOfOrder5, of: stages, to: &error, scaledBy: 1)
    let fifth = scaledNorm(of: error)
    error.fill(with: 0)
    Self.add(DormandPrince853.stages[Self.lastStage], of: stages, to: &error, scaledBy: 1)
    Self.add(DormandPrince853.embeddedOrder3, of: stages, to: &error, scaledBy: -1)
    let third = scaledNorm(of: error)
    // A NaN must pass on: the step is then refused.
    guard fifth != 0 else { return 0 }
    return size * fifth * fifth / (fifth * fifth + 0.01 * third * third).squareRoot()
  }

  /// The root mean square of the entries in units of `errorScale` times their factor's, which is floored
  /// at a thousandth of the whole state's so that a factor may start at zero; at 1 if all of them do.
  private func scaledNorm(of difference: Weights) -> Double {
    let count = Double(state.parameterCount)
    let size = max(Self.norm(of: state), Self.norm(of: trial)) / count.squareRoot()
    let floor = size == 0 ? 1 : 1e-3 * size
    var sum = 0.0
    for j in difference.layers.indices {
      let root = Double(difference.layers[j].elements.count).squareRoot()
      let norm = max(state.layers[j].frobeniusNorm, trial.layers[j].frobeniusNorm)
      let scaled = difference.layers[j].frobeniusNorm / (errorScale * max(norm / root, floor))
      sum += scaled * scaled
    }
    return (sum / count).squareRoot()
  }

  /// The Frobenius norm of all factors together.
  private static func norm(of weights: Weights) -> Double {
    var squares = 0.0
    for j in weights.layers.indices {
      squares += weights.layers[j].frobeniusNorm * weights.layers[j].frobeniusNorm
    }
    return squares.squareRoot()
  }

  /// The first step of Hairer, Norsett, Wanner, section II.4.
  private mutating func chooseFirstStep(along field: inout any NetworkGradient) {
    let (value, slope) = (scaledNorm(of: state), scaledNorm(of: stages[Self.lastStage]))
    let guess = value > 0 && slope > 0 ? 0.01 * value / slope : 1e-6
    trial.assign(state)
    trial.add(stages[Self.lastStage], scaledBy: guess)
    _ = formStage(1, along: &field)
    error.assign(stages[1])
    error.add(stages[Self.lastStage], scaledBy: -1)
    let curvature = scaledNorm(of: error) / guess
    let largest = max(slope, curvature)
    let bounded =
      largest > 0 ? Double.pow(0.01 / largest, 1 / Double(DormandPrince853.order)) : 1e-3
    progress.stepSize = min(100 * guess, bounded)
  }
}
