internal import LinearAlgebra
internal import RealModule

/// Explicit steps of order 2 with as many stages as stability asks for: the damped Runge-Kutta-Chebyshev method.
///
/// Its s stages are stable for h lambda up to about 0.65 s^2, so a step costs the root of its stiffness. Where
/// nothing moves but what has already decayed could still blow up, it takes giant steps. The continuous solution
/// is the cubic that has the states and velocities at both ends.
///
/// Source: Sommeijer, Shampine, Verwer, *RKC: An explicit solver for parabolic PDEs*, J. Comput. Appl. Math. 88
/// (1998), equations (2.2) to (2.9).
struct ChebyshevStepper: FlowStepper {
  typealias Column = FlowSystem.Column

  /// The velocity at a stage, and the two stages before the one that is formed.
  private static let velocity = Column.firstFree
  private static let stages = (velocity + 1, velocity + 2)

  var columnCount: Int { Self.stages.1 + 1 }

  /// The power of the step size with which a step's error falls.
  static var errorOrder: Int { 3 }

  var errorOrder: Int { Self.errorOrder }
  var safety: Double { 0.8 }
  var stepFactors: ClosedRange<Double> { 0.1...10 }

  private var recursion = ChebyshevRecursion(stageCount: 2)

  /// D_{j-1}, D_{j-2}, F_{j-1}, F_0 and their coefficients in D_j.
  private var terms = [ColumnTerm](repeating: ColumnTerm(0, 0), count: 4)
  private var single = [ColumnTerm](repeating: ColumnTerm(0, 1), count: 1)
  private var cubic = HermiteCubic()
  private let change = [ColumnTerm(Column.trial, 1), ColumnTerm(Column.state, -1)]
  private let velocityChange = [
    ColumnTerm(Column.endVelocity, 1), ColumnTerm(Column.startVelocity, -1),
  ]

  /// The error, about h^3 y''' / 15, as a share of the defect of the trapezoid rule, h^3 y''' / 12.
  static let defectShare = 0.8

  /// The relative rounding of a state, which stages amplify by their number's square while it moves.
  static let stageRounding = 10 * Double.ulpOfOne

  /// The most stages whose rounding stays below the tolerance.
  static func stageLimit(_ errorScale: Double) -> Int {
    max(2, Int((errorScale / stageRounding).squareRoot()))
  }

  /// The stages that a step needs at a given sharpness.
  static func stageCount(_ size: Double, sharpness: Double) -> Int {
    let needed = (1 + 1.54 * size * max(sharpness, 0)).squareRoot().rounded(.up)
    return needed < 1e6 ? max(2, Int(needed)) : 1_000_000
  }

  func largestStep(on system: FlowSystem) -> Double {
    Self.largestStep(sharpness: system.sharpness, errorScale: system.errorScale)
  }

  /// The largest step that ``stageLimit(_:)`` stages allow.
  static func largestStep(sharpness: Double, errorScale: Double) -> Double {
    let s = Double(stageLimit(errorScale))
    return sharpness > 0 ? (s * s - 1) / (1.54 * sharpness) : .infinity
  }

  mutating func attempt(_ size: Double, on system: inout FlowSystem) -> StepAttempt {
    let stageCount = Self.stageCount(size, sharpness: system.sharpness)
    if stageCount != recursion.stageCount {
      recursion = ChebyshevRecursion(stageCount: stageCount)
    }
    // A stage is kept as D_j = Y_j - Y_0: the recursion doubles each rounding many times over, and at rest the D_j are small.
    var (before, last) = (Self.stages.1, Self.stages.0)
    single[0] = ColumnTerm(Column.startVelocity, size * recursion.firstStep)
    system.vectors.combineColumns(into: last, from: nil, scaledBy: 1, single)
    recursion.begin()
    for j in 2...stageCount {
      formState(last, on: &system)
      _ = system.formVelocity(at: Column.trial, into: Self.velocity)
      let weights = recursion.next()
      terms[0] = ColumnTerm(last, weights.last)
      // D_0 = 0.
      terms[1] = j == 2 ? ColumnTerm(last, 0) : ColumnTerm(before, weights.before)
      terms[2] = ColumnTerm(Self.velocity, size * weights.velocity)
      terms[3] = ColumnTerm(Column.startVelocity, size * weights.startVelocity)
      // A stage takes the place of the one before the last.
      system.vectors.combineColumns(into: before, from: nil, scaledBy: 1, terms)
      (before, last) = (last, before)
    }
    formState(last, on: &system)
    let loss = system.formVelocity(at: Column.trial, into: Column.endVelocity)
    system.measureTrial()
    return StepAttempt(
      loss: loss, error: Self.defectShare * cubic.defect(size, on: &system),
      decayRate: decayRate(on: &system))
  }

