public import LinearAlgebra

/// A linear network: its factors and how they make the end-to-end matrix.
public struct Network: Sendable, Equatable {
  /// How the factors make W.
  public let architecture: Architecture

  /// The factors as they are now.
  public var weights: Weights

  /// Creates a network.
  ///
  /// - Parameters:
  ///   - architecture: how the factors make W.
  ///   - weights: the factors; one for `.tied`, two for `.regularized`.
  /// - Throws: ``NetworkError/architecture(_:)`` when the factors do not suit the architecture.
  public init(architecture: Architecture = .layered, weights: Weights) throws(NetworkError) {
    switch architecture {
    case .layered:
      break
    case .tied:
      guard weights.depth == 1 else {
        throw .architecture("a tied network U U^T has one factor, not \(weights.depth)")
      }
    case .regularized(let targetImbalance):
      guard weights.depth == 2 else {
        throw .architecture("the regularised system has two factors, not \(weights.depth)")
      }
      guard targetImbalance.count == weights.layers[0].rowCount else {
        throw .architecture(
          """
          the regularised system needs one target imbalance for each of its \
          \(weights.layers[0].rowCount) hidden units, not \(targetImbalance.count)
          """)
      }
    }
    self.architecture = architecture
    self.weights = weights
  }

  /// W, p x d.
  public var endToEndMatrix: Matrix {
    switch architecture {
    case .layered, .regularized: weights.endToEndMatrix
    case .tied: weights.layers[0].leftGramian
    }
  }

  /// d, the columns of W.
  public var inputWidth: Int {
    architecture == .tied ? outputWidth : weights.layers[0].columnCount
  }

  /// p, the rows of W.
  public var outputWidth: Int { weights.layers[weights.depth - 1].rowCount }
}
