internal import LinearAlgebra

/// Centred inputs in their own directions, X = A S V^T, with the directions left out that only rounding made.
///
/// Singular values count as 0 up to max(n, d) epsilon (s_1 + sqrt(n) |means|): the second term is the rounding of
/// the numbers that the means were taken from. Collinear and wide inputs so get the pseudo-inverse.
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
    let inputs = CenteredColumns(matrix, isCentering: isCentering)
    let whole = try EstimationError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(inputs.matrix)
    }
    let cutoff =
      Double(max(matrix.rowCount, matrix.columnCount)) * .ulpOfOne
      * ((whole.values.first ?? 0) + inputs.meanNorm)
    let rank = whole.values.count { $0 > cutoff }
    self.inputs = inputs
    values = Array(whole.values.prefix(rank))
    left = whole.leftVectors.submatrix(rows: 0..<matrix.rowCount, columns: 0..<rank)
    rightTransposed = whole.rightVectorsTransposed.submatrix(
      rows: 0..<rank, columns: 0..<matrix.columnCount)
  }

  /// r, the rank of the inputs.
  var rank: Int { values.count }
}
