/// How a run ended.
public enum Termination: Sendable, Equatable, Codable {
  /// All the steps that were asked for were taken.
  case completedSteps(Int)

  /// The time that was asked for was reached.
  case reachedTime(Double)

  /// The loss fell to the threshold that was set.
  case reachedLoss(loss: Double, threshold: Double, iteration: Int)

  /// The loss grew beyond all bounds; what was recorded before is kept.
  case diverged(loss: Double, iteration: Int)

  /// No step of the flow was small enough for the tolerance.
  case stepSizeUnderflow(time: Double, stepSize: Double)

  /// One word for tables and files.
  public var status: String {
    switch self {
    case .completedSteps, .reachedTime: "completed"
    case .reachedLoss: "converged"
    case .diverged: "diverged"
    case .stepSizeUnderflow: "underflow"
    }
  }

  /// What happened, in a sentence.
  public var sentence: String {
    switch self {
    case .completedSteps(let steps):
      "It took all \(steps) steps."
    case .reachedTime(let time):
      "It reached time \(time)."
    case .reachedLoss(let loss, let threshold, let iteration):
      "The loss fell to \(loss), below \(threshold), after \(iteration) steps."
    case .diverged(let loss, let iteration):
      loss.isFinite
        ? "The loss grew to \(loss) after \(iteration) steps, so the run was stopped."
        : "The loss overflowed after \(iteration) steps, so the run was stopped."
    case .stepSizeUnderflow(let time, let stepSize):
      "At time \(time) even a step of \(stepSize) missed the tolerance."
    }
  }

  /// What to do about it; nil when nothing is wrong.
  public var remedy: String? {
    switch self {
    case .completedSteps, .reachedTime, .reachedLoss: nil
    case .diverged:
      "Use a smaller step size (of descent) or tolerance (of a flow), or a start of smaller scale."
    case .stepSizeUnderflow: "Use a larger tolerance."
    }
  }
}
