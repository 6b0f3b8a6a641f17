public import LinearAlgebra

/// What is observed of a run, and when.
public struct Recording: Sendable, Equatable {
  /// When to observe.
  public var schedule: RecordingSchedule

  /// The numbers to observe.
  public var scalars: Set<ScalarQuantity>

  /// The lists to observe; `rows`, `snapshots` and `factors` follow from the properties below.
  public var vectors: Set<VectorQuantity>

  /// The clean matrix C that test errors refer to, p x d; without it none are recorded.
  public var cleanMatrix: Matrix?

  /// The rows of W to keep at every record, counted from 0.
  public var rows: [Int]

  /// The step numbers or times at which all of W is kept; they are observed besides the schedule's.
  ///
  /// Numbers that the run does not come to, outside it or between two steps, are left out.
  public var snapshots: [Double]

  /// The step numbers or times at which all factors are kept, likewise.
  public var factorMoments: [Double]

  /// Step numbers or times that are observed besides the schedule's.
  public var marks: [Double]

  /// Creates a recording; by default everything but rows, snapshots and factors is observed.
  public init(
    schedule: RecordingSchedule,
    scalars: Set<ScalarQuantity> = Set(ScalarQuantity.allCases),
    vectors: Set<VectorQuantity> = [.singularValues, .imbalance],
    cleanMatrix: Matrix? = nil, rows: [Int] = [], snapshots: [Double] = [],
    factorMoments: [Double] = [], marks: [Double] = []
  ) {
    self.schedule = schedule
    self.scalars = scalars
    self.vectors = vectors
    self.cleanMatrix = cleanMatrix
    self.rows = rows
    self.snapshots = snapshots
    self.factorMoments = factorMoments
    self.marks = marks
  }

  /// Whether some record needs W or the factors, not their spectrum alone.
  var observesMatrices: Bool {
    (cleanMatrix != nil && scalars.contains(.testError)) || !rows.isEmpty || !snapshots.isEmpty
      || !factorMoments.isEmpty
  }

  /// The step numbers to observe, from 0 to `last`.
  func iterations(upTo last: Int) -> [Double] {
    let extra = (snapshots + factorMoments + marks).filter {
      (0...Double(last)).contains($0) && $0 == $0.rounded()
    }
    return (schedule.iterations(upTo: last).map { Double($0) } + extra).sortedWithoutRepetition()
  }

  /// The times to observe, from 0 to `last`.
  func times(upTo last: Double) -> [Double] {
    let extra = (snapshots + factorMoments + marks).filter { (0...last).contains($0) }
    return (schedule.times(upTo: last) + extra).sortedWithoutRepetition()
  }
}
