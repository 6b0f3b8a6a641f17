internal import TrainingDynamics

/// A training and the loss at which it stops early.
struct TrainingPlan: Equatable {
  var training: Training
  var lossThreshold: Double?
}

extension FileValue {
  /// How a network is trained.
  func training() throws(ExperimentFileError) -> TrainingPlan {
    let (kind, value) = try alternative(TrainingKey.self)
    switch kind {
    case .descent:
      return try value.descent { .descent(stepSize: $0, steps: $1) }
    case .closedForm:
      return try value.descent { .closedForm(stepSize: $0, steps: $1) }
    case .flow:
      return try value.flow()
    }
  }

  private func descent(
    make: (Double, Int) -> Training
  ) throws(ExperimentFileError) -> TrainingPlan {
    try section(DescentKey.self) { fields throws(ExperimentFileError) in
      TrainingPlan(
        training: make(
          try fields.required(.stepSize).positiveNumber(),
          try fields.required(.steps).integer(atLeast: 0)),
        lossThreshold: try fields.optional(.stopAtLoss)?.nonNegativeNumber())
    }
  }

  private func flow() throws(ExperimentFileError) -> TrainingPlan {
    try section(FlowKey.self) { fields throws(ExperimentFileError) in
      TrainingPlan(
        training: .flow(
          until: try fields.required(.until).positiveNumber(),
          tolerance: try fields.optional(.tolerance)?.tolerance() ?? FlowKey.defaultTolerance,
          method: try fields.optional(.method)?.flowMethod() ?? .automatic),
        lossThreshold: try fields.optional(.stopAtLoss)?.nonNegativeNumber())
    }
  }

  private func flowMethod() throws(ExperimentFileError) -> FlowMethod {
    let word = try text()
    guard let method = FlowMethod(rawValue: word) else {
      throw unknownWord(word, known: FlowMethod.allCases.map(\.rawValue))
    }
    return method
  }

  private func tolerance() throws(ExperimentFileError) -> Double {
    let tolerance = try number()
    let range = GradientFlow.tolerances
    guard range.contains(tolerance) else {
      throw error(
        .outOfRange(
          found: node.kind,
          wanted: "a number from \(range.lowerBound) to \(range.upperBound)"))
    }
    return tolerance
  }
}
