internal import TrainingDynamics

/// A run that records more often would fill memory with records before anything else.
private let recordLimit = 10_000_000

extension FileValue {
  /// When a run is observed.
  func schedule(for training: Training?) throws(ExperimentFileError) -> RecordingSchedule {
    let (kind, value) = try alternative(ScheduleKey.self)
    let schedule: RecordingSchedule
    switch kind {
    case .every: schedule = .every(try value.interval(for: training))
    case .steps: schedule = .at(try value.steps(for: training))
    case .times: schedule = .at(try value.times(for: training))
    case .linear: schedule = .linear(count: try value.integer(atLeast: 1))
    case .logarithmic: schedule = try value.logarithmic(for: training)
    }
    if let training {
      guard schedule.recordLimit(upTo: training.end) <= Double(recordLimit) else {
        throw value.error(
          .contradiction("this asks for more than \(recordLimit) records; choose fewer"))
      }
    }
    return schedule
  }

  private func interval(for training: Training?) throws(ExperimentFileError) -> Double {
    let interval = try positiveNumber()
    if let training, !training.isFlow, interval != interval.rounded() {
      throw wrongType(wanted: "an integer, for descent goes in steps")
    }
    return interval
  }

  private func steps(for training: Training?) throws(ExperimentFileError) -> [Double] {
    if let training, training.isFlow {
      throw error(.contradiction("gradient flow has no steps; give times instead"))
    }
    return try list { item throws(ExperimentFileError) in Double(try item.integer(atLeast: 0)) }
  }

  /// Times; for descent they become the nearest step numbers.
  private func times(for training: Training?) throws(ExperimentFileError) -> [Double] {
    let times = try list { item throws(ExperimentFileError) in try item.nonNegativeNumber() }
    switch training {
    case .descent(let stepSize, _), .closedForm(let stepSize, _):
      return times.map { ($0 / stepSize).rounded() }
    case .flow, nil:
      return times
    }
  }

  private func logarithmic(
    for training: Training?
  ) throws(ExperimentFileError) -> RecordingSchedule {
    if isScalar { return .logarithmic(count: try integer(atLeast: 1), first: nil) }
    return try section(LogarithmicKey.self) { fields throws(ExperimentFileError) in
      let count = try fields.required(.count).integer(atLeast: 1)
      let first = fields.optional(.first)
      if let first, let training, try first.positiveNumber() >= training.end {
        throw first.error(
          .contradiction("the first record would come after the end, \(training.end)"))
      }
      return .logarithmic(count: count, first: try first?.positiveNumber())
    }
  }
}

extension Training {
  fileprivate var isFlow: Bool {
    if case .flow = self { true } else { false }
  }
}
