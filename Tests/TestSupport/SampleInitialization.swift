public import DeepLinearCore
public import LinearAlgebra

/// Every rule for the first factors, to run a test over all of them.
public enum SampleInitialization: String, CaseIterable, Sendable {
  case identical, perturbed, spectralCanonical, spectralRandom, spectralGiven, balanced, gaussian
  case orthogonal, given, scaled

  /// The scale alpha of the identical starts.
  public static let scale = 0.6

  /// The perturbation beta.
  public static let perturbation = 0.25

  /// The standard deviation of Gaussian entries.
  public static let standardDeviation = 0.5

  /// The number by which the scaled rule multiplies.
  public static let factor = -1.5

  /// The strengths x_i of r modes.
  public static func strengths(count: Int) -> [Double] {
    (0..<count).map { 0.7 - 0.3 * Double($0) }
  }

  /// The imbalances of r modes for each pair of neighbouring factors.
  public static func imbalances(count: Int, pairCount: Int) -> [[Double]] {
    (0..<pairCount).map { pair in
      (0..<count).map { 0.2 * Double(pair + 1) - 0.35 * Double($0) }
    }
  }

  /// Orthonormal bases for the hidden layers, d_j x r.
  public static func bases(of widths: LayerWidths) throws -> [Matrix] {
    var generator = SeededGenerator(seed: 23)
    return try widths.hiddenWidths.map {
      try .orthonormal(rowCount: $0, columnCount: widths.rankLimit, using: &generator)
    }
  }

  /// The rule for a network and the target p x d of its problem.
  public func rule(for network: SampleNetwork, target: Matrix) throws -> any Initialization {
    let widths = try network.widths(inputWidth: target.columnCount, outputWidth: target.rowCount)
    switch self {
    case .identical: return IdenticalInitialization(scale: Self.scale)
    case .perturbed:
      return IdenticalInitialization(scale: Self.scale, perturbation: Self.perturbation)
    case .spectralCanonical: return Self.spectral(target, widths, .canonical)
    case .spectralRandom: return Self.spectral(target, widths, .random)
    case .spectralGiven: return Self.spectral(target, widths, .given(try Self.bases(of: widths)))
    case .balanced: return BalancedInitialization(of: Self.gaussianRule)
    case .gaussian: return Self.gaussianRule
    case .orthogonal: return OrthogonalInitialization(scale: Self.scale)
    case .given:
      let start = try network.network(
        from: Self.gaussianRule, inputWidth: target.columnCount, outputWidth: target.rowCount,
        seed: 99)
      return GivenInitialization(start.weights)
    case .scaled: return ScaledInitialization(Self.gaussianRule, by: Self.factor)
    }
  }

  private static let gaussianRule = GaussianInitialization(standardDeviation: standardDeviation)

  private static func spectral(
    _ target: Matrix, _ widths: LayerWidths, _ gauge: Gauge
  ) -> SpectralInitialization {
    SpectralInitialization(
      target: target, strengths: strengths(count: widths.rankLimit),
      imbalances: imbalances(count: widths.rankLimit, pairCount: widths.depth - 1), gauge: gauge)
  }
}
