public import LinearAlgebra

/// Matrix sensing: W is known only by inner products with given matrices.
///
/// ```
/// f(W) = 1/(2 m) sum_i (<A_i, W> - y_i)^2      <A, W> = sum of A_kl W_kl,  i = 1 ... m
/// ```
/// With independent standard normal entries of the A_i the mean of f over them is ||W - C||_F^2 / 2, where y_i = <A_i, C>;
/// with fewer measurements than entries many W have loss 0.
///
/// Source: Chou 2022, section 5; Arora, Cohen, Hu, Luo 2019, section 4.
public struct SensingObjective: Objective {
  /// p.
  public let outputWidth: Int

  /// d.
  public let inputWidth: Int

  /// The measurement matrices, m x p d, each in a row and in it column by column.
  private let flattened: Matrix

  /// y, m x 1.
  private let values: Matrix

  /// C, p d x 1, when it is known to have loss 0.
  private let truth: Matrix?

  /// Every measurement matrix is read twice.
  public var multiplicationCount: Double { 2 * Double(flattened.elements.count) }

  /// Creates the objective from measured values.
  ///
  /// - Parameters:
  ///   - measurements: m x p d; row i has the entries of A_i, row by row of A_i.
  ///   - values: y, m x 1.
  ///   - outputWidth: p.
  /// - Throws: ``ObjectiveError`` when the shapes do not fit, nothing is measured, or an entry is not finite.
  public init(measurements: Matrix, values: Matrix, outputWidth: Int) throws(ObjectiveError) {
    try self.init(measurements, values: values, outputWidth: outputWidth, truth: nil)
  }

  /// Creates the objective that a matrix C solves exactly: y_i = <A_i, C>.
  ///
  /// - Parameters:
  ///   - measurements: m x p d; row i has the entries of A_i, row by row of A_i.
  ///   - truth: C, p x d.
  /// - Throws: ``ObjectiveError`` when the shapes do not fit, nothing is measured, or an entry is not finite.
  public init(measurements: Matrix, of truth: Matrix) throws(ObjectiveError) {
    try ObjectiveError.check(truth, "the matrix that is measured")
    try self.init(
      measurements, values: Self.values(measurements, of: truth), outputWidth: truth.rowCount,
      truth: truth)
  }

  /// y_i = <A_i, W>, m x 1.
  ///
  /// - Parameters:
  ///   - measurements: m x p d; row i has the entries of A_i, row by row of A_i.
  ///   - matrix: W, p x d.
  /// - Returns: m x 1.
  /// - Throws: ``ObjectiveError/shapes(_:)`` when a row has not as many entries as W.
  public static func values(
    _ measurements: Matrix, of matrix: Matrix
  ) throws(ObjectiveError) -> Matrix {
    try require(measurements, rowCount: matrix.rowCount, columnCount: matrix.columnCount)
    return measurements * column(matrix.transpose())
  }

  private init(
    _ measurements: Matrix, values: Matrix, outputWidth: Int, truth: Matrix?
  ) throws(ObjectiveError) {
    try ObjectiveError.check(measurements, "the measurements' matrix")
    try ObjectiveError.check(values, "the measured values")
    guard values.rowCount == measurements.rowCount, values.columnCount == 1 else {
      throw .shapes(
        "\(measurements.rowCount) measurements need as many values in one column, not \(values.shapeDescription)"
      )
    }
    let d = measurements.columnCount / max(outputWidth, 1)
    try Self.require(measurements, rowCount: outputWidth, columnCount: d)
    (self.outputWidth, inputWidth, self.values) = (outputWidth, d, values)
    // Column by column, as W itself is stored.
    flattened = Matrix(rowCount: measurements.rowCount, columnCount: outputWidth * d) {
      measurements[$0, ($1 % outputWidth) * d + $1 / outputWidth]
    }
    self.truth = truth.map(Self.column)
  }

  private static func require(
    _ measurements: Matrix, rowCount: Int, columnCount: Int
  ) throws(ObjectiveError) {
    guard measurements.columnCount == rowCount * columnCount, !measurements.isEmpty else {
      throw .shapes(
        """
        a measurement of a matrix with \(rowCount) rows has a multiple of that many entries, one for each of the \
        matrix, but there are \(measurements.columnCount) in a row
        """)
    }
  }

  /// The entries column by column, p d x 1.
  private static func column(_ matrix: Matrix) -> Matrix {
    Matrix(
      rowCount: matrix.rowCount * matrix.columnCount, columnCount: 1, columnMajor: matrix.elements)
  }

  /// W and the gradient as columns, p d x 1, and the residuals, m x 1.
  public func makeScratch() -> [Matrix] {
    let entries = Matrix(rowCount: flattened.columnCount, columnCount: 1)
    return [entries, entries, values]
  }

  /// Writes G = sum_i (<A_i, W> - y_i) A_i / m and returns f(W).
  public func formGradient(
    _ gradient: inout Matrix, at endToEndMatrix: Matrix, scratch: inout [Matrix]
  ) -> Double {
    let count = Double(values.rowCount)
    scratch[0].assign(elementsOf: endToEndMatrix)
    scratch[2].assign(values)
    scratch[2].formProduct(flattened.factor, scratch[0].factor, adding: -1)
    scratch[1].formProduct(flattened.transposed, scratch[2].factor, scaledBy: 1 / count)
    gradient.assign(elementsOf: scratch[1])
    let norm = scratch[2].frobeniusNorm
    return norm * norm / (2 * count)
  }

  /// f(W) itself, by the difference to C, when the values were made without noise; nil otherwise.
  public func excessLoss(at endToEndMatrix: Matrix) -> Double? {
    guard let truth else { return nil }
    let norm = (flattened * (Self.column(endToEndMatrix) - truth)).frobeniusNorm
    return norm * norm / Double(2 * values.rowCount)
  }
}
