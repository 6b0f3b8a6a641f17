internal import LinearAlgebra

/// Explicit steps of order 8 with a continuous solution of order 7, by ``DormandPrince853``.
struct DormandPrinceStepper: FlowStepper {
  typealias Column = FlowSystem.Column

  var columnCount: Int { DormandPrince853.columnCount }

  /// Evaluations of a step.
  static let evaluationCount = DormandPrince853.lastStage

  /// The largest h lambda for modes that decay at rate lambda, where lambda is the estimate with its margin of a tenth.
  ///
  /// Up to 5 neither a step nor the continuous solution enlarges a mode, and a step leaves less than a tenth of it from 2.4 on, so
  /// that errors at rest decay to rounding. A step is stable up to 6.4, but there the continuous solution multiplies what is
  /// left of a mode by 28.
  static let stabilityLimit = SharpnessEstimate.margin * 5

  var errorOrder: Int { DormandPrince853.order }
  var safety: Double { 0.9 }
  var stepFactors: ClosedRange<Double> { 0.2...6 }

  /// Whether the stages of the continuous solution belong to the last step.
  private var hasExtraStages = false

  private let endVelocities = [
    ColumnTerm(Column.endVelocity, 1),
    ColumnTerm(DormandPrince853.column(DormandPrince853.lastStage - 1), -1),
  ]

  /// States and velocities at both ends of a step, with their weights in the continuous solution.
  private var ends = [Column.start, Column.state, Column.startVelocity, Column.endVelocity].map {
    ColumnTerm($0, 0)
  }

  mutating func attempt(_ size: Double, on system: inout FlowSystem) -> StepAttempt {
    hasExtraStages = false
    for i in 1..<DormandPrince853.lastStage {
      system.vectors.combineColumns(
        into: Column.trial, from: Column.state, scaledBy: size, DormandPrince853.stages[i])
      _ = system.formVelocity(at: Column.trial, into: DormandPrince853.column(i))
    }
    system.vectors.combineColumns(
      into: Column.trial, from: Column.state, scaledBy: size,
      DormandPrince853.stages[DormandPrince853.lastStage])
    let loss = system.formVelocity(at: Column.trial, into: Column.endVelocity)
    system.measureTrial()
    return StepAttempt(
      loss: loss, error: error(size, on: &system), decayRate: decayRate(size, on: &system))
  }

  /// Two states at the step's end and their velocities tell how fast their difference decays, as in dop853.f.
  ///
  /// What has decayed no longer shows in the difference, so that this is a lower bound of the sharpness.
  private func decayRate(_ size: Double, on system: inout FlowSystem) -> Double {
    system.vectors.combineColumns(
      into: Column.difference, from: nil, scaledBy: size, DormandPrince853.endDifference)
    let distance = system.norm(of: Column.difference)
    system.vectors.combineColumns(
      into: Column.difference, from: nil, scaledBy: 1, endVelocities)
    return distance > 0 ? system.norm(of: Column.difference) / distance : 0
  }

  /// The error in units of what is allowed, blended from orders 5 and 3 as in dop853.f.
  private func error(_ size: Double, on system: inout FlowSystem) -> Double {
    let fifth = norm(of: DormandPrince853.errorOfOrder5, on: &system)
    let third = norm(of: DormandPrince853.errorOfOrder3, on: &system)
    // A NaN must pass on: the step is then refused.
    guard fifth != 0 else { return 0 }
    return size * fifth * fifth / (fifth * fifth + 0.01 * third * third).squareRoot()
  }

  private func norm(of terms: [ColumnTerm], on system: inout FlowSystem) -> Double {
    system.vectors.combineColumns(into: Column.difference, from: nil, scaledBy: 1, terms)
    return system.scaledNorm(of: Column.difference)
  }

  mutating func interpolate(at share: Double, of size: Double, on system: inout FlowSystem) {
    formExtraStages(size, on: &system)
    let x = share
    let z = 1 - x
    // y = y_0 + x (F_0 + z (F_1 + x (F_2 + z (F_3 + x (F_4 + z (F_5 + x F_6))))))
    // with F_0 = y_1 - y_0, F_1 = h k_0 - F_0, F_2 = 2 F_0 - h (k_0 + k_12), F_3 to F_6 from the table.
    let ofDifference = x - x * z + 2 * x * z * x
    ends[0].coefficient = 1 - ofDifference
    ends[1].coefficient = ofDifference
    ends[2].coefficient = size * (x * z - x * z * x)
    ends[3].coefficient = -size * x * z * x
    system.vectors.combineColumns(into: Column.trial, from: nil, scaledBy: 1, ends)
    var weight = x * z * x
    for i in DormandPrince853.interpolation.indices {
      weight *= i.isMultiple(of: 2) ? z : x
      system.vectors.combineColumns(
        into: Column.trial, from: Column.trial, scaledBy: size * weight,
        DormandPrince853.interpolation[i])
    }
  }

  private mutating func formExtraStages(_ size: Double, on system: inout FlowSystem) {
    guard !hasExtraStages else { return }
    for i in DormandPrince853.stageCount..<DormandPrince853.extendedStageCount {
      system.vectors.combineColumns(
        into: Column.trial, from: Column.start, scaledBy: size, DormandPrince853.stages[i])
      _ = system.formVelocity(at: Column.trial, into: DormandPrince853.column(i))
    }
    hasExtraStages = true
  }
}
