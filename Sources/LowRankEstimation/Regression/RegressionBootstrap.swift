public import LinearAlgebra

/// Standard errors of coefficients: the spread of fits to rows that are drawn again, with replacement.
///
/// The rank, or the stop, is held fixed, so that the uncertainty of its choice is not counted. Rows, not residuals, are drawn, so
/// that unequal noise is allowed. Source: Efron and Tibshirani 1993, sections 6 and 9.5.
public struct RegressionBootstrap: Codable, Equatable, Sendable {
  /// How many fits, at least 2; the relative error of a standard error is about (2 count)^(-1/2).
  public let count: Int

  /// Of the draws.
  public let seed: UInt64

  /// Chooses the draws.
  ///
  /// - Parameters:
  ///   - count: how many fits, at least 2.
  ///   - seed: of the draws.
  public init(count: Int = 200, seed: UInt64 = 0) {
    (self.count, self.seed) = (count, seed)
  }

  /// What the fits say together.
  public struct StandardErrors: Codable, Equatable, Sendable {
    /// Of B, d x p.
    public let coefficients: Matrix

    /// Of c, p of them.
    public let intercepts: [Double]
  }

  /// Fits again and again.
  ///
  /// - Parameters:
  ///   - model: a fit.
  ///   - data: what it was fitted to.
  /// - Returns: the standard deviations over the draws.
  /// - Throws: ``EstimationError`` for a count below 2, other data, and when a decomposition fails.
  /// - Complexity: `count` fits without cross-validation.
  public func standardErrors(
    of model: ReducedRankModel, on data: RegressionData
  ) throws(EstimationError) -> StandardErrors {
    guard count >= 2 else {
      throw .setting(name: "the number of bootstrap fits", value: "\(count)", needs: "at least 2")
    }
    _ = try model.residuals(of: data.outputs)
    guard data.inputs.columnCount == model.coefficients.rowCount else {
      throw .shapes("the model was fitted to \(model.coefficients.rowCount) columns of X")
    }
    var generator = SeededGenerator(seed: seed)
    let rows = 0..<data.inputs.rowCount
    var coefficients = Spread(around: model.coefficients)
    var intercepts = Spread(
      around: Matrix(
        rowCount: model.intercepts.count, columnCount: 1, columnMajor: model.intercepts))
    for _ in 0..<count {
      let draw = rows.map { _ in Int.random(in: rows, using: &generator) }
      let map = try refit(model, to: data.rows(draw))
      coefficients.add(map.coefficients.elements)
      intercepts.add(map.intercepts)
    }
    return StandardErrors(
      coefficients: coefficients.standardDeviations,
      intercepts: intercepts.standardDeviations.elements)
  }

  /// The same point of the path of other rows.
  private func refit(
    _ model: ReducedRankModel, to data: RegressionData
  ) throws(EstimationError) -> LinearMap {
    let regression = try model.settings.whitened(data)
    let filters = model.settings.path.filters(
      regression.strengths, upToRank: max(model.strengths.count, model.chosenIndex))
    return regression.map(filters[model.chosenIndex].values)
  }
}

/// Sums for the standard deviation of each element, taken around a fixed centre so that they do not cancel.
private struct Spread {
  private let centre: Matrix
  private var sums, squares: [Double]
  private var count = 0.0

  init(around centre: Matrix) {
    self.centre = centre
    sums = Array(repeating: 0, count: centre.elements.count)
    squares = sums
  }

  mutating func add(_ values: [Double]) {
    for (i, value) in values.enumerated() {
      let gap = value - centre.elements[i]
      sums[i] += gap
      squares[i] += gap * gap
    }
    count += 1
  }

  /// The standard deviations, count - 1 in the denominator.
  var standardDeviations: Matrix {
    Matrix(
      rowCount: centre.rowCount, columnCount: centre.columnCount,
      columnMajor: zip(squares, sums).map { square, sum in
        (max(0, square - sum * sum / count) / (count - 1)).squareRoot()
      })
  }
}
