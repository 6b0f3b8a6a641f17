public import DeepLinearCore
public import LinearAlgebra

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

  /// The widths that an initialisation rule is given; a tied U is the output factor of widths m, k, m.
  public func widths(inputWidth: Int, outputWidth: Int) throws -> LayerWidths {
    try LayerWidths(input: inputWidth, hidden: hiddenWidths, output: outputWidth)
  }

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
    return try Network(
      architecture: architecture,
      weights: rule.weights(
        for: widths(inputWidth: inputWidth, outputWidth: outputWidth), using: &generator))
  }

  /// What the architecture adds to the loss of the end-to-end matrix, by definition.
  public func penalty(at weights: Weights) -> Double {
    guard case .regularized(let targetImbalance) = architecture else { return 0 }
    let (input, output) = (weights.layers[0], weights.layers[1])
    var sum = 0.0
    for a in 0..<input.rowCount {
      for b in 0..<input.rowCount {
        var entry = a == b ? -targetImbalance[a] : 0
        for i in 0..<output.rowCount { entry += output[i, a] * output[i, b] }
        for i in 0..<input.columnCount { entry -= input[a, i] * input[b, i] }
        sum += entry * entry
      }
    }
    return sum / 8
  }

  /// The end-to-end matrix, by definition.
  public func endToEndMatrix(of weights: Weights) -> Matrix {
    if isTied {
      let u = weights.layers[0]
      return Matrix(rowCount: u.rowCount, columnCount: u.rowCount) { i, j in
        (0..<u.columnCount).reduce(0) { $0 + u[i, $1] * u[j, $1] }
      }
    }
    return weights.layers.dropFirst().reduce(weights.layers[0]) { product, layer in
      Matrix(rowCount: layer.rowCount, columnCount: product.columnCount) { i, j in
        (0..<layer.columnCount).reduce(0) { $0 + layer[i, $1] * product[$1, j] }
      }
    }
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
