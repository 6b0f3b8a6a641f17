/// How a network is trained, and for how long.
public enum Training: Sendable, Equatable {
  /// Gradient descent with a fixed step size.
  case descent(stepSize: Double, steps: Int)

  /// Gradient flow up to a time, with a relative tolerance, by a method.
  case flow(until: Double, tolerance: Double, method: FlowMethod = .automatic)

  /// Gradient descent of a single layer on a quadratic loss, in closed form.
  case closedForm(stepSize: Double, steps: Int)

  /// The step size eta; nil for a flow.
  public var stepSize: Double? {
    switch self {
    case .descent(let stepSize, _), .closedForm(let stepSize, _): stepSize
    case .flow: nil
    }
  }

  /// The last step number or time.
  public var end: Double {
    switch self {
    case .descent(_, let steps), .closedForm(_, let steps): Double(steps)
    case .flow(let until, _, _): until
    }
  }
}
