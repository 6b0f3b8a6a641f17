internal import LinearAlgebra

/// An orthonormal basis Q of a subspace, n x r, which for a wide layer is formed only when it is needed.
struct Basis: Sendable {
  private enum Form: Sendable {
    case columns(Matrix)

    /// Q is the transpose of a compression's rows, or what a rotation makes of it.
    case rows(RowCompression, rotation: Matrix?)
  }

  private let form: Form

  /// n.
  let width: Int

  /// r.
  let dimension: Int

  /// The basis whose vectors are the columns of a matrix.
  init(columns: Matrix) {
    form = .columns(columns)
    (width, dimension) = (columns.rowCount, columns.columnCount)
  }

  /// The rows of a compressed matrix with n columns.
  init(rowsOf compression: RowCompression, width: Int) {
    form = .rows(compression, rotation: nil)
    (self.width, dimension) = (width, compression.lowerTriangle.rowCount)
  }

  private init(form: Form, width: Int, dimension: Int) {
    self.form = form
    self.width = width
    self.dimension = dimension
  }

  /// Q R for an R with orthonormal columns, r x s.
  func rotated(by rotation: Matrix) -> Basis {
    let form: Form =
      switch form {
      case .columns(let columns): .columns(columns * rotation)
      case .rows(let compression, let earlier):
        .rows(compression, rotation: earlier.map { $0 * rotation } ?? rotation)
      }
    return Basis(form: form, width: width, dimension: rotation.columnCount)
  }

  /// Q, n x r.
  var matrix: Matrix { multiplied(onLeftOf: .identity(dimension)) }

  /// Q A for A with r rows.
  func multiplied(onLeftOf matrix: Matrix) -> Matrix {
    switch form {
    case .columns(let columns): columns * matrix
    case .rows: embeddingRows(of: matrix.transpose()).transpose()
    }
  }

  /// A Q^T for A with r columns: its rows as vectors of n numbers.
  func embeddingRows(of matrix: Matrix) -> Matrix {
    switch form {
    case .columns(let columns):
      Matrix.product(matrix.factor, columns.transposed)
    case .rows(let compression, let rotation):
      compression.expand(
        rotation.map { Matrix.product(matrix.factor, $0.transposed) } ?? matrix)
    }
  }
}
