public import DeepLinearCore
internal import LinearAlgebra

/// Every architecture in several shapes, to run a test over all of them.
public struct SampleNetwork: Sendable, CustomStringConvertible {
  /// How the factors make W.
  public let architecture: Architecture

  /// The hidden widths; for a tied network the columns of U.
  public let hiddenWidths: [Int]

  /// Creates a sample.
  public init(_ architecture: Architecture = .layered, hidden: [Int]) {
    self.architecture = architecture
    hiddenWidths = hidden
  }

  /// Depths 1 to 4, rectangular and with bottlenecks; tied; regularised with a hidden layer that is narrow
  /// or wide for widths 3 to 5, so that both orders of its products are met.
  public static let all: [SampleNetwork] =
    [[], [5], [2], [3, 2], [2, 6], [5, 2, 4]].map { SampleNetwork(hidden: $0) } + [
      SampleNetwork(.tied, hidden: [2]), SampleNetwork(.tied, hidden: [6]),
      SampleNetwork(.regularized(targetImbalance: [0.3, -0.2]), hidden: [2]),
      SampleNetwork(
        .regularized(targetImbalance: (0..<12).map { 0.1 * Double($0) - 0.4 }), hidden: [12]),
    ]

  /// Whether W must be square.
  public var isTied: Bool { architecture == .tied }

  /// The network's start by a rule.
  public func network(
    from rule: any Initialization, inputWidth: Int, outputWidth: Int, seed: UInt64 = 1
  ) throws -> Network {
    var generator = SeededGenerator(seed: seed)
    if isTied {
      return try Network(
        architecture: architecture,
        weights: rule.tiedWeights(
          width: outputWidth, hiddenWidth: hiddenWidths[0], using: &generator))
    }
    let widths = try LayerWidths(input: inputWidth, hidden: hiddenWidths, output: outputWidth)
    return try Network(
      architecture: architecture, weights: rule.weights(for: widths, using: &generator))
  }

  /// Shape and architecture for a test's name.
  public var description: String {
    let name =
      switch architecture {
      case .layered: "layered"
      case .tied: "tied"
      case .regularized: "regularised"
      }
    return "\(name), hidden \(hiddenWidths)"
  }
}
