internal import ExperimentFiles
internal import TrainingDynamics

/// What is recorded of a sweep's runs, as little as the table needs, and how the table reads it.
struct SweepRecording {
  let quantities: [SweepQuantity]

  /// What replaces a network's own record.
  func record(of network: NetworkDescription) -> RecordDescription {
    var vectors: Set<VectorQuantity> = []
    for quantity in quantities {
      if case .singularValues = quantity { vectors.insert(.singularValues) }
      if quantity == .imbalance { vectors.insert(.imbalance) }
    }
    let needsSchedule =
      quantities.contains(where: \.needsSchedule) || network.stopsAtRecordsOnly
    return RecordDescription(
      schedule: needsSchedule ? network.record.schedule : .at([]),
      scalars: Set(quantities.compactMap(\.scalar)), vectors: vectors)
  }

  /// The step numbers or times that are recorded besides the schedule's.
  func marks(of training: Training) -> [Double] {
    quantities.flatMap { quantity -> [Double] in
      switch quantity {
      case .atSteps(_, let steps): steps.map(Double.init)
      case .atTimes(_, let times): times.map(training.mark)
      default: []
      }
    }
  }

  /// The values of the columns; nil where a run has none.
  func values(
    of trajectory: Trajectory, training: Training, termination: Termination?
  ) -> [Double?] {
    let hasEnd = termination?.isEnd ?? false
    return quantities.flatMap { quantity -> [Double?] in
      switch quantity {
      case .final(let scalar):
        return [hasEnd ? trajectory[scalar]?.last : nil]
      case .smallest(let scalar):
        let record = hasEnd ? trajectory.smallest(scalar) : nil
        return row(of: record, in: trajectory, after: record.flatMap { trajectory[scalar]?[$0] })
      case .atSteps(let scalar, let steps):
        return steps.map { value(of: scalar, in: trajectory, at: Double($0), training) }
      case .atTimes(let scalar, let times):
        return times.map { value(of: scalar, in: trajectory, at: training.mark(at: $0), training) }
      case .reach(let scalar, let level):
        let record = trajectory[scalar]?.firstIndex { $0 <= level }
        return Array(row(of: record, in: trajectory, after: nil).dropFirst())
      case .singularValues(let count):
        let values = hasEnd ? trajectory[.singularValues]?.last ?? [] : []
        return (0..<count).map { $0 < values.count ? values[$0] : nil }
      case .imbalance:
        return [hasEnd ? trajectory[.imbalance]?.last?.max() : nil]
      }
    }
  }

  /// A value with the step and the time of its record.
  private func row(
    of record: Int?, in trajectory: Trajectory, after value: Double?
  ) -> [Double?] {
    guard let record else { return [nil, nil, nil] }
    return [value, Double(trajectory.iterations[record]), trajectory.times[record]]
  }

  private func value(
    of scalar: ScalarQuantity, in trajectory: Trajectory, at mark: Double, _ training: Training
  ) -> Double? {
    let clock =
      if case .flow = training { trajectory.times } else { trajectory.iterations.map(Double.init) }
    return clock.firstIndex(of: mark).flatMap { trajectory[scalar]?[$0] }
  }
}

extension NetworkDescription {
  /// Whether the loss at which the run stops is looked for at records alone.
  fileprivate var stopsAtRecordsOnly: Bool {
    if case .closedForm = training { lossThreshold != nil } else { false }
  }
}

extension Training {
  /// A time as the clock of the training counts: step numbers for descent.
  fileprivate func mark(at time: Double) -> Double {
    switch self {
    case .descent(let stepSize, _), .closedForm(let stepSize, _): (time / stepSize).rounded()
    case .flow: time
    }
  }
}

extension Termination {
  /// Whether the last record is the run's end, rather than the last one before it failed.
  fileprivate var isEnd: Bool {
    switch self {
    case .completedSteps, .reachedTime, .reachedLoss: true
    case .diverged, .stepSizeUnderflow: false
    }
  }
}
