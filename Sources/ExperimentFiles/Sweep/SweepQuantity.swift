public import TrainingDynamics

/// What the table of a sweep says about a run.
public enum SweepQuantity: Sendable, Equatable {
  /// The value at the end; none of a run that diverged.
  case final(ScalarQuantity)

  /// The smallest recorded value, with its step and time; none of a run that diverged.
  case smallest(ScalarQuantity)

  /// The values at given steps of descent.
  case atSteps(ScalarQuantity, [Int])

  /// The values at given times; for descent at the nearest steps.
  case atTimes(ScalarQuantity, [Double])

  /// The first recorded step and time at which a value is at most this.
  case reach(ScalarQuantity, Double)

  /// So many of the largest singular values of W at the end.
  case singularValues(count: Int)

  /// The largest imbalance of neighbouring factors at the end.
  case imbalance

  /// The names of its columns.
  public var columns: [String] {
    switch self {
    case .final(let quantity): [quantity.rawValue]
    case .smallest(let quantity):
      ["", "Step", "Time"].map { "smallest\(Self.capitalized(quantity))\($0)" }
    case .atSteps(let quantity, let steps): steps.map { "\(quantity.rawValue)AtStep\($0)" }
    case .atTimes(let quantity, let times):
      times.map { "\(quantity.rawValue)AtTime\(SweepNumber.text($0))" }
    case .reach(let quantity, let value):
      ["steps", "time"].map { "\($0)To\(Self.capitalized(quantity))\(SweepNumber.text(value))" }
    case .singularValues(let count): (1...count).map { "singularValue\($0)" }
    case .imbalance: ["imbalance"]
    }
  }

  /// The scalar that it looks at; nil for lists.
  public var scalar: ScalarQuantity? {
    switch self {
    case .final(let quantity), .smallest(let quantity), .atSteps(let quantity, _),
      .atTimes(let quantity, _), .reach(let quantity, _):
      quantity
    case .singularValues, .imbalance: nil
    }
  }

  /// Whether it looks at every record, rather than at moments of its own.
  public var needsSchedule: Bool {
    switch self {
    case .smallest, .reach: true
    case .final, .atSteps, .atTimes, .singularValues, .imbalance: false
    }
  }

  /// The columns that every table has, status excepted.
  public static let standardColumns = ["steps", "time", "diverged"]

  private static func capitalized(_ quantity: ScalarQuantity) -> String {
    quantity.rawValue.prefix(1).uppercased() + quantity.rawValue.dropFirst()
  }
}
