public import LinearAlgebra

/// Rows of inputs and the rows of outputs that belong to them.
public struct RegressionData: Equatable, Sendable {
  /// X, n x d: a sample in each row.
  public let inputs: Matrix

  /// Y, n x p: what is to be predicted from the same row of X.
  public let outputs: Matrix

  /// Puts inputs and outputs together.
  ///
  /// - Parameters:
  ///   - inputs: X, n x d, n >= 2 and d >= 1.
  ///   - outputs: Y, n x p, p >= 1.
  /// - Throws: ``EstimationError`` for a value that is not finite, too few rows or columns, and row counts that differ.
  public init(inputs: Matrix, outputs: Matrix) throws(EstimationError) {
    guard inputs.rowCount == outputs.rowCount else {
      throw .shapes(
        """
        X has \(inputs.rowCount) rows and Y has \(outputs.rowCount); a row of Y belongs to the same row of X
        """)
    }
    for (matrix, name) in [(inputs, "X"), (outputs, "Y")] {
      guard matrix.rowCount >= 2, matrix.columnCount >= 1 else {
        throw .tooSmall(
          what: name, shape: matrix.shapeDescription, needs: "two rows and one column at least")
      }
      try EstimationError.requireFinite(matrix, name)
    }
    self.init(checkedInputs: inputs, outputs: outputs)
  }

  private init(checkedInputs inputs: Matrix, outputs: Matrix) {
    (self.inputs, self.outputs) = (inputs, outputs)
  }

  /// Some of the rows, in the order of `indices`; a row may come more than once.
  func rows(_ indices: [Int]) -> RegressionData {
    func chosen(_ matrix: Matrix) -> Matrix {
      Matrix(rowCount: indices.count, columnCount: matrix.columnCount) { matrix[indices[$0], $1] }
    }
    return RegressionData(checkedInputs: chosen(inputs), outputs: chosen(outputs))
  }

  /// How many numbers are to be predicted, n p.
  var outputCount: Double { Double(outputs.elements.count) }
}
