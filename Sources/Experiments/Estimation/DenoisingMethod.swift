public import LowRankEstimation

/// The denoisers by the names that the command line has for them.
public enum DenoisingMethod: String, CaseIterable, Sendable {
  /// Early-stopped deep factorisation.
  case earlyStopped = "early-stopped"

  /// Truncation at a given rank.
  case truncated

  /// Gavish and Donoho's optimal hard threshold.
  case hardThreshold = "hard-threshold"

  /// Optimal shrinkage in the Frobenius norm.
  case shrinkage

  /// Optimal shrinkage in the operator norm.
  case operatorShrinkage = "operator-shrinkage"

  /// Optimal shrinkage in the nuclear norm.
  case nuclearShrinkage = "nuclear-shrinkage"

  /// Soft threshold by SURE.
  case softThreshold = "soft-threshold"

  /// What a method needs to know.
  public struct Settings: Sendable {
    /// Depths to choose from.
    public var depths = SpectralDenoiser.commonDepths

    /// Starts to choose from.
    public var starts = SpectralDenoiser.commonStarts

    /// Whether flow takes the place of descent.
    public var isFlow = false

    /// The step size of descent; nil for the default.
    public var stepSize: Double?

    /// How the stop is chosen: "sure", "cross-validation", "discrepancy", or the stop itself.
    public var stop = "sure"

    /// What is known of the noise.
    public var noise = NoiseLevel.estimated

    /// The rank, for truncation.
    public var rank: Int?

    /// The usual settings.
    public init() {}
  }

  /// The denoiser.
  ///
  /// - Parameter settings: what it needs to know.
  /// - Returns: the denoiser.
  /// - Throws: ``EstimationError/setting(name:value:needs:)``.
  public func denoiser(
    _ settings: Settings
  ) throws(EstimationError) -> any MatrixDenoiser {
    guard (settings.rank != nil) == (self == .truncated) else {
      throw .setting(
        name: "the rank", value: settings.rank.map(String.init) ?? "not given",
        needs: "given with the method truncated, and with no other")
    }
    switch self {
    case .earlyStopped: return try earlyStopped(settings)
    case .truncated: return TruncatedDecomposition(rank: settings.rank ?? 0)
    case .hardThreshold: return HardThreshold(noise: settings.noise)
    case .shrinkage: return OptimalShrinkage(.frobenius, noise: settings.noise)
    case .operatorShrinkage: return OptimalShrinkage(.operatorNorm, noise: settings.noise)
    case .nuclearShrinkage: return OptimalShrinkage(.nuclear, noise: settings.noise)
    case .softThreshold: return SoftThreshold(noise: settings.noise)
    }
  }

  private func earlyStopped(_ settings: Settings) throws(EstimationError) -> SpectralDenoiser {
    let stopping: SpectralDenoiser.Stopping
    switch settings.stop {
    case "sure": stopping = .stein(noise: settings.noise)
    case "cross-validation": stopping = .biCrossValidation()
    case "discrepancy": stopping = .discrepancy(noise: settings.noise)
    default:
      guard let time = Double(settings.stop) else {
        throw .setting(
          name: "the stop", value: settings.stop,
          needs: "sure, cross-validation, discrepancy or a number of steps")
      }
      stopping = .after(time)
    }
    return SpectralDenoiser(
      depths: settings.depths, starts: settings.starts,
      dynamics: settings.isFlow ? .flow : .descent(stepSize: settings.stepSize),
      stopping: stopping)
  }
}
