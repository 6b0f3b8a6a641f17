/// How far a descent has come at one of its steps.
public struct PathPoint: Codable, Equatable, Sendable {
  /// Steps taken.
  public let step: Int

  /// The sum of all step sizes times the number of residuals: the flow's time for a mean of squares.
  public let time: Double

  /// The root of the mean squared residual of what is fitted.
  public let fittedError: Double

  /// The root of the mean squared residual of what is held out, with shrunk singular values where they are shrunk.
  public let heldOutError: Double

  /// c of the shrinkage s - c / s of the singular values that makes the held-out error smallest; 0 for none.
  public let shrinkage: Double

  /// The singular values of W before that, descending.
  public let singularValues: [Double]
}

/// A descent with held-out data, from a start to where it was given up, and its best step.
public struct CompletionPath: Codable, Equatable, Sendable {
  /// Why a descent went no further.
  public enum End: String, Codable, Sendable {
    /// The held-out error has risen well above its smallest value.
    case heldOutErrorRose

    /// Every further mode of the residual had the time to be learned, and none made the held-out error smaller.
    case nothingMoreToLearn

    /// What is observed is fitted.
    case fitted

    /// The largest number of steps was reached.
    case stepLimit

    /// The gradient vanished.
    case stationary

    /// In a sentence's words.
    public var words: String {
      switch self {
      case .heldOutErrorRose: "the held-out error rose well above its smallest value"
      case .nothingMoreToLearn: "no further mode made the held-out error smaller"
      case .fitted: "everything observed is fitted"
      case .stepLimit: "the limit on steps was reached"
      case .stationary: "the gradient vanished"
      }
    }
  }

  /// Which of the seed's starts it is, from 0.
  public let restart: Int

  /// The hidden width w.
  public let width: Int

  /// The first steps and later every fiftieth part of them, and the last one, by rising step.
  public let points: [PathPoint]

  /// The position of the best step in ``points``.
  public let bestIndex: Int

  /// The standard error of the best held-out mean squared residual, carried over to its root; nil where one
  /// residual is held out, which does not tell it.
  public let standardError: Double?

  /// Why it went no further.
  public let end: End

  /// The step with the smallest held-out error.
  public var best: PathPoint { points[bestIndex] }
}

/// How far a fit has come, for those who wait.
public struct CompletionProgress: Sendable {
  /// The restart that is under way, from 0, and how many there are; the last fit to all data counts as one.
  public let part, partCount: Int

  /// Steps taken in it.
  public let step: Int

  /// The largest number of steps in it.
  public let stepLimit: Int

  /// The held-out error; nil where everything is fitted.
  public let heldOutError: Double?

  /// The part of all that may be done, at most; descents end before their limits.
  public var fraction: Double {
    (Double(part) + Double(step) / Double(stepLimit)) / Double(partCount)
  }
}
