public import LinearAlgebra

/// What ``ReducedRankRegression`` found.
///
/// ```
/// Yhat = 1 c^T + X B,   B = L R
/// ```
public struct ReducedRankModel: Codable, Equatable, Sendable {
  /// The settings it was fitted with.
  public let settings: ReducedRankRegression

  /// Coefficients and intercepts together.
  public let map: LinearMap

  /// L, d x k: what of the inputs counts.
  public let leftFactor: Matrix

  /// R, k x p: where it goes; its rows are orthonormal once column j is times the square root of the weight of output j.
  public let rightFactor: Matrix

  /// lambda, as given or chosen.
  public let ridge: Double

  /// The singular values s of the regression in its whitened coordinates, descending, those above rounding.
  ///
  /// s_i^2 is what mode i takes off the (weighted, penalised) squared residual; rank k keeps s_1, ..., s_k.
  public let strengths: [Double]

  /// The whole path, from the simplest estimate on.
  public let path: [RegressionPathPoint]

  /// The place of the chosen estimate in ``path``.
  public let chosenIndex: Int

  /// Yhat at the rows of the fit, n x p.
  public let fittedValues: Matrix

  /// B, d x p.
  public var coefficients: Matrix { map.coefficients }

  /// c, p of them; zeros without intercepts.
  public var intercepts: [Double] { map.intercepts }

  /// The chosen point of the path.
  public var chosen: RegressionPathPoint { path[chosenIndex] }

  /// The rank of B; on the early-stopped path the number of modes that are at least half learned.
  public var rank: Int { chosen.rank }

  /// Y - Yhat.
  ///
  /// - Parameter outputs: Y of the fit, n x p.
  /// - Returns: n x p.
  /// - Throws: ``EstimationError/shapes(_:)`` for another shape.
  public func residuals(of outputs: Matrix) throws(EstimationError) -> Matrix {
    guard outputs.hasSameShape(as: fittedValues) else {
      throw .shapes(
        """
        Y is \(outputs.shapeDescription) and the fitted values are \(fittedValues.shapeDescription)
        """)
    }
    return outputs - fittedValues
  }

  /// Predicts the outputs of new rows.
  ///
  /// - Parameter inputs: m x d, with the columns of the X that was fitted.
  /// - Returns: 1 c^T + X B, m x p.
  /// - Throws: ``EstimationError`` for another number of columns or a value that is not finite.
  public func predict(_ inputs: Matrix) throws(EstimationError) -> Matrix {
    try map.predict(inputs)
  }
}
