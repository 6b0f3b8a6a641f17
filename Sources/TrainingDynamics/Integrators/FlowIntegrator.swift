internal import DeepLinearCore
internal import LinearAlgebra
internal import RealModule

/// The adaptive integration of W' = -gradient by one method, or by the cheaper of two.
///
/// Step control is the standard one of Hairer, Norsett, Wanner, section II.4. Nothing allocates after `init`.
struct FlowIntegrator: Sendable {
  typealias Column = FlowSystem.Column

  private(set) var progress: GradientFlow.Progress

  /// The loss at the current time.
  private(set) var loss: Double

  private var system: FlowSystem
  private let methods: [FlowMethod]
  private var steppers: [any FlowStepper]
  private var sharpness = SharpnessEstimate()
  private var cubic = HermiteCubic()

  /// The method of the last step, by its place, and the step's size; 0 before the first one.
  private var last = 0
  private var lastStepSize = 0.0

  /// Prepares the integration; without `progress` it starts at time 0 and chooses its first step.
  init(
    state: Weights, errorScale: Double, method: FlowMethod, progress: GradientFlow.Progress?,
    field: any VelocityField
  ) {
    methods = Self.methods(of: method)
    steppers = methods.map(Self.stepper)
    system = FlowSystem(
      field: field, state: state, errorScale: errorScale,
      columnCount: Self.columnCount(of: method))
    loss = system.formVelocity(at: Column.state, into: Column.endVelocity)
    self.progress = progress ?? GradientFlow.Progress(method: methods[0])
    if let progress {
      system.evaluationCount = progress.evaluationCount
      system.sharpness = progress.choice.sharpness
    } else {
      chooseFirstStep()
    }
  }

  /// Vectors that a method works with.
  static func columnCount(of method: FlowMethod) -> Int {
    methods(of: method).reduce(SharpnessEstimate.columnCount) {
      max($0, stepper($1).columnCount)
    }
  }

  private static func methods(of method: FlowMethod) -> [FlowMethod] {
    method == .automatic ? [.rungeKutta, .chebyshev] : [method]
  }

  private static func stepper(_ method: FlowMethod) -> any FlowStepper {
    switch method {
    case .automatic, .rungeKutta: DormandPrinceStepper()
    case .chebyshev: ChebyshevStepper()
    case .gaussLegendre4: GaussLegendreStepper(.order4)
    case .gaussLegendre6: GaussLegendreStepper(.order6)
    }
  }

  /// Copies the factors at the current time.
  func copyState(to weights: inout Weights) {
    system.read(&weights, from: Column.state)
  }

  /// Takes one step of acceptable error that does not pass `end`.
  mutating func step(until end: Double) throws(StepSizeUnderflow) {
    system.vectors.copyColumn(Column.endVelocity, to: Column.startVelocity)
    chooseMethod()
    let current = methods[0] == progress.method ? 0 : 1
    let (safety, factors) = (steppers[current].safety, steppers[current].stepFactors)
    let errorOrder = steppers[current].errorOrder
    var canGrow = true
    while true {
      let time = progress.time
      progress.stepSize = min(progress.stepSize, steppers[current].largestStep(on: system))
      if progress.method == .chebyshev, progress.choice.decayRate > 0 {
        progress.stepSize = min(
          progress.stepSize, ChebyshevStepper.decayLimit / progress.choice.decayRate)
      }
      // A little more than planned, so that no step of rounding size is left over.
      let isLast = time + 1.01 * progress.stepSize >= end
      let size = isLast ? end - time : progress.stepSize
      guard size > 4 * time.ulp else {
        // The tries have overwritten the columns of the last step: nothing inside it can be had any more.
        system.vectors.copyColumn(Column.startVelocity, to: Column.endVelocity)
        lastStepSize = 0
        throw StepSizeUnderflow(time: time, stepSize: size)
      }
      let attempt = steppers[current].attempt(size, on: &system)
      progress.evaluationCount = system.evaluationCount
      let (error, order) = control(
        attempt.error, size, by: progress.method, order: errorOrder)
      let ideal = safety * .pow(error, -1 / order)
      guard error <= 1, attempt.loss.isFinite else {
        let isUsable = error.isFinite && attempt.loss.isFinite
        progress.stepSize =
          size * (isUsable ? max(factors.lowerBound, ideal) : factors.lowerBound)
        canGrow = false
        if progress.method == .chebyshev { estimateSharpness() }
        continue
      }
      accept(attempt, size, to: isLast ? end : time + size, by: current)
      let proposal = size * min(canGrow ? factors.upperBound : 1, max(ideal, factors.lowerBound))
      // A step that was cut at the end says nothing against the size that was planned.
      progress.stepSize = isLast ? max(progress.stepSize, proposal) : proposal
      return
    }
  }

