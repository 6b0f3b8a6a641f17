public import LinearAlgebra
internal import RealModule

/// Gradient flow of the symmetric factorisation of a target, for any start and any time.
///
/// ```
/// U' = 2 (Y - U U^T) U,   X = U U^T,   X' = 2 Y X + 2 X Y - 4 X^2
/// Y = F diag(s) F^T,  R = F^T U(0),  Psi = diag(4t phi1(4 t s)),  I + R^T Psi R = T^T T
/// F^T U(t) = e^{2 t s} R T^{-1},  up to a rotation of U's columns
/// ```
/// Y is symmetric m x m, singular or indefinite, U(0) m x k of any rank. The stack [Psi^{1/2} R; I] holds numbers
/// from 1 to e^{2 t |s|}; its column space is found by elimination with complete pivoting on the logarithms of the row
/// scales, which leaves a factor L with entries of at most 1. With L = Q T the flow is (t phi1(-4 t s) 4)^{-1/2} L T^{-1}, row
/// by row: nothing overflows, X stays positive semidefinite and its rank never grows.
///
/// Directions of U(0) below max(m, k) epsilon of the largest count as absent. Accuracy: 1e-13 or so for any t.
/// Source: Tarmoun 2021, equation (6), Proposition 1; the stable form is ours.
public struct SymmetricFactorizationFlow: Sendable {
  /// The eigenvalues s of the target, descending, and its eigenvectors as columns.
  private let eigenvalues: [Double]
  private let basis: Matrix

  /// R with linearly independent columns.
  private let start: Matrix

  /// Decomposes target and start.
  ///
  /// - Parameters:
  ///   - target: Y, m x m, symmetric.
  ///   - start: U(0), m x k.
  /// - Throws: ``TheoryError``.
  public init(target: Matrix, start: Matrix) throws(TheoryError) {
    guard target.rowCount == target.columnCount, target.rowCount == start.rowCount else {
      throw .shape(
        "Y is \(target.shapeDescription) and U \(start.shapeDescription); Y must be square and as tall"
      )
    }
    let asymmetry = (target - target.transpose()).largestMagnitude
    try Assumption(
      "max |Y - Y^T|", asymmetry, .atMost, 1e-6 * target.largestMagnitude, "1e-6 max |Y|",
      source: Source(.tarmoun2021, "equation (6)")
    ).require()
    let decomposition = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SymmetricEigendecomposition(target)
    }
    eigenvalues = decomposition.values
    basis = decomposition.vectors
    let rotated = Matrix.product(basis.transposed, start.factor)
    // Projecting on the singular directions keeps each row as exact as it is.
    let directions = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(rotated)
    }
    let size = Double(max(start.rowCount, start.columnCount))
    let cutoff = size * .ulpOfOne * (directions.values.first ?? 0)
    let rank = directions.values.count { $0 > cutoff }
    let right = directions.rightVectorsTransposed.submatrix(
      rows: 0..<rank, columns: 0..<directions.rightVectorsTransposed.columnCount)
    self.start =
      rank == start.columnCount ? rotated : Matrix.product(rotated.factor, right.transposed)
  }

  /// A factor of X(t), m x rank U(0): U(t) up to a rotation of its columns.
  ///
  /// - Parameter time: t >= 0.
  /// - Returns: the factor.
  /// - Throws: ``TheoryError``.
  public func factor(at time: Double) throws(TheoryError) -> Matrix {
    try Assumption("t", time, .atLeast, 0).require()
    guard time > 0, !start.isEmpty else { return basis * start }
    let stack = PivotedStack(
      rows: start, logScales: eigenvalues.map { Self.logGrowth(4 * time * $0, time) / 2 })
    let triangle = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try QRDecomposition(stack.factor).upperTriangle
    }
    // L T^{-1} as the solution of T^T X^T = L^T.
    let top = stack.factor.submatrix(
      rows: 0..<start.rowCount, columns: 0..<start.columnCount)
    let solved = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try triangle.transpose().solving(top.transpose())
    }
    guard let solved else { throw .decomposition("the start's directions are dependent") }
    let gains = eigenvalues.map { Double.exp(-Self.logGrowth(-4 * time * $0, time) / 2) }
    return basis * solved.transpose().scalingRows(by: gains)
  }

  /// X(t) = U(t) U(t)^T, m x m.
  ///
  /// - Parameter time: t >= 0.
  /// - Returns: X(t).
  /// - Throws: ``TheoryError``.
  public func product(at time: Double) throws(TheoryError) -> Matrix {
    try factor(at: time).leftGramian
  }

  /// ln(4t phi1(z)), also where phi1 overflows.
  private static func logGrowth(_ z: Double, _ time: Double) -> Double {
    guard z > 1 else { return .log(4 * time * Relaxation.phi1(z)) }
    return z + .log(onePlus: -.exp(-z)) - .log(z) + .log(4 * time)
  }
}

/// The column space of [diag(e^{scale}) A; I], A with independent columns, by complete pivoting.
private struct PivotedStack {
  /// L, (m + k) x k: the same column space, entries of at most 1 in magnitude, a unit triangle among its rows.
  let factor: Matrix

  init(rows: Matrix, logScales: [Double]) {
    let (height, width) = (rows.rowCount, rows.columnCount)
    let scales = logScales + Array(repeating: 0, count: width)
    // The elimination works on the rows without their scales; a pivot row is never smaller than its others.
    var rest = Matrix(rowCount: height + width, columnCount: width) {
      $0 < height ? rows[$0, $1] : ($0 - height == $1 ? 1 : 0)
    }
    var factor = Matrix(rowCount: height + width, columnCount: width)
    var freeRows = Array(0..<(height + width))
    var freeColumns = Array(0..<width)
    for step in 0..<width {
      var pivot = (row: 0, column: 0, size: -Double.infinity)
      for row in freeRows {
        for column in freeColumns {
          let size = scales[row] + .log(rest[row, column].magnitude)
          if size > pivot.size { pivot = (row, column, size) }
        }
      }
      freeRows.removeAll { $0 == pivot.row }
      freeColumns.removeAll { $0 == pivot.column }
      factor[pivot.row, step] = 1
      for row in freeRows {
        let ratio = rest[row, pivot.column] / rest[pivot.row, pivot.column]
        factor[row, step] = .exp(scales[row] - scales[pivot.row]) * ratio
        for column in freeColumns { rest[row, column] -= ratio * rest[pivot.row, column] }
      }
    }
    self.factor = factor
  }
}
