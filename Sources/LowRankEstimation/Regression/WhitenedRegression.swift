internal import LinearAlgebra

/// A regression in coordinates in which its paths are filters of singular values.
///
/// ```
/// X = A S V^T,   D = (S^2 + n lambda)^(1/2),   H = S D^-1,   M = H A^T Y Omega^(1/2) = P diag(s) Q^T
/// B = V D^-1 P diag(f) Q^T Omega^(-1/2)
/// ||(Y - X B) Omega^(1/2)||^2 + n lambda ||B Omega^(1/2)||^2 = ||M - P diag(f) Q^T||^2 + const
/// ```
/// X (n x d) and Y (n x p) have lost their means. By the last line the best B of rank k keeps k singular values,
/// f_i = s_i, and a network that descends on the left side in these coordinates descends on the right. One
/// decomposition of X and one of M serve every f. Source: Reinsel and Velu 1998; Mukherjee and Zhu 2011
/// with ridge. Without ridge any basis A of the columns of X does, and X^+ A stands for V D^-1 (``StandardizedInputs``).
struct WhitenedRegression {
  /// What was taken from the columns of X.
  let inputMeans: [Double]

  /// What was taken from the columns of Y.
  let outputMeans: [Double]

  /// Omega^(1/2).
  let weightRoots: [Double]

  /// s, those above rounding, descending.
  let strengths: [Double]

  /// V D^-1 P, d x q: where in the inputs each mode comes from.
  let inputDirections: Matrix

  /// Q^T, q x p with orthonormal rows: where in the weighted outputs each mode goes.
  let outputDirections: Matrix

  /// (P^T H^2 P)_ii, the part of mode i that the ridge leaves; 1 without ridge.
  let shares: [Double]

  /// tr H^2, the degrees of freedom of one output.
  let totalShare: Double

  /// The rank of X.
  let inputRank: Int

  /// lambda.
  let ridge: Double

  /// Brings data into these coordinates.
  ///
  /// - Parameters:
  ///   - data: X and Y.
  ///   - ridge: lambda, or how it is chosen.
  ///   - weights: the diagonal of Omega, positive; nil for ones.
  ///   - isCentering: whether the means are taken away.
  /// - Throws: ``EstimationError/decomposition(_:)``.
  init(
    _ data: RegressionData, ridge: RidgePenalty, weights: [Double]?, isCentering: Bool
  ) throws(EstimationError) {
    let standardized = try StandardizedInputs(data.inputs, isCentering: isCentering)
    let outputs = CenteredColumns(data.outputs, isCentering: isCentering)
    let roots =
      weights?.map { $0.squareRoot() } ?? Array(repeating: 1, count: data.outputs.columnCount)
    let weighted = weights == nil ? outputs.matrix : outputs.matrix.scalingColumns(by: roots)
    let rowCount = Double(data.inputs.rowCount)
    let whitening = try Whitening(
      standardized, outputs: weighted, ridge: ridge, hasIntercept: isCentering)
    let (kept, projected) = (whitening.kept, whitening.projected)
    let core = try EstimationError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(projected.scalingRows(by: kept))
    }
    // What rounding can be in A^T y_j; a mode is judged by the outputs that it goes to.
    let (height, width) = (rowCount.squareRoot(), Double(roots.count).squareRoot())
    let roundings = roots.indices.map { j in
      let size = weighted.submatrix(rows: 0..<weighted.rowCount, columns: j..<(j + 1)).frobeniusNorm
      return 4 * .ulpOfOne
        * (height * size + (height + width) * outputs.means[j].magnitude * roots[j])
    }
    let common =
      Double(max(kept.count, roots.count)) * .ulpOfOne * (core.values.first ?? 0)
    let modes = core.values.indices.prefix { mode in
      let own = roundings.indices.reduce(0) { sum, j in
        let part = core.rightVectorsTransposed[mode, j] * roundings[j]
        return sum + part * part
      }
      return core.values[mode] > common + own.squareRoot() * (kept.first ?? 0)
    }.count
    let left = core.leftVectors.submatrix(rows: 0..<kept.count, columns: 0..<modes)
    (inputMeans, outputMeans) = (standardized.inputs.means, outputs.means)
    weightRoots = roots
    strengths = Array(core.values.prefix(modes))
    inputDirections = whitening.map * left
    outputDirections = core.rightVectorsTransposed.submatrix(
      rows: 0..<modes, columns: 0..<data.outputs.columnCount)
    shares = (0..<modes).map { mode in
      kept.indices.reduce(0) { $0 + kept[$1] * kept[$1] * left[$1, mode] * left[$1, mode] }
    }
    totalShare = kept.reduce(0) { $0 + $1 * $1 }
    inputRank = kept.count
    self.ridge = whitening.penalty / rowCount
  }

  /// The number p of outputs.
  var outputCount: Int { weightRoots.count }

  /// The factors of B for filtered singular values: d x k and k x p, without the modes that are 0.
  func factors(_ values: [Double]) -> (left: Matrix, right: Matrix) {
    let count = values.count - values.reversed().prefix { $0 == 0 }.count
    let left = inputDirections.submatrix(rows: 0..<inputMeans.count, columns: 0..<count)
    let right = outputDirections.submatrix(rows: 0..<count, columns: 0..<outputCount)
    return (
      left.scalingColumns(by: Array(values.prefix(count))),
      right.scalingColumns(by: weightRoots.map { 1 / $0 })
    )
  }

  /// The map for filtered singular values.
  func map(_ values: [Double]) -> LinearMap {
    let (left, right) = factors(values)
    return LinearMap(
      coefficients: left * right, inputMeans: inputMeans, outputMeans: outputMeans)
  }
}
