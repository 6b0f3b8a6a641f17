public import LinearAlgebra

/// Loss and gradients of a linear network in the shapes of Gidel 2019.
///
/// ```
/// W = W_1 ... W_L,   f = ||Y - X W||_F^2 / (2 n)
/// df/dW_l = (W_1 ... W_{l-1})^T (X^T (X W - Y) / n) (W_{l+1} ... W_L)^T
/// ```
/// X is n x d, Y n x p, W_l r_{l-1} x r_l: the transposes of our factors, in the same order of layers. Flow
/// is W_l' = -df/dW_l, descent W_l <- W_l - eta df/dW_l for all layers at once. Source: Gidel 2019,
/// equations (5) and (11).
public struct LayerGradients: Sendable {
  /// The loss f.
  public let loss: Double

  /// One gradient for each factor, shaped as the factor.
  public let gradients: [Matrix]

  /// Evaluates loss and gradients.
  ///
  /// - Parameters:
  ///   - inputs: X, n x d.
  ///   - outputs: Y, n x p.
  ///   - factors: W_1, ..., W_L.
  /// - Throws: ``TheoryError/shape(_:)``.
  public init(inputs: Matrix, outputs: Matrix, factors: [Matrix]) throws(TheoryError) {
    let widths =
      [inputs.columnCount] + factors.dropLast().map(\.columnCount) + [outputs.columnCount]
    let fits = factors.enumerated().allSatisfy {
      $1.rowCount == widths[$0] && $1.columnCount == widths[$0 + 1]
    }
    guard fits, !factors.isEmpty, inputs.rowCount == outputs.rowCount, inputs.rowCount > 0 else {
      let shapes = factors.map(\.shapeDescription).joined(separator: ", ")
      throw .shape(
        "X \(inputs.shapeDescription), Y \(outputs.shapeDescription) and W \(shapes) do not fit")
    }
    let count = Double(inputs.rowCount)
    var prefixes = [Matrix.identity(inputs.columnCount)]
    for factor in factors { prefixes.append(prefixes[prefixes.count - 1] * factor) }
    let residual = inputs * prefixes[factors.count] - outputs
    loss = residual.innerProduct(residual) / (2 * count)
    var back = (1 / count) * Matrix.product(inputs.transposed, residual.factor)
    var gradients: [Matrix] = []
    for (index, factor) in factors.enumerated().reversed() {
      gradients.append(Matrix.product(prefixes[index].transposed, back.factor))
      back = Matrix.product(back.factor, factor.transposed)
    }
    self.gradients = gradients.reversed()
  }
}
