internal import TrainingDynamics

/// The ways of training.
enum TrainingKey: String, SectionKey {
  case descent, flow, closedForm

  static let section = SectionSummary(
    title: "training", summary: "How a network is trained: exactly one of these.")

  var documentation: KeyDocumentation {
    switch self {
    case .descent: .init("group 'descent'", .alternative, "Gradient descent, fixed step size.")
    case .flow: .init("group 'flow'", .alternative, "Gradient flow, W_j' = -dL/dW_j.")
    case .closedForm:
      .init(
        "group 'closedForm'", .alternative,
        "Descent of depth 1 on a quadratic loss, any step at the cost of one.")
    }
  }
}

/// The keys of gradient descent, in closed form too.
enum DescentKey: String, SectionKey {
  case stepSize, steps, stopAtLoss

  static let section = SectionSummary(
    title: "training.descent and training.closedForm",
    summary: "Gradient descent; there is no default step size.")

  var documentation: KeyDocumentation {
    switch self {
    case .stepSize: .init("number > 0", .required, "eta; time = eta times the step number.")
    case .steps: .init("integer >= 0", .required, "The number of steps; 1e8 may be written so.")
    case .stopAtLoss:
      .init(
        "number >= 0", .value("never"),
        "Stops when the loss is at most this; closedForm looks at recorded steps only.")
    }
  }
}

/// The keys of gradient flow.
enum FlowKey: String, SectionKey {
  case until, tolerance, method, stopAtLoss

  static let section = SectionSummary(
    title: "training.flow", summary: "Gradient flow with adaptive steps.")

  /// The tolerance of a flow that gives none.
  static let defaultTolerance = 1e-8

  var documentation: KeyDocumentation {
    switch self {
    case .until: .init("number > 0", .required, "The last time t.")
    case .tolerance:
      .init(
        "number from \(GradientFlow.tolerances.lowerBound) to \(GradientFlow.tolerances.upperBound)",
        .value("\(Self.defaultTolerance)"), "Relative to each factor's norm.")
    case .method:
      .init(
        FlowMethod.allCases.map(\.rawValue).joined(separator: ", "),
        .value(FlowMethod.automatic.rawValue),
        "automatic: rungeKutta, order 8, and for stiff rests chebyshev, order 2; gaussLegendre keeps the imbalance."
      )
    case .stopAtLoss: .init("number >= 0", .value("never"), "Stops when the loss is at most this.")
    }
  }
}
