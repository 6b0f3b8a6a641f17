public import DeepLinearCore
public import LinearAlgebra
internal import RealModule

/// How nearly inputs and outputs decouple into modes: Gidel 2019's Assumption 1, measured.
///
/// ```
/// Sxy = U Dxy V^T,   Sx = U (Dx + B) U^T,   Dx = diag(U^T Sx U)
/// Delta_xy = ||B||_F / ||Sx||_F,   Delta_x = || Sx / ||Sx||_F - I / sqrt(d) ||_F / 2
/// ```
/// The modes decouple exactly if and only if B = 0. Where Sxy leaves U open (its null space, repeated
/// singular values) U is rotated so that Sx is diagonal there, in descending order. Delta_x is 0 for white
/// inputs and at most sqrt((1 - 1/sqrt(d)) / 2).
///
/// Shapes: U d x d, V p x r, r the rank of Sxy: singular values above max(d, p) epsilon of the largest.
/// Source: Gidel 2019, Assumption 1 and equation (27), with Frobenius norms.
public struct JointDecomposition: Sendable {
  /// U, d x d: the input direction of every mode, then the directions that no output asks for.
  public let inputBasis: Matrix

  /// V, p x r: the output direction of every mode.
  public let outputBasis: Matrix

  /// The strengths sigma_i > 0, descending.
  public let strengths: [Double]

  /// The variances lambda_i of all d input directions, the modes' first.
  public let inputVariances: [Double]

  /// B, d x d, with a zero diagonal.
  public let coupling: Matrix

  /// Delta_xy, with U complete.
  public let relativeCoupling: Double

  /// Delta_xy with the modes' directions alone, as in the paper's Table 1.
  public let relativeCouplingOfModes: Double

  /// Delta_x: how far the inputs are from white.
  public let distanceFromWhite: Double

  /// Decomposes the statistics of a quadratic loss.
  ///
  /// - Parameter objective: the loss.
  /// - Throws: ``TheoryError/decomposition(_:)``, ``TheoryError/assumption(_:)`` for inputs that are all zero.
  public init(_ objective: QuadraticObjective) throws(TheoryError) {
    try self.init(
      inputCovariance: objective.inputCovariance ?? .identity(objective.inputWidth),
      inputOutputCovariance: objective.outputInputCovariance.transpose())
  }

  private init(
    inputCovariance: Matrix, inputOutputCovariance: Matrix
  ) throws(TheoryError) {
    let size = inputCovariance.rowCount
    let norm = inputCovariance.frobeniusNorm
    try Assumption("||Sx||_F", norm, .greater, 0, source: Source(.gidel2019, "Assumption 1"))
      .require()
    let decomposition = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(inputOutputCovariance)
    }
    let values = decomposition.values
    let cutoff =
      Double(max(size, inputOutputCovariance.columnCount)) * .ulpOfOne * (values.first ?? 0)
    let rank = values.count { $0 > cutoff }
    strengths = Array(values.prefix(rank))
    let modes = decomposition.leftVectors.submatrix(rows: 0..<size, columns: 0..<rank)
    var basis = try Self.completed(modes)
    var outputs = decomposition.rightVectorsTransposed.submatrix(
      rows: 0..<rank, columns: 0..<inputOutputCovariance.columnCount
    ).transpose()
    for block in Self.blocks(strengths, size: size, cutoff: cutoff) where block.count > 1 {
      let part = basis.submatrix(rows: 0..<size, columns: block)
      let within = Matrix.product(part.transposed, (inputCovariance * part).factor)
      let rotation = try TheoryError.decomposing { () throws(LinearAlgebraError) in
        try SymmetricEigendecomposition(within).vectors
      }
      basis.replaceColumns(block, by: part * rotation)
      if block.upperBound <= rank {
        let outputPart = outputs.submatrix(rows: 0..<outputs.rowCount, columns: block)
        outputs.replaceColumns(block, by: outputPart * rotation)
      }
    }
    inputBasis = basis
    outputBasis = outputs
    let rotated = Matrix.product(basis.transposed, (inputCovariance * basis).factor)
    inputVariances = rotated.diagonal
    coupling = rotated - Matrix(diagonal: rotated.diagonal)
    relativeCoupling = coupling.frobeniusNorm / norm
    relativeCouplingOfModes =
      coupling.submatrix(rows: 0..<rank, columns: 0..<rank).frobeniusNorm / norm
    var deviation = (1 / norm) * inputCovariance
    deviation.addToDiagonal(-1 / Double(size).squareRoot())
    distanceFromWhite = deviation.frobeniusNorm / 2
  }

  /// An orthogonal matrix whose first columns are the given orthonormal ones.
  private static func completed(_ columns: Matrix) throws(TheoryError) -> Matrix {
    let size = columns.rowCount
    guard columns.columnCount < size else { return columns }
    // The projector's eigenvalues are 1 and 0, in descending order.
    let projector = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SymmetricEigendecomposition(columns.leftGramian)
    }
    return Matrix(rowCount: size, columnCount: size) {
      $1 < columns.columnCount ? columns[$0, $1] : projector.vectors[$0, $1]
    }
  }

  /// Ranges of columns that share a singular value, the null space last.
  private static func blocks(_ strengths: [Double], size: Int, cutoff: Double) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var start = 0
    for index in strengths.indices {
      let isLast = index + 1 == strengths.count
      if isLast || strengths[index] - strengths[index + 1] > cutoff {
        blocks.append(start..<(index + 1))
        start = index + 1
      }
    }
    return blocks + [strengths.count..<size]
  }
}
