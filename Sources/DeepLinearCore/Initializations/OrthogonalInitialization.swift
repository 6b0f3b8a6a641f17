public import LinearAlgebra

/// Every factor a multiple of a random matrix with orthonormal columns (or rows, where it is wide).
///
/// The orthonormal matrices are independent and invariantly (Haar) distributed.
public struct OrthogonalInitialization: Initialization, Equatable {
  /// The common singular value of each factor.
  public let scale: Double

  /// Creates the rule.
  public init(scale: Double) {
    self.scale = scale
  }

  /// The factors, drawn from the input to the output.
  public func weights(
    for widths: LayerWidths, using generator: inout SeededGenerator
  ) throws -> Weights {
    var layers: [Matrix] = []
    for j in 1...widths.depth {
      let factor = try Matrix.orthonormal(
        rowCount: widths.values[j], columnCount: widths.values[j - 1], using: &generator)
      layers.append(scale * factor)
    }
    return try Weights(layers: layers)
  }
}
