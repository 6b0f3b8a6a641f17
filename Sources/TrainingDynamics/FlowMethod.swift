/// How a gradient flow is integrated.
public enum FlowMethod: String, Sendable, CaseIterable, Codable {
  /// Runge-Kutta steps, and Chebyshev steps where they are predicted to cost less; decided anew at every step.
  case automatic

  /// Explicit steps of order 8 with error control of orders 5 and 3, by Dormand and Prince.
  case rungeKutta

  /// Explicit steps of order 2 whose stages grow with the root of the stiffness, by Runge, Kutta and Chebyshev.
  case chebyshev

  /// Implicit steps of order 4 that keep the imbalance to rounding, by Gauss and Legendre.
  case gaussLegendre4

  /// Implicit steps of order 6 that keep the imbalance to rounding, by Gauss and Legendre.
  case gaussLegendre6

  /// The methods that took the steps of a run, in words; before it, or without its progress, the name alone.
  public func account(of progress: GradientFlow.Progress?) -> String {
    guard let progress, progress.stepCount > 0 else { return title }
    let chebyshev = progress.chebyshevStepCount
    let others = self == .automatic ? FlowMethod.rungeKutta : self
    return [(others, progress.stepCount - chebyshev), (.chebyshev, chebyshev)]
      .filter { $0.1 > 0 }
      .map { "\($0.1) \($0.1 == 1 ? "step" : "steps") of \($0.0.title)" }
      .joined(separator: ", ")
  }

  /// Vectors as long as all factors together that an integration holds.
  public var vectorCount: Int { FlowIntegrator.columnCount(of: self) }

  /// The name for people, as in "Runge-Kutta 8(5,3)".
  public var title: String {
    switch self {
    case .automatic: "automatic"
    case .rungeKutta: "Runge-Kutta 8(5,3)"
    case .chebyshev: "Runge-Kutta-Chebyshev"
    case .gaussLegendre4: "Gauss-Legendre 4"
    case .gaussLegendre6: "Gauss-Legendre 6"
    }
  }
}
