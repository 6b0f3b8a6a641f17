import LinearAlgebra
import Testing

/// A matrix that is hard for a decomposition in some way, with a name for the test's report.
struct SampleMatrix: CustomTestStringConvertible {
  let testDescription: String
  let matrix: Matrix

  init(_ name: String, _ matrix: Matrix) {
    testDescription = name
    self.matrix = matrix
  }

  static let all = [
    SampleMatrix("1 x 1", Matrix(rows: [[-3]])),
    SampleMatrix("one row", gaussian(1, 6)),
    SampleMatrix("one column", gaussian(6, 1)),
    SampleMatrix("square", gaussian(7, 7)),
    SampleMatrix("tall", gaussian(19, 6)),
    SampleMatrix("wide", gaussian(6, 19)),
    SampleMatrix("larger than a LAPACK block", gaussian(110, 80)),
    SampleMatrix("zero", Matrix(rowCount: 5, columnCount: 3)),
    SampleMatrix("a zero column", Matrix(rows: [[1, 0, 2], [3, 0, 4], [5, 0, 7], [6, 0, 8]])),
    SampleMatrix("rank 2", gaussian(9, 2) * gaussian(2, 7)),
    SampleMatrix("identity", .identity(6)),
    SampleMatrix("repeated values", Matrix(diagonal: [2, -2, 2, 1, 1, -1])),
    SampleMatrix("rows from 1e-200 to 1e200", gaussian(5, 5).scalingRows(by: grades)),
    SampleMatrix(
      "columns from 1e200 to 1e-200", gaussian(5, 5).scalingColumns(by: grades.reversed())),
    SampleMatrix("everything near 1e-290", 1e-290 * gaussian(6, 5)),
    SampleMatrix("everything near 1e290", 1e290 * gaussian(6, 5)),
  ]

  static var tallOrSquare: [SampleMatrix] {
    all.filter { $0.matrix.rowCount >= $0.matrix.columnCount }
  }

  /// Symmetric matrices: the square samples, and Gramians that are singular or well conditioned.
  static var symmetric: [SampleMatrix] {
    all.filter { $0.matrix.rowCount == $0.matrix.columnCount }.map { sample in
      var matrix = sample.matrix
      matrix.symmetrize()
      return SampleMatrix("symmetric part of " + sample.testDescription, matrix)
    } + [
      SampleMatrix("Gramian of full rank", gaussian(50, 40).gramian),
      SampleMatrix("Gramian of rank 3", gaussian(3, 8).gramian),
    ]
  }

  private static let grades = [1e-200, 1e-100, 1, 1e100, 1e200]

  private static func gaussian(_ rowCount: Int, _ columnCount: Int) -> Matrix {
    var random = SeededGenerator(seed: 5, stream: UInt64(1000 * rowCount + columnCount))
    return .gaussian(rowCount: rowCount, columnCount: columnCount, using: &random)
  }
}

/// Matrices with one element that is not finite, which every decomposition must refuse.
enum BrokenMatrix {
  static let values = [Double.nan, .infinity, -.infinity]

  /// A 3 x 3 matrix of ones but for row 2, column 1.
  static func holding(_ value: Double) -> Matrix {
    var matrix = Matrix(rowCount: 3, columnCount: 3, repeating: 1)
    matrix[2, 1] = value
    return matrix
  }
}
