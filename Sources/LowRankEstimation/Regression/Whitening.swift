internal import LinearAlgebra

/// The coordinates in which the inputs of a regression, the ridge counted among them, have covariance I.
///
/// ```
/// X = A S V^T,   D = (S^2 + n lambda)^(1/2)
/// ```
struct Whitening {
  /// The diagonal of H = S D^-1, descending; ones without ridge.
  let kept: [Double]

  /// A^T times the outputs, r x p.
  let projected: Matrix

  /// V D^-1, d x r; without ridge the smallest map from X to A.
  let map: Matrix

  /// n lambda.
  let penalty: Double

  /// Finds them.
  ///
  /// - Parameters:
  ///   - standardized: X.
  ///   - outputs: Y without means, weighted.
  ///   - ridge: lambda, or how it is chosen.
  ///   - hasIntercept: whether the means were taken away.
  /// - Throws: ``EstimationError/decomposition(_:)``.
  init(
    _ standardized: StandardizedInputs, outputs: Matrix, ridge: RidgePenalty, hasIntercept: Bool
  ) throws(EstimationError) {
    if ridge == .none {
      kept = Array(repeating: 1, count: standardized.rank)
      projected = Matrix.product(standardized.left.transposed, outputs.factor)
      map = try standardized.smallestMap()
      penalty = 0
      return
    }
    let inputs = try InputDecomposition(standardized)
    let projected = Matrix.product(inputs.left.transposed, outputs.factor)
    let penalty =
      switch ridge {
      case .fixed(let lambda): Double(outputs.rowCount) * lambda
      case .gcv:
        RidgeCriterion(
          inputs: inputs, projected: projected, outputs: outputs, hasIntercept: hasIntercept
        ).bestPenalty
      }
    let scales = inputs.values.map { ($0 * $0 + penalty).squareRoot() }
    kept = zip(inputs.values, scales).map { $0 / $1 }
    map = inputs.rightTransposed.transpose().scalingColumns(by: scales.map { 1 / $0 })
    (self.projected, self.penalty) = (projected, penalty)
  }
}
