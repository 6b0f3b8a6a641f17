internal import LinearAlgebra

/// The squared errors of all filters of one regression on some rows, after one passage over the rows.
///
/// ```
/// T = X V D^-1 P,   U = Y Omega^(1/2) Q
/// ||Y Omega^(1/2) - T diag(f) Q^T||^2 = ||Y Omega^(1/2) (I - Q Q^T)||^2 + sum_i |u_i - f_i t_i|^2
/// |u - f t|^2 = |u - s t|^2 + 2 (s - f) (u - s t) . t + (s - f)^2 |t|^2
/// ```
/// The second line loses no digits where f = s and the fit is perfect.
struct ModeErrors {
  private let strengths: [Double]
  private let outside: Double
  private let unfiltered, mixed, lengths: [Double]

  /// Goes over the rows.
  init(_ regression: WhitenedRegression, on data: RegressionData) {
    let inputs = data.inputs.subtracting(regression.inputMeans)
    let outputs = data.outputs.subtracting(
      regression.outputMeans, scalingColumnsBy: regression.weightRoots)
    let predictors = inputs * regression.inputDirections
    let targets = Matrix.product(outputs.factor, regression.outputDirections.transposed)
    let rest = targets - predictors.scalingColumns(by: regression.strengths)
    let rows = 0..<inputs.rowCount
    let modes = regression.strengths.indices
    strengths = regression.strengths
    unfiltered = modes.map { rest.innerProduct(ofColumns: $0, $0, rows: rows) }
    lengths = modes.map { predictors.innerProduct(ofColumns: $0, $0, rows: rows) }
    mixed = modes.map { mode in
      rows.reduce(0) { $0 + rest[$1, mode] * predictors[$1, mode] }
    }
    outside =
      modes.count == regression.outputCount
      ? 0 : (outputs - targets * regression.outputDirections).squaredNorm
  }

  /// The squared error of one filter.
  ///
  /// - Parameter values: f, one for each mode.
  /// - Returns: the weighted sum over all entries.
  func squaredError(_ values: [Double]) -> Double {
    var sum = outside
    for i in strengths.indices {
      let shrunk = strengths[i] - values[i]
      sum += max(0, unfiltered[i] + shrunk * (2 * mixed[i] + shrunk * lengths[i]))
    }
    return sum
  }
}
