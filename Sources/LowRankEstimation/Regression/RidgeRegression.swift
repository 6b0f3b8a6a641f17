internal import LinearAlgebra
internal import RealModule

/// Ridge regression with the penalty of least generalised cross-validation, to hold the low-rank estimates against.
///
/// ```
/// B = (X^T X + n lambda I)^-1 X^T Y,   df = p (sum_a s_a^2 / (s_a^2 + n lambda) + 1)
/// ```
/// One decomposition of X serves all penalties. They go from 1e-10 to 100 times s_1^2 / n, in 121 equal ratios; the
/// inputs and outputs are centred. Source: Hoerl and Kennard 1970; Golub, Heath, Wahba 1979.
struct RidgeRegression {
  /// The weights of the outputs in the criterion; nil for ones.
  let outputWeights: [Double]?

  /// Whether there are intercepts.
  let fitsIntercept: Bool

  /// The map of the best penalty, and that penalty.
  func fit(_ data: RegressionData) throws(EstimationError) -> (map: LinearMap, ridge: Double) {
    let inputs = try InputDecomposition(data.inputs, isCentering: fitsIntercept)
    let outputs = CenteredColumns(data.outputs, isCentering: fitsIntercept)
    let projected = Matrix.product(inputs.left.transposed, outputs.matrix.factor)
    let roots = outputWeights?.map { $0.squareRoot() }
    func weighted(_ matrix: Matrix) -> Matrix { roots.map(matrix.scalingColumns) ?? matrix }
    let outside = weighted(outputs.matrix - inputs.left * projected).squaredNorm
    let lengths = (0..<inputs.rank).map { mode in
      weighted(projected).row(mode).reduce(0) { $0 + $1 * $1 }
    }
    let outputCount = Double(data.outputs.columnCount)
    let rowCount = Double(data.inputs.rowCount)
    func criterion(_ penalty: Double) -> Double {
      var (rest, freedom) = (outside, fitsIntercept ? 1.0 : 0)
      for (value, length) in zip(inputs.values, lengths) {
        let kept = value * value / (value * value + penalty)
        rest += (1 - kept) * (1 - kept) * length
        freedom += kept
      }
      return InformationCriteria(
        loss: rest / data.outputCount, degreesOfFreedom: freedom * outputCount,
        entryCount: data.outputCount
      ).gcv
    }
    let largest = inputs.values.first ?? 0
    let penalties = (0...120).map { largest * largest * .pow(10, Double($0) / 10 - 10) }
    let best = penalties.min { criterion($0) < criterion($1) } ?? 0
    let shrunk = projected.scalingRows(by: inputs.values.map { $0 / ($0 * $0 + best) })
    let map = LinearMap(
      coefficients: Matrix.product(inputs.rightTransposed.transposed, shrunk.factor),
      inputMeans: inputs.inputs.means, outputMeans: outputs.means)
    return (map, best / rowCount)
  }
}
