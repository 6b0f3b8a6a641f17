internal import DeepLinearCore
public import LinearAlgebra
internal import Observables

/// What is observed of a run, and when.
public struct Recording: Sendable, Equatable {
  /// When to observe.
  public var schedule: RecordingSchedule

  /// The numbers to observe.
  public var scalars: Set<ScalarQuantity>

  /// The lists to observe; `rows` and `snapshots` follow from the properties below.
  public var vectors: Set<VectorQuantity>

  /// The clean matrix C that test errors refer to, p x d; without it none are recorded.
  public var cleanMatrix: Matrix?

  /// The rows of W to keep at every record, counted from 0.
  public var rows: [Int]

  /// The step numbers or times at which all of W is kept; they are observed besides the schedule's.
  ///
  /// Numbers that the run does not come to, outside it or between two steps, are left out.
  public var snapshots: [Double]

  /// Step numbers or times that are observed besides the schedule's.
  public var marks: [Double]

  /// Creates a recording; by default everything but rows and snapshots is observed.
  public init(
    schedule: RecordingSchedule,
    scalars: Set<ScalarQuantity> = Set(ScalarQuantity.allCases),
    vectors: Set<VectorQuantity> = [.singularValues, .imbalance],
    cleanMatrix: Matrix? = nil, rows: [Int] = [], snapshots: [Double] = [],
    marks: [Double] = []
  ) {
    self.schedule = schedule
    self.scalars = scalars
    self.vectors = vectors
    self.cleanMatrix = cleanMatrix
    self.rows = rows
    self.snapshots = snapshots
    self.marks = marks
  }

  /// The step numbers to observe, from 0 to `last`.
  func iterations(upTo last: Int) -> [Double] {
    let extra = (snapshots + marks).filter { (0...Double(last)).contains($0) && $0 == $0.rounded() }
    return Set(schedule.iterations(upTo: last).map { Double($0) } + extra).sorted()
  }

  /// The times to observe, from 0 to `last`.
  func times(upTo last: Double) -> [Double] {
    Set(schedule.times(upTo: last) + (snapshots + marks).filter { (0...last).contains($0) })
      .sorted()
  }
}

/// The state of a run at one moment.
struct ObservedState {
  /// The step number or time that was asked for.
  let mark: Double
  let iteration: Int
  let time: Double
  let loss: Double
  let endToEndMatrix: Matrix

  /// The factors.
  let weights: Weights
}

extension Recording {
  /// What is to be kept of a state.
  ///
  /// - Throws: ``LinearAlgebraError`` when W is not finite.
  func observation(
    of state: ObservedState, objective: any Objective
  ) throws(LinearAlgebraError) -> Observation {
    let w = state.endToEndMatrix
    var result = Observation(iteration: state.iteration, time: state.time)
    let needsSpectrum =
      vectors.contains(.singularValues)
      || !scalars.isDisjoint(with: [.traceNorm, .nuclearRank, .nuclearFrobeniusRank])
    let spectrum = needsSpectrum ? try Spectrum(of: w) : nil
    for quantity in scalars {
      result.scalars[quantity] =
        switch quantity {
        case .loss: state.loss
        case .excessLoss: objective.excessLoss(at: w)
        case .testError: cleanMatrix.map { w.relativeError(to: $0) }
        case .traceNorm: spectrum?.nuclearNorm
        case .frobeniusNorm: w.frobeniusNorm
        case .nuclearRank: spectrum?.nuclearRank
        case .nuclearFrobeniusRank: spectrum?.nuclearFrobeniusRank
        }
    }
    if vectors.contains(.singularValues) { result.vectors[.singularValues] = spectrum?.values }
    if vectors.contains(.imbalance), state.weights.depth > 1 {
      result.vectors[.imbalance] = state.weights.imbalanceNorms
    }
    if !rows.isEmpty { result.vectors[.rows] = rows.flatMap { w.row($0) } }
    if snapshots.contains(state.mark) { result.vectors[.snapshots] = w.elements }
    return result
  }
}
