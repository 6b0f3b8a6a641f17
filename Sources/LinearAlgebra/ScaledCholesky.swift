internal import COpenBLAS

/// The Cholesky factor of a Gramian whose rows were first scaled to length 1.
///
/// ```
/// A A^T = D L L^T D      D: the lengths of the rows of A      L: lower triangular, its rows of length 1
/// ```
/// That scaling comes within a factor sqrt(m) of the smallest condition number that any has. Source: Higham 2002, section 7.3.
struct ScaledCholesky {
  /// D.
  let lengths: [Double]

  /// L, m x m.
  let triangle: Matrix

  /// L^-1.
  let inverse: Matrix

  /// Factors a Gramian; nil when it is not positive definite, not finite, or its squares over- or underflow.
  init?(gramian: Matrix) {
    let size = gramian.rowCount
    lengths = gramian.diagonal.map { $0.squareRoot() }
    guard size > 0, lengths.allSatisfy({ $0 > 1e-100 && $0 < 1e100 }) else { return nil }
    let reciprocals = lengths.map { 1 / $0 }
    var triangle = gramian.scalingRows(by: reciprocals).scalingColumns(by: reciprocals)
    BLAS.start
    var (n, info) = (blasint(size), blasint(0))
    var lower = CChar(UInt8(ascii: "L"))
    unsafe dpotrf_(&lower, &n, &triangle.elements, &n, &info, 1)
    guard info == 0 else { return nil }
    for j in 0..<size {
      for i in 0..<j { triangle[i, j] = 0 }
    }
    var inverse = triangle
    var diagonal = CChar(UInt8(ascii: "N"))
    unsafe dtrtri_(&lower, &diagonal, &n, &inverse.elements, &n, &info, 1, 1)
    guard info == 0 else { return nil }
    (self.triangle, self.inverse) = (triangle, inverse)
  }

  /// ||L^-1||_F, at least the reciprocal of the smallest singular value of D^-1 A.
  var inverseNorm: Double { inverse.frobeniusNorm }
}

extension Matrix {
  /// The Gramian of the rows of several factors, one below the other.
  init(gramianOfRowsOf factors: [Factor]) {
    let size = factors.reduce(0) { $0 + $1.rowCount }
    self.init(rowCount: size, columnCount: size)
    var column = 0
    for (j, right) in factors.enumerated() {
      var row = column
      for left in factors[j...] {
        let block = Matrix.product(left, right.transposed)
        for l in 0..<block.columnCount {
          for k in 0..<block.rowCount {
            self[row + k, column + l] = block[k, l]
            self[column + l, row + k] = block[k, l]
          }
        }
        row += left.rowCount
      }
      column += right.rowCount
    }
  }
}

/// Whether the columns of several factors, one below the other, are independent far beyond rounding.
///
/// The test is sufficient: columns that pass it have full rank to working precision however the rows and columns are
/// scaled, and an answer of false says nothing. It takes one pass over the factors. What is not finite is not independent.
///
/// - Parameter factors: A_i, m_i x n, at least one; each counts with its norm.
/// - Returns: whether they were found to be independent.
public func columnsAreIndependent(_ factors: [Factor]) -> Bool {
  let width = factors[0].columnCount
  var gramian = Matrix(rowCount: width, columnCount: width)
  for factor in factors {
    let own = Matrix.product(factor.transposed, factor)
    let square = own.diagonal.reduce(0, +)
    if square > 0 { gramian.add(own, scaledBy: 1 / square) }
  }
  guard let factor = ScaledCholesky(gramian: gramian) else { return false }
  // sigma_min^2 >= 1 / ||L^-1||_F^2 >= sqrt(epsilon), far above the rounding of the Gramian.
  return factor.inverseNorm * factor.inverseNorm * Double.ulpOfOne.squareRoot() <= 1
}