  /// The error of a step that is held against 1, and the power of the step size with which it falls.
  ///
  /// Chebyshev's steps are so many that their errors add up. One of size h at time t may have its share h / (t + h) of what is
  /// allowed: the sum is then what is allowed times log t, as the times that matter at a saddle and at rest are
  /// logarithmic. The defect that rounding leaves, h times the rounding of the velocity, cannot be made smaller.
  private func control(
    _ error: Double, _ size: Double, by method: FlowMethod, order: Int
  ) -> (error: Double, order: Double) {
    guard method == .chebyshev else { return (error, Double(order)) }
    let share = size / (progress.time + size)
    let rounding =
      ChebyshevStepper.stageRounding * max(1, size * system.sharpness) / system.errorScale
    return (error / max(share, rounding), Double(order) - 1 + share)
  }

  private mutating func accept(
    _ attempt: StepAttempt, _ size: Double, to time: Double, by method: Int
  ) {
    if methods.count > 1, progress.method == .rungeKutta {
      let defect = ChebyshevStepper.defectShare * cubic.defect(size, on: &system)
      let (error, order) = control(
        defect, size, by: .chebyshev, order: ChebyshevStepper.errorOrder)
      progress.choice.chebyshevStepSize = size * min(10, 0.8 * .pow(error, -1 / order))
    }
    system.accept()
    last = method
    lastStepSize = size
    loss = attempt.loss
    progress.time = time
    progress.stepCount += 1
    if progress.method == .chebyshev { progress.chebyshevStepCount += 1 }
    progress.choice.age += 1
    progress.choice.decayRate = attempt.decayRate
    progress.choice.fastestRate = max(progress.choice.fastestRate, attempt.decayRate)
    if let age = progress.choice.sharpnessAge { progress.choice.sharpnessAge = age + 1 }
  }

  /// Decides by which method the next step is taken, and learns what that method must know.
  private mutating func chooseMethod() {
    let isAutomatic = methods.count > 1
    if progress.method == .rungeKutta {
      if progress.choice.isNearStabilityLimit(progress.stepSize) { renewSharpness() }
      progress.stepSize = min(progress.stepSize, progress.choice.largestRungeKuttaStep)
      guard isAutomatic, progress.choice.mayLeaveRungeKutta(stepSize: progress.stepSize) else {
        return
      }
      renewSharpness()
      let limit = ChebyshevStepper.largestStep(
        sharpness: system.sharpness, errorScale: system.errorScale)
      guard
        let size = progress.choice.chebyshevStep(insteadOf: progress.stepSize, atMost: limit)
      else { return }
      change(to: .chebyshev, size)
    } else if progress.method == .chebyshev {
      renewSharpness()
      guard isAutomatic,
        let size = progress.choice.rungeKuttaStep(insteadOf: progress.stepSize)
      else { return }
      change(to: .rungeKutta, size)
    }
  }

  private mutating func change(to method: FlowMethod, _ size: Double) {
    progress.method = method
    progress.stepSize = size
    progress.choice.age = 0
  }

  private mutating func renewSharpness() {
    guard (progress.choice.sharpnessAge ?? .max) >= MethodChoice.sharpnessLifetime else { return }
    estimateSharpness()
  }

  private mutating func estimateSharpness() {
    system.sharpness = sharpness.value(on: &system)
    progress.choice.sharpness = system.sharpness
    progress.choice.sharpnessAge = 0
    progress.evaluationCount = system.evaluationCount
  }

  /// The factors at a time inside the last step, by the continuous solution.
  mutating func interpolate(at time: Double, into result: inout Weights) {
    guard time != progress.time else {
      system.read(&result, from: Column.state)
      return
    }
    let share = 1 - (progress.time - time) / lastStepSize
    precondition(share >= 0 && share <= 1, "time \(time) is not inside the last step")
    steppers[last].interpolate(at: share, of: lastStepSize, on: &system)
    progress.evaluationCount = system.evaluationCount
    system.read(&result, from: Column.trial)
  }

  /// Loss and end-to-end matrix at any weights; no part of the integration.
  mutating func evaluate(at weights: Weights) -> (loss: Double, endToEndMatrix: Matrix) {
    system.evaluate(at: weights)
  }

  /// The first step of Hairer, Norsett, Wanner, section II.4.
  private mutating func chooseFirstStep() {
    let value = system.scaledNorm(of: Column.state)
    let slope = system.scaledNorm(of: Column.endVelocity)
    let guess = value > 0 && slope > 0 ? 0.01 * value / slope : 1e-6
    system.vectors.combineColumns(
      into: Column.trial, from: Column.state, scaledBy: guess,
      [ColumnTerm(Column.endVelocity, 1)])
    _ = system.formVelocity(at: Column.trial, into: Column.firstFree)
    system.vectors.combineColumns(
      into: Column.difference, from: nil, scaledBy: 1 / guess,
      [ColumnTerm(Column.firstFree, 1), ColumnTerm(Column.endVelocity, -1)])
    let largest = max(slope, system.scaledNorm(of: Column.difference))
    let order = Double(steppers[0].errorOrder)
    let bounded = largest > 0 ? Double.pow(0.01 / largest, 1 / order) : 1e-3
    progress.stepSize = min(100 * guess, bounded)
    progress.evaluationCount = system.evaluationCount
  }
}
