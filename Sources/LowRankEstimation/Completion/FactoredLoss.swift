internal import LinearAlgebra

/// Half a sum of squared residuals of W, which is given as a product of two thin factors.
///
/// ```
/// f(W) = 1/2 sum_k r_k(W)^2      W = L^T R      G = df/dW
/// ```
protocol FactoredLoss: Sendable {
  /// p.
  var rowCount: Int { get }

  /// d.
  var columnCount: Int { get }

  /// The number of residuals.
  var count: Int { get }

  /// The root of the mean square of what is observed.
  var observedSize: Double { get }

  /// Forms the residuals at W.
  ///
  /// - Parameters:
  ///   - left: L, w x p.
  ///   - right: R, w x d.
  /// - Returns: the sum of their squares.
  mutating func formResiduals(left: Matrix, right: Matrix) -> Double

  /// Writes R G^T, w x p, and L G, w x d, of the residuals last formed.
  ///
  /// - Parameters:
  ///   - leftGradient: overwritten.
  ///   - rightGradient: overwritten.
  ///   - left: L, w x p.
  ///   - right: R, w x d.
  mutating func formGradients(
    _ leftGradient: inout Matrix, _ rightGradient: inout Matrix, left: Matrix, right: Matrix)

  /// The norm of W as far as the gradient at W = 0 tells it, on average over what is observed.
  ///
  /// - Parameter norm: ||G||_2 at W = 0.
  /// - Returns: the norm of W.
  func size(fromGradientNorm norm: Double) -> Double

  /// The squares of the residuals last formed.
  var squaredResiduals: [Double] { get }
}

/// The squared residuals of known entries; they and the gradient in W stay sparse.
struct EntryLoss: FactoredLoss {
  let pattern: SparsePattern
  let values: [Double]
  private var residuals: [Double]

  init(_ entries: ObservedEntries) {
    pattern = entries.pattern
    values = entries.values
    residuals = values
  }

  var rowCount: Int { pattern.rowCount }
  var columnCount: Int { pattern.columnCount }
  var count: Int { values.count }

  var observedSize: Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(max(count, 1))).squareRoot()
  }

  var squaredResiduals: [Double] { residuals.map { $0 * $0 } }

  mutating func formResiduals(left: Matrix, right: Matrix) -> Double {
    pattern.formEntries(&residuals, ofProduct: left, right, subtracting: values)
    return residuals.reduce(0) { $0 + $1 * $1 }
  }

  mutating func formGradients(
    _ leftGradient: inout Matrix, _ rightGradient: inout Matrix, left: Matrix, right: Matrix
  ) {
    pattern.formRowSums(&leftGradient, of: residuals, times: right)
    pattern.formColumnSums(&rightGradient, of: residuals, times: left)
  }

  func size(fromGradientNorm norm: Double) -> Double {
    norm * Double(rowCount) * Double(columnCount) / Double(max(count, 1))
  }
}
