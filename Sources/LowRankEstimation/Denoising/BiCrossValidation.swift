internal import LinearAlgebra

/// Errors of filters on blocks that are held out, without knowing the noise.
///
/// Rows and columns are dealt to folds. For each fold, with its rows and columns last,
///
/// ```
/// Y = [ D  C ]      D = U diag(d) V^T,   A^ = B V diag(f(kappa d) / (kappa d^2)) U^T C,   kappa^2 = m n / (m_D n_D)
///     [ B  A ]
/// ```
/// predicts A from the rest: for a matrix of rank k, A = B D^+ C. The filter takes the place of the hard threshold in D^+; kappa
/// scales D's signal to that of the whole matrix, so that a stop means the same for both. The noise in D is then
/// larger than in Y by sqrt(kappa), so that stops come out slightly early, and A^ rewards large f beyond the signal's own
/// loss; the chosen stop is near the best one, not unbiased as Stein's.
///
/// Source: Owen and Perry 2009, for truncation; filters in its place are ours.
struct BiCrossValidation {
  private struct Fold {
    /// kappa d.
    let values: [Double]

    /// d.
    let plain: [Double]

    /// (V^T B^T A C^T U)_ii, what the prediction has in common with A.
    let overlaps: [Double]

    /// (V^T B^T B V) o (U^T C C^T U).
    let gramian: Matrix
  }

  private let folds: [Fold]
  private let largest: Double

  /// ||A||_F^2, over all folds.
  private let squaredNorm: Double

  /// Deals the matrix to folds and decomposes each one's D.
  init(
    _ matrix: DecomposedMatrix, foldCount: Int, seed: UInt64
  ) throws(EstimationError) {
    guard matrix.isComplete else {
      throw .setting(
        name: "the decomposition", value: "a leading part", needs: "whole for cross-validation")
    }
    let shortest = min(matrix.rowCount, matrix.columnCount)
    guard foldCount >= 2, foldCount <= shortest else {
      throw .setting(
        name: "the number of folds", value: "\(foldCount)", needs: "from 2 to \(shortest)")
    }
    let whole = matrix.whole
    var generator = SeededGenerator(seed: seed)
    let rows = Array(0..<matrix.rowCount).shuffled(using: &generator)
    let columns = Array(0..<matrix.columnCount).shuffled(using: &generator)
    var folds: [Fold] = []
    var squaredNorm = 0.0
    for fold in 0..<foldCount {
      let (rowsIn, rowsOut) = Self.deal(rows, fold, of: foldCount)
      let (columnsIn, columnsOut) = Self.deal(columns, fold, of: foldCount)
      func block(_ rows: [Int], _ columns: [Int]) -> Matrix {
        Matrix(rowCount: rows.count, columnCount: columns.count) { whole[rows[$0], columns[$1]] }
      }
      let corner = block(rowsOut, columnsOut)
      let center = try EstimationError.decomposing { () throws(LinearAlgebraError) in
        try SingularValueDecomposition(block(rowsIn, columnsIn))
      }
      let scale =
        (Double(rows.count * columns.count) / Double(rowsIn.count * columnsIn.count)).squareRoot()
      let left = Matrix.product(
        block(rowsOut, columnsIn).factor, center.rightVectorsTransposed.transposed)
      let right = Matrix.product(
        center.leftVectors.transposed, block(rowsIn, columnsOut).factor)
      let mixed = Matrix.product(
        left.transposed, Matrix.product(corner.factor, right.transposed).factor)
      let (lefts, rights) = (
        Matrix.product(left.transposed, left.factor), Matrix.product(right.factor, right.transposed)
      )
      folds.append(
        Fold(
          values: center.values.map { scale * $0 }, plain: center.values, overlaps: mixed.diagonal,
          gramian: Matrix(rowCount: lefts.rowCount, columnCount: lefts.columnCount) {
            lefts[$0, $1] * rights[$0, $1]
          }))
      squaredNorm += corner.innerProduct(corner)
    }
    (self.folds, self.squaredNorm, largest) = (folds, squaredNorm, matrix.values[0])
  }

  private static func deal(_ places: [Int], _ fold: Int, of count: Int) -> (in: [Int], out: [Int]) {
    var result: (in: [Int], out: [Int]) = ([], [])
    for (position, place) in places.enumerated() {
      if position % count == fold { result.out.append(place) } else { result.in.append(place) }
    }
    return result
  }

  /// The filter and the stop of least error.
  ///
  /// - Parameters:
  ///   - filters: the filters.
  ///   - limit: the largest number of steps.
  /// - Returns: the choice; its error is a share of ||A||^2.
  /// - Throws: ``EstimationError``.
  func choice(
    _ filters: [FactorizationFilter], limit: Int
  ) throws(EstimationError) -> SpectralDenoiser.Choice {
    var best = SpectralDenoiser.Choice(filter: filters[0])
    for filter in filters {
      var courses: [FilterCourse] = []
      for fold in folds {
        courses.append(try FilterCourse(filter, values: fold.values, largest: largest))
      }
      var own = SpectralDenoiser.Choice(filter: filter)
      var (candidate, next) = (0, 0)
      while candidate <= limit {
        if candidate == next {
          let error = relativeError(of: courses)
          if error < own.error {
            (own.time, own.error) = (courses[0].time, error)
            own.isAtLimit = candidate == limit
          }
          // Far above the least error only more noise follows.
          if error > max(2 * own.error, 1) { break }
          // Candidates grow by a fifteenth: an error costs more than a step.
          next = min(limit, max(candidate + 1, candidate + candidate / 15))
          if candidate == limit { break }
        }
        for fold in courses.indices { try courses[fold].advance() }
        candidate += 1
      }
      if own.error < best.error { best = own }
    }
    return best
  }

  /// ||A - A^||^2 / ||A||^2 over all folds.
  private func relativeError(of courses: [FilterCourse]) -> Double {
    var error = squaredNorm
    for (fold, course) in zip(folds, courses) {
      let least = (fold.plain.first ?? 0) * .ulpOfOne * Double(fold.plain.count)
      let weights = fold.plain.indices.map { i in
        // A zero of D predicts nothing.
        fold.plain[i] > least
          ? course.filtered[i] / (fold.values[i] * fold.plain[i]) : 0
      }
      let image =
        fold.gramian
        * Matrix(
          rowCount: weights.count, columnCount: 1, columnMajor: weights)
      for i in weights.indices {
        error += weights[i] * (image[i, 0] - 2 * fold.overlaps[i])
      }
    }
    return error / squaredNorm
  }
}
