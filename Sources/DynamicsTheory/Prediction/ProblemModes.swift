public import DeepLinearCore
public import LinearAlgebra

/// The modes of a quadratic loss, completed by those that a start has besides.
///
/// ```
/// Sxy^T x_i = sigma_i y_i,   Sx x_i ~ lambda_i x_i
/// ```
/// Where the loss leaves the directions open they are taken from the start W(0): a repeated strength is resolved by
/// the eigenvectors of W(0) within it, and what W(0) has outside all modes is a mode of its own with sigma = 0.
///
/// Shapes: d x m and p x m, m >= rank Sxy. Source: Gidel 2019, Assumption 1; Tarmoun 2021, Definition 3.
public struct ProblemModes: Sendable {
  /// The input direction x_i of every mode, d x m, orthonormal.
  public let inputDirections: Matrix

  /// The output direction y_i of every mode, p x m, orthonormal.
  public let outputDirections: Matrix

  /// sigma_i >= 0, descending.
  public private(set) var strengths: [Double]

  /// lambda_i, the variance of the inputs along x_i.
  public let inputVariances: [Double]

  /// Delta_xy of ``JointDecomposition``: 0 when the modes decouple.
  public let relativeCoupling: Double

  /// Decomposes a loss.
  ///
  /// - Parameters:
  ///   - objective: the loss.
  ///   - start: W(0), p x d.
  /// - Throws: ``TheoryError``.
  public init(_ objective: QuadraticObjective, start: Matrix) throws(TheoryError) {
    var inputs: Matrix
    var outputs: Matrix
    let covariance = objective.inputCovariance
    if covariance == nil {
      let decomposition = try TheoryError.decomposing { () throws(LinearAlgebraError) in
        try SingularValueDecomposition(objective.outputInputCovariance)
      }
      let size = max(start.rowCount, start.columnCount)
      let cutoff = Double(size) * .ulpOfOne * (decomposition.values.first ?? 0)
      let rank = decomposition.values.count { $0 > cutoff }
      strengths = Array(decomposition.values.prefix(rank))
      outputs = decomposition.leftVectors.submatrix(rows: 0..<start.rowCount, columns: 0..<rank)
      inputs = decomposition.rightVectorsTransposed.submatrix(
        rows: 0..<rank, columns: 0..<start.columnCount
      ).transpose()
      relativeCoupling = 0
    } else {
      let joint = try JointDecomposition(objective)
      strengths = joint.strengths
      outputs = joint.outputBasis
      inputs = joint.inputBasis.submatrix(
        rows: 0..<start.columnCount, columns: 0..<joint.strengths.count)
      relativeCoupling = joint.relativeCoupling
    }
    try Self.resolve(strengths, &inputs, &outputs, covariance, start)
    let rest = try Self.remainder(of: start, inputs, outputs)
    let directions = inputs.appendingColumns(rest.inputs)
    inputDirections = directions
    outputDirections = outputs.appendingColumns(rest.outputs)
    strengths += Array(repeating: 0, count: rest.inputs.columnCount)
    inputVariances = Self.variances(directions, covariance)
  }

  /// x_i^T Sx x_i.
  private static func variances(_ directions: Matrix, _ covariance: Matrix?) -> [Double] {
    guard let covariance else { return Array(repeating: 1, count: directions.columnCount) }
    let image = covariance * directions
    return (0..<directions.columnCount).map { column in
      // Rounding may take a variance of 0 below it.
      max(0, zip(image.column(column), directions.column(column)).reduce(0) { $0 + $1.0 * $1.1 })
    }
  }

  /// Rotates the directions of equal strengths and variances, where W(0), if symmetric there, becomes diagonal.
  private static func resolve(
    _ strengths: [Double], _ inputs: inout Matrix, _ outputs: inout Matrix, _ covariance: Matrix?,
    _ start: Matrix
  ) throws(TheoryError) {
    let size = Double(max(start.rowCount, start.columnCount))
    let variances = variances(inputs, covariance)
    // Directions of another variance are fixed by Sx; equal ones stand together, in descending order.
    func isEqual(_ i: Int, _ j: Int) -> Bool {
      let spread = (variances[i] - variances[j]).magnitude
      return strengths[i] - strengths[j] <= size * .ulpOfOne * strengths[0]
        && spread <= size * .ulpOfOne * (variances.max() ?? 0)
    }
    var first = 0
    while first < strengths.count {
      var end = first + 1
      while end < strengths.count, isEqual(end - 1, end) { end += 1 }
      defer { first = end }
      guard end - first > 1 else { continue }
      let block = first..<end
      let x = inputs.submatrix(rows: 0..<inputs.rowCount, columns: block)
      let y = outputs.submatrix(rows: 0..<outputs.rowCount, columns: block)
      let product = Matrix.product(y.transposed, (start * x).factor)
      let rotation = try TheoryError.decomposing { () throws(LinearAlgebraError) in
        try SymmetricEigendecomposition(product).vectors
      }
      inputs.replaceColumns(block, by: x * rotation)
      outputs.replaceColumns(block, by: y * rotation)
    }
  }

  /// The singular directions of (I - Y Y^T) W(0) (I - X X^T).
  private static func remainder(
    of start: Matrix, _ inputs: Matrix, _ outputs: Matrix
  ) throws(TheoryError) -> (inputs: Matrix, outputs: Matrix) {
    let seen = Matrix.product((start * inputs).factor, inputs.transposed)
    var rest = start - seen
    rest = rest - outputs * Matrix.product(outputs.transposed, rest.factor)
    let decomposition = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(rest)
    }
    let cutoff =
      Double(max(start.rowCount, start.columnCount)) * .ulpOfOne * start.frobeniusNorm
    let count = decomposition.values.count { $0 > cutoff }
    return (
      decomposition.rightVectorsTransposed.submatrix(
        rows: 0..<count, columns: 0..<start.columnCount
      ).transpose(),
      decomposition.leftVectors.submatrix(rows: 0..<start.rowCount, columns: 0..<count)
    )
  }
}

extension Matrix {
  /// Overwrites a range of columns.
  mutating func replaceColumns(_ columns: Range<Int>, by other: Matrix) {
    for (position, column) in columns.enumerated() {
      for row in 0..<rowCount { self[row, column] = other[row, position] }
    }
  }

  /// The columns of both, side by side.
  fileprivate func appendingColumns(_ other: Matrix) -> Matrix {
    Matrix(
      rowCount: rowCount, columnCount: columnCount + other.columnCount,
      columnMajor: elements + other.elements)
  }
}
