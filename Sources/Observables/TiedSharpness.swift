internal import DeepLinearCore
internal import LinearAlgebra

/// The sharpness of a tied network, W = U U^T.
///
/// For Sx = I and the eigenvalues l_i of the target's symmetric part, U U^T learns the positive ones. A
/// change of U along u_i against column j of U has the curvature 2 (l_j + |l_i|), so the largest is
///
/// ```
/// 2 (max(l_1, 0) + max_i |l_i|)      4 l_1 for a positive semidefinite target
/// ```
/// For another Sx and W* = U U^T the Hessian maps X to (G + G^T) U with G = (X U^T + U X^T) Sx, whose
/// largest eigenvalue comes from a power iteration. Source: Tarmoun 2021, equations (5) and (7).
struct TiedSharpness {
  let value: Double

  init(_ objective: QuadraticObjective) throws(LinearAlgebraError) {
    let decomposition = try SymmetricEigendecomposition(objective.minimizer)
    let largest = max(0, decomposition.values[0])
    guard let covariance = objective.inputCovariance else {
      value = 2 * (largest + decomposition.values.reduce(0) { max($0, $1.magnitude) })
      return
    }
    // Zero columns of U move nothing.
    let roots = decomposition.values.filter { $0 > 0 }.map { $0.squareRoot() }
    let factor = decomposition.vectors.submatrix(
      rows: 0..<decomposition.values.count, columns: 0..<roots.count
    ).scalingColumns(by: roots)
    value = Self.largestEigenvalue(factor, covariance)
  }

  private static func largestEigenvalue(_ factor: Matrix, _ covariance: Matrix) -> Double {
    // A random start overlaps with the eigenvector sought, whatever symmetries the problem has.
    var generator = SeededGenerator(seed: 0)
    var x = Matrix.gaussian(
      rowCount: factor.rowCount, columnCount: factor.columnCount, using: &generator)
    var eigenvalue = 0.0
    guard !factor.isEmpty else { return eigenvalue }
    for _ in 0..<iterationLimit {
      x.scale(by: 1 / x.frobeniusNorm)
      let change = Matrix.product(x.factor, factor.transposed)
      let gradient = (change + change.transpose()) * covariance
      let image = (gradient + gradient.transpose()) * factor
      let next = image.innerProduct(x)
      let growth = next - eigenvalue
      eigenvalue = next
      x = image
      if growth <= tolerance * next { break }
    }
    return eigenvalue
  }

  /// A step-size limit is used for a warning: three digits are enough.
  private static let tolerance = 1e-5
  private static let iterationLimit = 200
}
