/// What was observed of a run at one moment.
public struct Observation: Sendable, Equatable {
  /// Steps taken so far.
  public var iteration: Int

  /// The time: the step size times the number of steps for descent, t for flow.
  public var time: Double

  /// The numbers that were observed.
  public var scalars: [ScalarQuantity: Double] = [:]

  /// The lists that were observed.
  public var vectors: [VectorQuantity: [Double]] = [:]

  /// Creates an observation of nothing but the clock.
  public init(iteration: Int, time: Double) {
    self.iteration = iteration
    self.time = time
  }
}

/// What was observed of a run, in the order of time.
public struct Trajectory: Sendable, Equatable {
  /// The observations, the earliest first.
  public private(set) var observations: [Observation]

  /// Creates a trajectory from observations in the order of time.
  public init(observations: [Observation] = []) {
    self.observations = observations
  }

  /// Number of records.
  public var count: Int { observations.count }

  /// Steps taken at each record.
  public var iterations: [Int] { observations.map(\.iteration) }

  /// The time of each record.
  public var times: [Double] { observations.map(\.time) }

  /// A quantity at each record; nil when it was not observed throughout.
  public subscript(quantity: ScalarQuantity) -> [Double]? {
    let values = observations.compactMap { $0.scalars[quantity] }
    return values.count == count && count > 0 ? values : nil
  }

  /// A list at each record; nil when it was not observed throughout.
  public subscript(quantity: VectorQuantity) -> [[Double]]? {
    let values = observations.compactMap { $0.vectors[quantity] }
    return values.count == count && count > 0 ? values : nil
  }

  /// The position of the record at which a quantity is smallest; nil when it was not observed.
  public func smallest(_ quantity: ScalarQuantity) -> Int? {
    guard let values = self[quantity] else { return nil }
    return values.indices.min { values[$0] < values[$1] }
  }

  /// Adds the next observation.
  mutating func append(_ observation: Observation) {
    observations.append(observation)
  }
}
