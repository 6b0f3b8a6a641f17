internal import LinearAlgebra
public import LowRankEstimation
public import MatrixFiles

/// A regression of one file on another.
public struct RegressionAnalysis: Sendable {
  /// The fit with its names.
  public let saved: SavedRegression

  /// What it was fitted to.
  let data: RegressionData

  /// Predictions for new rows, when some were given.
  let predictions: NumericArray?

  /// Fits, and predicts.
  ///
  /// - Parameters:
  ///   - inputs: X.
  ///   - outputs: Y.
  ///   - newInputs: rows whose outputs are asked for.
  ///   - settings: how to fit.
  /// - Throws: ``EstimationError``.
  public init(
    _ inputs: NamedMatrix, _ outputs: NamedMatrix, newInputs: NamedMatrix? = nil,
    settings: ReducedRankRegression
  ) throws(EstimationError) {
    data = try RegressionData(inputs: inputs.matrix, outputs: outputs.matrix)
    saved = SavedRegression(
      inputNames: inputs.columnNames, outputNames: outputs.columnNames,
      model: try settings.fit(data))
    predictions = if let newInputs { try saved.predict(newInputs) } else { nil }
  }

  /// The weights of outputs from a file.
  ///
  /// - Parameter path: a file with one row or one column of numbers.
  /// - Returns: the numbers.
  /// - Throws: ``MatrixFileError``; ``EstimationError/shapes(_:)`` for a file with more rows and columns.
  public static func weights(contentsOf path: String) throws -> [Double] {
    let matrix = try MatrixFile.loadMatrix(path)
    guard min(matrix.rowCount, matrix.columnCount) == 1 else {
      throw EstimationError.shapes(
        "\(path) is \(matrix.shapeDescription); weights are one row or one column of numbers")
    }
    return matrix.elements
  }
}
