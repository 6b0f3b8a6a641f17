/// A network that cannot be built as asked.
public enum NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A layer of no or negative width; layer 0 is the input.
  case widthNotPositive(layer: Int, width: Int)

  /// Two neighbouring factors whose shapes do not fit; `layer` counts factors from 1 at the input.
  case factorsDoNotFit(layer: Int, shape: String, nextShape: String)

  /// Factors of other shapes than the widths ask for; `layer` counts factors from 1 at the input.
  case factorShape(layer: Int, shape: String, expected: String)

  /// Another number of factors than the depth.
  case factorCount(count: Int, depth: Int)

  /// More modes than the narrowest layer can carry.
  case tooManyModes(count: Int, rankLimit: Int)

  /// Imbalances that no factors can have together with the given strengths.
  case imbalanceCount(count: Int, expected: Int)

  /// A gauge matrix whose columns are not orthonormal.
  case gaugeNotOrthonormal(layer: Int, deviation: Double)

  /// An architecture that needs another depth or shape.
  case architecture(String)

  /// What is wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .widthNotPositive(let layer, let width):
      "layer \(layer) has width \(width); every width must be at least 1"
    case .factorsDoNotFit(let layer, let shape, let nextShape):
      "factor \(layer) is \(shape) and factor \(layer + 1) is \(nextShape): their product does not exist"
    case .factorShape(let layer, let shape, let expected):
      "factor \(layer) is \(shape), but the network's widths ask for \(expected)"
    case .factorCount(let count, let depth):
      "\(count) factors were given for a network of depth \(depth)"
    case .tooManyModes(let count, let rankLimit):
      "\(count) mode strengths were given, but the narrowest layer carries only \(rankLimit) modes"
    case .imbalanceCount(let count, let expected):
      "\(count) imbalances were given for \(expected) pairs of a mode and two neighbouring factors"
    case .gaugeNotOrthonormal(let layer, let deviation):
      "the gauge of hidden layer \(layer) is not orthonormal: Q^T Q differs from I by \(deviation)"
    case .architecture(let message):
      message
    }
  }
}
