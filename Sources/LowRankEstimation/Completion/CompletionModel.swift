public import LinearAlgebra

/// A completed matrix: its factors, how the stop was found, and what may be asked of it.
public struct CompletionModel: Codable, Equatable, Sendable {
  /// The settings.
  public let settings: MatrixCompletion

  /// The number of known entries.
  public let observedCount: Int

  /// The factors of the estimate W.
  public let factors: DeepFactors

  /// The descents with held-out entries: a restart each, and more where the width grew.
  public let paths: [CompletionPath]

  /// The position of the descent that counts in ``paths``.
  public let chosen: Int

  /// c of the shrinkage s - c / s that was applied to the singular values; 0 for none.
  public let shrinkage: Double

  /// The singular values of W, descending, those that are rounding left out.
  public let singularValues: [Double]

  /// The right singular vectors of W as rows, one for each of ``singularValues``.
  public let rightVectors: Matrix

  init(
    settings: MatrixCompletion, observations: ObservedEntries, factors: DeepFactors,
    paths: [CompletionPath], chosen: Int, shrinkage: Double, decomposition: LeadingPart
  ) {
    (self.settings, self.factors, self.paths) = (settings, factors, paths)
    (self.chosen, self.shrinkage, observedCount) = (chosen, shrinkage, observations.count)
    let cutoff =
      Double(max(factors.rowCount, factors.columnCount)) * .ulpOfOne
      * (decomposition.values.first ?? 0)
    let part = decomposition.prefix(decomposition.values.count { $0 > cutoff })
    (singularValues, rightVectors) = (part.values, part.rightRows)
  }

  /// p.
  public var rowCount: Int { factors.rowCount }

  /// d.
  public var columnCount: Int { factors.columnCount }

  /// The descent that counts.
  public var path: CompletionPath { paths[chosen] }

  /// The stop.
  public var stop: PathPoint { path.best }

  /// The number of singular values above a hundredth of the first: modes that were learned.
  public var learnedRank: Int {
    singularValues.count { $0 > 0.01 * (singularValues.first ?? 0) }
  }

  /// W, p x d: 8 p d bytes.
  public var estimate: Matrix { factors.product }

  /// An entry of W.
  ///
  /// - Parameters:
  ///   - row: from 0.
  ///   - column: from 0.
  /// - Returns: W_ij.
  public func value(row: Int, column: Int) -> Double {
    block(rows: row..<(row + 1), columns: column..<(column + 1))[0, 0]
  }

  /// Some rows and columns of W.
  ///
  /// - Parameters:
  ///   - rows: within 0..<p.
  ///   - columns: within 0..<d.
  /// - Returns: the part of W.
  public func block(rows: Range<Int>, columns: Range<Int>) -> Matrix {
    let all = 0..<factors.width
    let last = factors.lastTransposed.submatrix(rows: all, columns: rows)
    let left = factors.inner.reversed().reduce(last) {
      Matrix.product($1.transposed, $0.factor)
    }
    return Matrix.product(
      left.transposed, factors.first.submatrix(rows: all, columns: columns).factor)
  }

  /// W at given places.
  ///
  /// - Parameters:
  ///   - rows: from 0.
  ///   - columns: as many, from 0.
  /// - Returns: an entry for each place.
  public func values(rows: [Int], columns: [Int]) -> [Double] {
    let (left, right) = (factors.leftRows, factors.first)
    return zip(rows, columns).map { i, j in
      (0..<left.rowCount).reduce(0) { $0 + left[$1, i] * right[$1, j] }
    }
  }
}

// MARK: - Rows that come later

extension CompletionModel {
  /// Completes rows that were not fitted, from what is known of them.
  ///
  /// A row w^T = c^T V^T gets the coefficients
  ///
  /// ```
  /// c = argmin sum over known j of (y_j - (V c)_j)^2 + tau^2 sum_k c_k^2 / (s_k^2 / p)
  /// ```
  /// with the right singular vectors V and values s of the estimate and the held-out mean square tau^2: least squares
  /// with the penalty that makes c as large as it is in the fitted rows.
  ///
  /// - Parameter newRows: known entries of rows with as many columns as the matrix, one at least in each row.
  /// - Returns: the whole rows.
  /// - Throws: ``EstimationError/shapes(_:)``, ``EstimationError/nothingObserved(_:)``,
  ///   ``EstimationError/decomposition(_:)``.
  public func predict(_ newRows: ObservedEntries) throws(EstimationError) -> Matrix {
    try newRows.requireNewRows(columnCount: columnCount)
    let rank = singularValues.count
    guard let largest = singularValues.first else {
      return Matrix(rowCount: newRows.rowCount, columnCount: columnCount)
    }
    // With c_k = s_k b_k the penalty is that of every b_k alike, in units of the largest singular value.
    let scales = singularValues.map { $0 / largest }
    let noise = stop.heldOutError * Double(rowCount).squareRoot() / largest
    let counts = newRows.pattern.rowEntryCounts
    var coefficients = Matrix(rowCount: newRows.rowCount, columnCount: rank)
    var first = 0
    for (row, count) in counts.enumerated() {
      let entries = first..<(first + count)
      first += count
      let known = Matrix(rowCount: rank, columnCount: count) {
        scales[$0] * rightVectors[$0, newRows.columns[entries.lowerBound + $1]]
      }
      let values = Matrix(
        rowCount: count, columnCount: 1, columnMajor: Array(newRows.values[entries]))
      var system = known.leftGramian
      let right = known * values
      // Fewer entries than modes and no noise leave the system singular; the smallest solution then counts.
      let rounding = Double(rank) * .ulpOfOne * max(system.trace, .ulpOfOne)
      system.addToDiagonal(noise * noise + rounding)
      let solution = try EstimationError.decomposing { () throws(LinearAlgebraError) in
        try system.solving(right)
      }
      guard let solution else {
        throw .decomposition("the equations of the new row \(row) (from 0) are singular")
      }
      for k in 0..<rank { coefficients[row, k] = scales[k] * solution[k, 0] }
    }
    return coefficients * rightVectors
  }
}

extension CompletionModel {
  /// Decodes a model.
  ///
  /// - Throws: a `DecodingError` when its parts do not fit each other.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    settings = try container.decode(MatrixCompletion.self, forKey: .settings)
    observedCount = try container.decode(Int.self, forKey: .observedCount)
    factors = try container.decode(DeepFactors.self, forKey: .factors)
    paths = try container.decode([CompletionPath].self, forKey: .paths)
    chosen = try container.decode(Int.self, forKey: .chosen)
    shrinkage = try container.decode(Double.self, forKey: .shrinkage)
    singularValues = try container.decode([Double].self, forKey: .singularValues)
    rightVectors = try container.decode(Matrix.self, forKey: .rightVectors)
    let width = factors.width
    guard factors.lastTransposed.rowCount == width,
      factors.inner.allSatisfy({ $0.rowCount == width && $0.columnCount == width }),
      rightVectors.rowCount == singularValues.count, rightVectors.columnCount == columnCount,
      singularValues.allSatisfy({ $0 > 0 }), paths.indices.contains(chosen),
      paths[chosen].points.indices.contains(paths[chosen].bestIndex)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .factors, in: container, debugDescription: "the parts do not fit each other")
    }
  }
}
