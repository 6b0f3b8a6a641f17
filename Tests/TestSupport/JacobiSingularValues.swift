public import LinearAlgebra

/// Singular values by one-sided Jacobi rotations, descending: slow, short, and independent of LAPACK.
///
/// Pairs of columns are rotated until all are orthogonal; their norms are the values. Source: Hestenes 1958.
public func jacobiSingularValues(_ matrix: Matrix) -> [Double] {
  let tall = matrix.rowCount >= matrix.columnCount ? matrix : matrix.transpose()
  var columns = (0..<tall.columnCount).map { tall.column($0) }
  func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
  for _ in 0..<30 {
    for q in columns.indices {
      for p in 0..<q {
        let (a, b, c) = (
          dot(columns[p], columns[p]), dot(columns[q], columns[q]), dot(columns[p], columns[q])
        )
        guard c != 0 else { continue }
        let zeta = (b - a) / (2 * c)
        let sign = zeta < 0 ? -1.0 : 1.0
        let t = sign / (zeta.magnitude + (1 + zeta * zeta).squareRoot())
        let cosine = 1 / (1 + t * t).squareRoot()
        let (x, y) = (columns[p], columns[q])
        columns[p] = zip(x, y).map { cosine * ($0 - t * $1) }
        columns[q] = zip(x, y).map { cosine * (t * $0 + $1) }
      }
    }
  }
  return columns.map { dot($0, $0).squareRoot() }.sorted(by: >)
}
