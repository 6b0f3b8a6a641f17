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

  private var scalars = Columns<ScalarQuantity>()
  private var vectors = Columns<VectorQuantity>()

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
    for column in scalars.list {
      result.scalars[column.quantity] = column.values(at: record)?.first
    }
    for column in vectors.list { result.vectors[column.quantity] = column.values(at: record) }
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

  /// A list at the records at which it was observed, counted from 0.
  public func entries(of quantity: VectorQuantity) -> [(record: Int, values: [Double])] {
    guard let column = vectors[quantity] else { return [] }
    return column.records.indices.map { (column.records[$0], Array(column.entry($0))) }
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

  /// Adds a number to a record, the last if no other is named, after those at which it is already known.
  mutating func record(_ quantity: ScalarQuantity, _ value: Double, at record: Int? = nil) {
    scalars.withColumn(quantity) { column in
      column.records.append(record ?? times.count - 1)
      column.values.append(value)
    }
  }

  /// Adds a list, as long as at every other record, likewise.
  mutating func record(_ quantity: VectorQuantity, _ values: [Double], at record: Int? = nil) {
    vectors.withColumn(quantity) { column in
      column.records.append(record ?? times.count - 1)
      column.values.append(contentsOf: values)
    }
  }

  /// Makes room for records like the last one, so that growing does not copy the earlier ones again and again.
  ///
  /// - Parameter recordCount: records in all; of very many the first ones.
  mutating func reserve(recordCount: Int) {
    iterations.reserveCapacity(min(recordCount, reservationLimit))
    times.reserveCapacity(min(recordCount, reservationLimit))
    scalars.reserve(recordCount: recordCount)
    vectors.reserve(recordCount: recordCount)
  }

  /// Begins records of descent in which nothing is observed yet.
  mutating func append(iterations added: [Int], stepSize: Double) {
    iterations.append(contentsOf: added)
    times.append(contentsOf: added.lazy.map { Double($0) * stepSize })
  }

  /// Adds a number to each of the last records, as many as there are numbers.
  mutating func record(_ quantity: ScalarQuantity, ofLast values: [Double]) {
    scalars.withColumn(quantity) { column in
      column.records.append(contentsOf: (times.count - values.count)..<times.count)
      column.values.append(contentsOf: values)
    }
  }
}

/// Numbers for which room is made beforehand: 32 MiB.
private let reservationLimit = 1 << 22

/// What was observed of some quantities, one column to each.
private struct Columns<Quantity: Hashable & Sendable>: Sendable, Equatable {
  /// In the order in which the quantities were first observed; so few that a search is faster than a hash.
  private(set) var list: [Column] = []

  /// One quantity: the records at which it was observed, and its values there, one after another.
  struct Column: Sendable, Equatable {
    let quantity: Quantity
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

  subscript(quantity: Quantity) -> Column? { list.first { $0.quantity == quantity } }

  /// Changes a quantity's column in place; an empty one is made first where there is none.
  mutating func withColumn(_ quantity: Quantity, _ change: (inout Column) -> Void) {
    let place = list.firstIndex { $0.quantity == quantity } ?? list.count
    if place == list.count { list.append(Column(quantity: quantity)) }
    change(&list[place])
  }

  mutating func reserve(recordCount: Int) {
    for i in list.indices {
      let width = list[i].values.count / max(1, list[i].records.count)
      let count = min(recordCount, reservationLimit / max(1, width))
      list[i].records.reserveCapacity(count)
      list[i].values.reserveCapacity(count * width)
    }
  }

  static func == (first: Columns, second: Columns) -> Bool {
    first.list.count == second.list.count
      && first.list.allSatisfy { second[$0.quantity] == $0 }
  }
}
