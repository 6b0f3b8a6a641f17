public import LinearAlgebra

/// Inner products of an unknown matrix with known ones: y_i = <A_i, W>, <A, W> = sum of A_kl W_kl.
public struct Measurements: Codable, Equatable, Sendable {
  /// m x p d; row i has the entries of A_i, row by row of A_i.
  public let matrices: Matrix

  /// y, m numbers.
  public let values: [Double]

  /// p, the rows of W.
  public let rowCount: Int

  /// d, the columns of W.
  public var columnCount: Int { matrices.columnCount / rowCount }

  /// Checks the measurements.
  ///
  /// - Parameters:
  ///   - matrices: m x p d; row i has the entries of A_i, row by row of A_i.
  ///   - values: y, m x 1 or 1 x m.
  ///   - rowCount: p.
  /// - Throws: ``EstimationError/shapes(_:)``, ``EstimationError/notFinite(what:row:column:)``,
  ///   ``EstimationError/tooSmall(what:shape:needs:)``, ``EstimationError/constant(what:)``,
  ///   ``EstimationError/diverged(_:)`` for numbers of a hopeless size.
  public init(matrices: Matrix, values: Matrix, rowCount: Int) throws(EstimationError) {
    guard rowCount >= 1 else {
      throw .setting(name: "the number of rows", value: "\(rowCount)", needs: "1 or more")
    }
    guard matrices.columnCount.isMultiple(of: rowCount), matrices.columnCount > 0 else {
      throw .shapes(
        """
        a measurement of a matrix with \(rowCount) rows has a multiple of that many entries, but there are \
        \(matrices.columnCount) in a row
        """)
    }
    guard values.elements.count == matrices.rowCount, min(values.rowCount, values.columnCount) == 1
    else {
      throw .shapes(
        "\(matrices.rowCount) measurements need as many values in one column, not \(values.shapeDescription)"
      )
    }
    guard matrices.rowCount > 1 else {
      throw .tooSmall(
        what: "the set of measurements", shape: "\(matrices.rowCount) of them",
        needs: "two at least, one of which is held out")
    }
    try EstimationError.requireFinite(matrices, "the measurements' matrix")
    try EstimationError.requireFinite(values, "the list of measured values")
    guard values.elements.contains(where: { $0 != 0 }), matrices.largestMagnitude > 0 else {
      throw .constant(what: "the measurements, which are zeros,")
    }
    try EstimationError.requireSize(
      values.largestMagnitude, "the measured values", limit: MatrixCompletion.sizeLimit)
    try EstimationError.requireSize(
      matrices.largestMagnitude, "the measurements' matrices", limit: MatrixCompletion.sizeLimit)
    (self.matrices, self.values, self.rowCount) = (matrices, values.elements, rowCount)
  }
}

/// Recovers a matrix of low rank from inner products with known matrices, by descent from a small start, stopped
/// early.
///
/// ```
/// f(W_N, ..., W_1) = 1/2 sum_i (<A_i, W_N ... W_1> - y_i)^2
/// ```
/// Some measurements are held out and tell when to stop; then all are fitted for the same time. The scale of a start
/// assumes entries of the A_i that are independent and of one size.
///
/// Source: Arora, Cohen, Hu, Luo 2019, section 4; Chou 2022, section 5.
public struct MatrixSensing: LowRankEstimator {
  /// Depth, width, start, stop and seed: the settings of ``MatrixCompletion``, with measurements in place of entries.
  public var descent: MatrixCompletion

  /// Takes the settings.
  ///
  /// - Parameter descent: depth, width, start, stop and seed.
  public init(descent: MatrixCompletion = MatrixCompletion()) {
    self.descent = descent
  }

  /// Recovers the matrix.
  ///
  /// - Parameter observations: the measurements.
  /// - Returns: the model.
  /// - Throws: ``EstimationError``.
  public func fit(_ observations: Measurements) throws(EstimationError) -> SensingModel {
    try fit(observations) { _ in true }
  }

  /// Recovers the matrix and tells how far it has come.
  ///
  /// - Parameters:
  ///   - observations: the measurements.
  ///   - observe: told after every step; false ends the fit.
  /// - Returns: the model.
  /// - Throws: ``EstimationError``; ``EstimationError/interrupted`` when it was ended.
  public func fit(
    _ observations: Measurements, observe: (CompletionProgress) -> Bool
  ) throws(EstimationError) -> SensingModel {
    try descent.checkSettings()
    let count = observations.values.count
    var generator = SeededGenerator(seed: descent.seed, stream: HeldOutEntries.stream)
    let order = Array(0..<count).shuffled(using: &generator)
    let heldOutCount = Int((descent.heldOutFraction * Double(count)).rounded())
    let heldOut = order.prefix(min(max(heldOutCount, 1), count - 1)).sorted()
    let fitted = order.dropFirst(heldOut.count).sorted()
    let (p, d) = (observations.rowCount, observations.columnCount)
    let width = min(descent.width ?? p, min(p, d))
    let search = PathSearch(
      settings: descent, fitted: MeasurementLoss(observations, at: fitted),
      heldOut: MeasurementLoss(observations, at: heldOut),
      all: MeasurementLoss(observations, at: Array(0..<count)), firstWidth: width, lastWidth: width)
    let fit = try search.run(observe)
    return SensingModel(
      settings: self, factors: fit.factors, paths: fit.paths, chosen: fit.chosen,
      singularValues: try fit.factors.decomposition().values)
  }
}

/// A matrix recovered from measurements.
public struct SensingModel: Codable, Equatable, Sendable {
  /// The settings.
  public let settings: MatrixSensing

  /// The factors of the estimate W.
  public let factors: DeepFactors

  /// The descents with held-out measurements, one for each restart.
  public let paths: [CompletionPath]

  /// The position of the descent that counts in ``paths``.
  public let chosen: Int

  /// The singular values of W, descending.
  public let singularValues: [Double]

  /// The descent that counts.
  public var path: CompletionPath { paths[chosen] }

  /// W, p x d.
  public var estimate: Matrix { factors.product }

  /// <A_i, W> of other measurements.
  ///
  /// - Parameter matrices: m x p d; row i has the entries of A_i, row by row of A_i.
  /// - Returns: m numbers.
  /// - Throws: ``EstimationError/shapes(_:)`` when a row has not as many entries as W.
  public func values(of matrices: Matrix) throws(EstimationError) -> [Double] {
    let transpose = estimate.transpose()
    guard matrices.columnCount == transpose.elements.count else {
      throw .shapes(
        "a measurement has \(matrices.columnCount) entries, the matrix has \(transpose.elements.count)"
      )
    }
    let column = Matrix(
      rowCount: transpose.elements.count, columnCount: 1, columnMajor: transpose.elements)
    return (matrices * column).elements
  }
}
