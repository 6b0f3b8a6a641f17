/// Which engine computes a run.
public enum EngineChoice: String, Sendable, CaseIterable, Codable {
  /// The one that costs least among those that are exact for the problem.
  case automatic

  /// Every factor as it is.
  case dense

  /// Inputs, outputs and hidden layers in the bases of what moves.
  case compression

  /// Independent scalar recurrences, one for each mode.
  case modes

  /// The solution of a gradient flow that the theory knows, at the records alone.
  case exact

  /// A small network for the target's directions and one scalar for each layer besides.
  case orthogonalStart
}

/// What computed a run, why, and what it saved.
public struct EngineRecord: Sendable, Equatable, Codable {
  /// One word or a few: "dense", "modes".
  public let name: String

  /// The condition that held, or what was asked for, in a sentence without a full stop.
  public let reason: String

  /// Multiplications of one gradient.
  public let multiplications: Double

  /// What they would be for all factors as they are.
  public let denseMultiplications: Double

  /// How much dense factors amplify rounding off the manifold of the modes; nil when there are no modes.
  public let roundingGrowth: Double?

  /// Creates a record from its parts.
  public init(
    name: String, reason: String, multiplications: Double, denseMultiplications: Double,
    roundingGrowth: Double? = nil
  ) {
    self.name = name
    self.reason = reason
    self.multiplications = multiplications
    self.denseMultiplications = denseMultiplications
    self.roundingGrowth = roundingGrowth
  }

  /// What the growth of rounding means for the run, in a sentence; nil when it means nothing.
  public var roundingRemark: String? {
    guard name == EngineChoice.dense.rawValue, let roundingGrowth,
      roundingGrowth >= RoundingGrowth.drivingRun
    else { return nil }
    return """
      Rounding can drive this run: across the manifold of its modes errors grow by \(roundingGrowth), \
      beyond the sixteen digits of a double. The engine "modes" stays on the manifold.
      """
  }
}