  /// Y_j in column `trial`.
  private mutating func formState(_ stage: Int, on system: inout FlowSystem) {
    single[0] = ColumnTerm(stage, 1)
    system.vectors.combineColumns(
      into: Column.trial, from: Column.state, scaledBy: 1, single)
  }

  /// The rate at which what moves decays: the change of the velocity over that of the state; 0 if that is rounding.
  private func decayRate(on system: inout FlowSystem) -> Double {
    system.vectors.combineColumns(
      into: Column.difference, from: nil, scaledBy: 1, change)
    let distance = system.norm(of: Column.difference)
    let rounding = Double(1 + recursion.stageCount) * .ulpOfOne
    guard system.errorScale * system.scaledNorm(of: Column.difference) > rounding else { return 0 }
    system.vectors.combineColumns(
      into: Column.difference, from: nil, scaledBy: 1, velocityChange)
    return system.norm(of: Column.difference) / distance
  }

  /// The largest h lambda of a mode that still moves.
  ///
  /// With many stages a step multiplies a mode by 2/3 + cos((6 h lambda)^(1/2)) / 3, which is least, a third, at pi^2 / 6
  /// and comes near 1 again beyond: a longer step would pass the error test and leave standing what is to decay.
  static let decayLimit = Double.pi * .pi / 6

  mutating func interpolate(at share: Double, of size: Double, on system: inout FlowSystem) {
    cubic.form(at: share, of: size, on: &system)
  }
}

/// The coefficients of one stage after another.
struct ChebyshevRecursion {
  /// s, at least 2.
  let stageCount: Int

  /// The coefficient of h F_0 in the first stage.
  let firstStep: Double

  private let w0: Double
  private let w1: Double
  private let first: Double
  private let second: Double

  private var polynomials = Derivatives()
  private var b = 0.0
  private var previousB = 0.0
  private var a = 0.0

  /// The coefficients of a stage Y_j - Y_0, which are those of Y_j; those of velocities multiply h.
  typealias Weights = (
    last: Double, before: Double, velocity: Double, startVelocity: Double
  )

  /// T_j and its first two derivatives at w_0, for j and the two before.
  private struct Derivatives {
    var value = (1.0, 1.0)
    var slope = (0.0, 1.0)
    var curvature = (0.0, 0.0)

    init() {}

    /// T_1 and T_0.
    init(at w: Double) { value = (1, w) }

    mutating func advance(at w: Double) {
      let next = 2 * w * value.1 - value.0
      let nextSlope = 2 * value.1 + 2 * w * slope.1 - slope.0
      let nextCurvature = 4 * slope.1 + 2 * w * curvature.1 - curvature.0
      value = (value.1, next)
      slope = (slope.1, nextSlope)
      curvature = (curvature.1, nextCurvature)
    }
  }

  init(stageCount: Int) {
    let s = Double(stageCount)
    self.stageCount = stageCount
    w0 = 1 + 2 / (13 * s * s)
    var polynomials = Derivatives(at: w0)
    for _ in 1..<stageCount { polynomials.advance(at: w0) }
    w1 = polynomials.slope.1 / polynomials.curvature.1
    first = 1 / w0
    polynomials = Derivatives(at: w0)
    polynomials.advance(at: w0)
    second = polynomials.curvature.1 / (polynomials.slope.1 * polynomials.slope.1)
    firstStep = w1 / w0
  }

  /// Goes back to the first stage.
  mutating func begin() {
    polynomials = Derivatives(at: w0)
    previousB = second  // b_0 = b_2
    b = first
    a = 0  // a_1 = 1 - b_1 T_1
  }

  /// The coefficients of the next stage, the second at first.
  mutating func next() -> Weights {
    polynomials.advance(at: w0)
    let slope = polynomials.slope.1
    let newB = polynomials.curvature.1 / (slope * slope)
    let last = 2 * newB * w0 / b
    let before = -newB / previousB
    let velocity = 2 * newB * w1 / b
    let weights = (
      last: last, before: before, velocity: velocity, startVelocity: -a * velocity
    )
    a = 1 - newB * polynomials.value.1
    previousB = b
    b = newB
    return weights
  }
}
