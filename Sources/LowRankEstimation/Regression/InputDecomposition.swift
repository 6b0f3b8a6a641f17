internal import LinearAlgebra

/// Centred inputs in their own directions and units, X = A S V^T, with the directions left out that only rounding made.
///
/// ``StandardizedInputs`` says which those are; what is left is decomposed in the units of X, in which a ridge
/// charges and principal components are ordered. Singular values up to max(n, d) epsilon s_1 are rounding there, and count as 0.
struct InputDecomposition {
  /// The means of X and X without them.
  let inputs: CenteredColumns

  /// A, n x r.
  let left: Matrix

  /// S: s_1 >= s_2 and so on to s_r > 0.
  let values: [Double]

  /// V^T, r x d.
  let rightTransposed: Matrix

  /// Decomposes inputs.
  init(_ matrix: Matrix, isCentering: Bool) throws(EstimationError) {
    try self.init(StandardizedInputs(matrix, isCentering: isCentering))
  }

  /// Goes back to the units of the inputs.
  init(_ standardized: StandardizedInputs) throws(EstimationError) {
    let whole = try EstimationError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(standardized.inOwnUnits)
    }
    let (rowCount, columnCount) = (
      standardized.left.rowCount, whole.rightVectorsTransposed.columnCount
    )
    let cutoff = Double(max(rowCount, columnCount)) * .ulpOfOne * (whole.values.first ?? 0)
    let rank = whole.values.count { $0 > cutoff }
    inputs = standardized.inputs
    values = Array(whole.values.prefix(rank))
    left =
      standardized.left
      * whole.leftVectors.submatrix(rows: 0..<standardized.rank, columns: 0..<rank)
    rightTransposed = whole.rightVectorsTransposed.submatrix(
      rows: 0..<rank, columns: 0..<columnCount)
  }

  /// r, the rank of the inputs.
  var rank: Int { values.count }
}
