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

/// What was observed of a run, in the order of time, kept quantity by quantity.
public struct Trajectory: Sendable, Equatable {
  /// Steps taken at each record.
  public private(set) var iterations: [Int] = []

  /// The time of each record.
  public private(set) var times: [Double] = []

  private var scalars: [ScalarQuantity: Column] = [:]
  private var vectors: [VectorQuantity: Column] = [:]

  /// One quantity: the records at which it was observed, and its values there, one after another.
  private struct Column: Sendable, Equatable {
    var records: [Int] = []
    var values: [Double] = []

    /// The values of the record that stands at a position in `records`; all records have equally many.
    func entry(_ position: Int) -> ArraySlice<Double> {
      let width = values.count / records.count
      return values[(position * width)..<((position + 1) * width)]
    }

    /// The values at a record, if the quantity was observed there.
    func values(at record: Int) -> [Double]? {
      if records.count > record, records[record] == record { return Array(entry(record)) }
      return records.firstIndex(of: record).map { Array(entry($0)) }
    }
  }

  /// Creates a trajectory from observations in the order of time.
  public init(observations: [Observation] = []) {
    for observation in observations {
      append(iteration: observation.iteration, time: observation.time)
      for (quantity, value) in observation.scalars { record(quantity, value) }
      for (quantity, values) in observation.vectors { record(quantity, values) }
    }
  }

  /// Number of records.
  public var count: Int { times.count }

  /// All that was observed at one record, counted from 0.
  public func observation(_ record: Int) -> Observation {
    var result = Observation(iteration: iterations[record], time: times[record])
    result.scalars = scalars.compactMapValues { $0.values(at: record)?.first }
    result.vectors = vectors.compactMapValues { $0.values(at: record) }
    return result
  }

  /// All that was observed at each record; making this list copies it.
  public var observations: [Observation] { (0..<count).map(observation) }

  /// A quantity at each record; nil when it was not observed throughout.
  public subscript(quantity: ScalarQuantity) -> [Double]? {
    guard let column = scalars[quantity], column.records.count == count else { return nil }
    return column.values
  }

  /// A list at each record; nil when it was not observed throughout.
  public subscript(quantity: VectorQuantity) -> [[Double]]? {
    guard let column = vectors[quantity], column.records.count == count else { return nil }
    return (0..<count).map { Array(column.entry($0)) }
  }

  /// The position of the record at which a quantity is smallest; nil when it was not observed.
  public func smallest(_ quantity: ScalarQuantity) -> Int? {
    guard let values = self[quantity] else { return nil }
    return values.indices.min { values[$0] < values[$1] }
  }

  /// Begins the next record, in which nothing is observed yet.
  mutating func append(iteration: Int, time: Double) {
    iterations.append(iteration)
    times.append(time)
  }

  /// Adds a number to the last record.
  mutating func record(_ quantity: ScalarQuantity, _ value: Double) {
    scalars[quantity, default: Column()].records.append(count - 1)
    scalars[quantity]?.values.append(value)
  }

  /// Adds a list to the last record, as long as at every other record.
  mutating func record(_ quantity: VectorQuantity, _ values: [Double]) {
    vectors[quantity, default: Column()].records.append(count - 1)
    vectors[quantity]?.values.append(contentsOf: values)
  }

  /// Begins records of descent in which nothing is observed yet.
  mutating func append(iterations added: [Int], stepSize: Double) {
    iterations.append(contentsOf: added)
    times.append(contentsOf: added.lazy.map { Double($0) * stepSize })
  }

  /// Adds a number to each of the last records, as many as there are numbers.
  mutating func record(_ quantity: ScalarQuantity, ofLast values: [Double]) {
    scalars[quantity, default: Column()].records.append(contentsOf: (count - values.count)..<count)
    scalars[quantity]?.values.append(contentsOf: values)
  }
}
