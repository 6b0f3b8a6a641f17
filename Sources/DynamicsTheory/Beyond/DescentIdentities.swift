public import DeepLinearCore
public import LinearAlgebra

/// Exact identities of one step of gradient descent, for any loss of the product.
///
/// ```
/// [W_{j+1}^T W_{j+1} - W_j W_j^T]_{k+1} - [..]_k = eta^2 (G_{j+1}^T G_{j+1} - G_j G_j^T)
/// G_j = (W_N ... W_{j+1})^T G (W_{j-1} ... W_1)^T
/// ```
/// G is the gradient in the product W, G_j that in factor j. The first order in eta cancels, because
/// W_{j+1}^T G_{j+1} = G_j W_j^T, which is why gradient flow keeps the imbalance.
///
/// Source: Arora, Cohen, Hazan 2018, the discrete form of Theorem 1.
public enum DescentIdentities {
  /// The change of every imbalance in one step, from the input's side.
  ///
  /// - Parameters:
  ///   - weights: W_1, ..., W_N before the step, N >= 2.
  ///   - gradient: G, of the shape of the product.
  ///   - stepSize: eta >= 0.
  /// - Returns: N - 1 symmetric matrices.
  /// - Throws: ``TheoryError``.
  public static func imbalanceChanges(
    weights: Weights, gradient: Matrix, stepSize: Double
  ) throws(TheoryError) -> [Matrix] {
    try Assumption("N", Double(weights.depth), .atLeast, 2).require()
    try Assumption("eta", stepSize, .atLeast, 0).require()
    let product = weights.endToEndMatrix
    guard product.hasSameShape(as: gradient) else {
      throw .shape("G is \(gradient.shapeDescription), W is \(product.shapeDescription)")
    }
    let gradients = layerGradients(weights, gradient)
    return zip(gradients.dropFirst(), gradients).map { next, this in
      let change = (stepSize * next).gramian
      return change - (stepSize * this).leftGramian
    }
  }

  /// G_1, ..., G_N.
  private static func layerGradients(_ weights: Weights, _ gradient: Matrix) -> [Matrix] {
    // above = (W_N ... W_{j+1})^T G, from the last factor down; below = W_{j-1} ... W_1 by then.
    var above = [gradient]
    for layer in weights.layers.dropFirst().reversed() {
      above.append(Matrix.product(layer.transposed, above[above.count - 1].factor))
    }
    var below = Matrix.identity(gradient.columnCount)
    var gradients: [Matrix] = []
    for (layer, upper) in zip(weights.layers, above.reversed()) {
      gradients.append(Matrix.product(upper.factor, below.transposed))
      below = layer * below
    }
    return gradients
  }
}

/// One step of descent on a scalar mode of two layers, in its invariants.
///
/// With u <- u + eta r v, v <- v + eta r u, r = sigma - l u v:
///
/// ```
/// s = u v:            s + eta r tau + eta^2 r^2 s
/// tau = u^2 + v^2:    tau (1 + eta^2 r^2) + 4 eta r s
/// delta = u^2 - v^2:  delta (1 - eta^2 r^2)
/// ```
/// tau is the sharpness along the mode; |delta| can only shrink while eta |r| < sqrt 2, which is how descent
/// with large steps finds flatter minima.
public struct TwoLayerStep: Equatable, Sendable {
  /// u v after the step.
  public let product: Double

  /// u^2 + v^2 after the step.
  public let sum: Double

  /// u^2 - v^2 after the step.
  public let imbalance: Double

  /// Takes the step.
  ///
  /// - Parameters:
  ///   - u: the outer factor.
  ///   - v: the inner factor.
  ///   - strength: sigma.
  ///   - inputVariance: l.
  ///   - stepSize: eta.
  public init(
    outer u: Double, inner v: Double, strength: Double, inputVariance: Double = 1, stepSize: Double
  ) {
    let kick = stepSize * (strength - inputVariance * u * v)
    let (s, tau, delta) = (u * v, u * u + v * v, (u - v) * (u + v))
    product = s + kick * tau + kick * kick * s
    sum = tau * (1 + kick * kick) + 4 * kick * s
    imbalance = delta * (1 - kick) * (1 + kick)
  }
}
