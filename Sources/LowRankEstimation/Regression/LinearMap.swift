public import LinearAlgebra

/// A linear prediction with intercepts, Y = 1 c^T + X B.
public struct LinearMap: Codable, Equatable, Sendable {
  /// B, d x p.
  public let coefficients: Matrix

  /// c, p of them.
  public let intercepts: [Double]

  /// States a map.
  init(coefficients: Matrix, intercepts: [Double]) {
    (self.coefficients, self.intercepts) = (coefficients, intercepts)
  }

  /// The map through the means: c = mean(Y) - B^T mean(X).
  init(coefficients: Matrix, inputMeans: [Double], outputMeans: [Double]) {
    let shift = Matrix.product(
      coefficients.transposed,
      Matrix(rowCount: inputMeans.count, columnCount: 1, columnMajor: inputMeans).factor)
    self.init(
      coefficients: coefficients, intercepts: zip(outputMeans, shift.elements).map { $0 - $1 })
  }

  /// What the map says for new rows.
  ///
  /// - Parameter inputs: X, m x d with the columns of the data that were fitted.
  /// - Returns: 1 c^T + X B, m x p.
  /// - Throws: ``EstimationError`` for another number of columns or a value that is not finite.
  public func predict(_ inputs: Matrix) throws(EstimationError) -> Matrix {
    guard inputs.columnCount == coefficients.rowCount else {
      throw .shapes(
        """
        the new rows have \(inputs.columnCount) columns, and the model was fitted to \(coefficients.rowCount)
        """)
    }
    try EstimationError.requireFinite(inputs, "the matrix of new rows")
    return values(at: inputs)
  }

  /// 1 c^T + X B without any check.
  func values(at inputs: Matrix) -> Matrix {
    var values = Matrix(rowCount: inputs.rowCount, columnCount: intercepts.count) {
      intercepts[$1]
    }
    values.formProduct(inputs.factor, coefficients.factor, adding: 1)
    return values
  }

  /// The mean over all entries of the weighted squared error.
  ///
  /// - Parameters:
  ///   - data: rows, which need not be those of the fit.
  ///   - weights: a positive number for each output; nil weighs all by 1.
  /// - Returns: ||(Y - 1 c^T - X B) diag(weights)^(1/2)||^2 / (n p).
  func meanSquaredError(on data: RegressionData, weights: [Double]?) -> Double {
    let rest = data.outputs - values(at: data.inputs)
    let roots = weights?.map { $0.squareRoot() }
    return (roots.map(rest.scalingColumns) ?? rest).squaredNorm / data.outputCount
  }
}
