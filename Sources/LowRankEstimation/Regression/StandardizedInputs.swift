internal import LinearAlgebra

/// Centred inputs with columns of length 1, X = Z diag(c) and Z = A S V^T, without what only rounding made.
///
/// Here neither the scale nor the mean of a column says anything about another column. Left out are columns with
/// c <= delta and directions with
///
/// ```
/// s_i <= max(n, d) epsilon s_1 + ( sum_j (V_ji delta_j / c_j)^2 )^(1/2),   delta_j = 4 epsilon (sqrt n + sqrt d) |mean_j|
/// ```
/// delta_j bounds the rounding of the numbers that mean j was taken from, as it appears in a singular value.
struct StandardizedInputs {
  /// The means of X and X without them.
  let inputs: CenteredColumns

  /// A, n x r.
  let left: Matrix

  /// s, r of them.
  private let values: [Double]

  /// V^T, r x d.
  private let rightTransposed: Matrix

  /// c; 0 for columns that are left out.
  private let sizes: [Double]

  /// Decomposes inputs.
  init(_ matrix: Matrix, isCentering: Bool) throws(EstimationError) {
    let inputs = CenteredColumns(matrix, isCentering: isCentering)
    let (rowCount, columnCount) = (matrix.rowCount, matrix.columnCount)
    let width = 4 * .ulpOfOne * (Double(rowCount).squareRoot() + Double(columnCount).squareRoot())
    let roundings = inputs.means.map { width * $0.magnitude }
    let sizes = roundings.enumerated().map { column, rounding in
      let size = Self.length(inputs.matrix.column(column))
      return size > rounding && size >= Self.smallestSize ? size : 0
    }
    let unit = Matrix(rowCount: rowCount, columnCount: columnCount) { i, j in
      sizes[j] > 0 ? inputs.matrix[i, j] / sizes[j] : 0
    }
    let whole = try EstimationError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(unit)
    }
    let shares = zip(roundings, sizes).map { $1 > 0 ? $0 / $1 : 0 }
    let common =
      Double(max(rowCount, columnCount)) * .ulpOfOne * (whole.values.first ?? 0)
    let kept = whole.values.indices.filter { mode in
      let own = whole.rightVectorsTransposed.row(mode)
      return whole.values[mode] > common + Self.length(zip(own, shares).map { $0 * $1 })
    }
    (self.inputs, self.sizes) = (inputs, sizes)
    values = kept.map { whole.values[$0] }
    left = Matrix(rowCount: rowCount, columnCount: kept.count) {
      whole.leftVectors[$0, kept[$1]]
    }
    rightTransposed = Matrix(rowCount: kept.count, columnCount: columnCount) {
      whole.rightVectorsTransposed[kept[$0], $1]
    }
  }

  /// r, the rank of the inputs.
  var rank: Int { values.count }

  /// S V^T diag(c), r x d: the inputs in the basis A, in their own units.
  var inOwnUnits: Matrix {
    rightTransposed.scalingRows(by: values).scalingColumns(by: sizes)
  }

  /// The map of smallest norm that takes X to A, d x r.
  ///
  /// ```
  /// diag(c)^-1 diag(c') (V^T diag(c'))^+ S^-1,   c'_j = max(c_j, 2^-20 max c)
  /// ```
  /// The norm is that in the units of X as long as c' = c; smaller columns count as of size c', so that no unit
  /// makes the solution lose more than 20 of its 52 digits. Without collinear columns there is one map only.
  func smallestMap() throws(EstimationError) -> Matrix {
    let inverses = values.map { 1 / $0 }
    guard rank < sizes.count(where: { $0 > 0 }) else {
      return rightTransposed.transpose().scalingColumns(by: inverses)
        .scalingRows(by: sizes.map { $0 > 0 ? 1 / $0 : 0 })
    }
    let least = 0x1p-20 * (sizes.max() ?? 0)
    let raised = sizes.map { $0 > 0 ? max($0, least) : 0 }
    let rows = try EstimationError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(rightTransposed.scalingColumns(by: raised))
    }
    let inverse = Matrix.product(
      rows.rightVectorsTransposed.transposed,
      rows.leftVectors.scalingColumns(by: rows.values.map { 1 / $0 }).transposed)
    return inverse.scalingColumns(by: inverses)
      .scalingRows(by: zip(raised, sizes).map { $1 > 0 ? $0 / $1 : 0 })
  }

  /// Shorter columns would need coefficients whose squares are no numbers.
  private static let smallestSize = 1e-100

  /// The length of a vector; no square overflows or vanishes on the way.
  private static func length(_ values: [Double]) -> Double {
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0 else { return 0 }
    return largest
      * values.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }
}
