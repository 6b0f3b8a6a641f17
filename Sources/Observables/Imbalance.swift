public import DeepLinearCore
public import LinearAlgebra

extension Weights {
  /// The imbalance of two neighbouring factors.
  ///
  /// ```
  /// W_{j+1}^T W_{j+1} - W_j W_j^T      d_j x d_j, j = index + 1
  /// ```
  /// Gradient flow of any loss of the product keeps it constant; one descent step changes it by exactly
  /// eta^2 (G_{j+1}^T G_{j+1} - G_j G_j^T), G_j the gradient in factor j.
  ///
  /// Source: Arora, Cohen, Hazan 2018, Theorem 1; Tarmoun 2021, section 4.1 (Q = U^T U - V^T V).
  ///
  /// - Parameter index: counts pairs from 0, the pair nearest the input; less than depth - 1.
  /// - Returns: a symmetric matrix.
  public func imbalance(at index: Int) -> Matrix {
    precondition(index >= 0 && index < depth - 1, "there is no pair of factors \(index)")
    var difference = layers[index + 1].gramian
    difference.formGramian(of: layers[index].factor, scaledBy: -1, adding: 1)
    return difference
  }

  /// The Frobenius norm of the imbalance of each pair of neighbouring factors, from the input.
  public var imbalanceNorms: [Double] {
    (0..<max(0, depth - 1)).map { imbalance(at: $0).frobeniusNorm }
  }

  /// Whether every imbalance has a Frobenius norm of at most `tolerance`.
  public func isBalanced(tolerance: Double) -> Bool {
    imbalanceNorms.allSatisfy { $0 <= tolerance }
  }
}
