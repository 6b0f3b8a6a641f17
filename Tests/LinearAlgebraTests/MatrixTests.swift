import LinearAlgebra
import Testing

@Suite("Matrix")
struct MatrixTests {
  let matrix = Matrix(rows: [[1, 2, 3], [4, 5, 6]])

  @Test("Elements stand column after column")
  func columnMajorOrder() {
    #expect(matrix.elements == [1, 4, 2, 5, 3, 6])
    #expect(matrix == Matrix(rowCount: 2, columnCount: 3, columnMajor: [1, 4, 2, 5, 3, 6]))
    #expect(matrix == Matrix(rowCount: 2, columnCount: 3) { Double(3 * $0 + $1 + 1) })
    #expect(matrix.shapeDescription == "2 x 3")
  }

  @Test("Rows, columns, the diagonal and submatrices are read from the right places")
  func parts() {
    #expect(matrix[1, 2] == 6)
    #expect(matrix.row(1) == [4, 5, 6])
    #expect(matrix.column(1) == [2, 5])
    #expect(matrix.diagonal == [1, 5])
    #expect(matrix.transpose() == Matrix(rows: [[1, 4], [2, 5], [3, 6]]))
    #expect(matrix.submatrix(rows: 0..<2, columns: 1..<3) == Matrix(rows: [[2, 3], [5, 6]]))
    #expect(matrix.submatrix(rows: 1..<1, columns: 0..<3).shapeDescription == "0 x 3")
  }

  @Test("Setting an element changes that element of this copy only")
  func valueSemantics() {
    var copy = matrix
    copy[0, 1] = -2
    #expect(copy == Matrix(rows: [[1, -2, 3], [4, 5, 6]]))
    #expect(matrix[0, 1] == 2)
  }

  @Test("Constant, diagonal and identity matrices hold what their names say")
  func constructors() {
    #expect(
      Matrix(rowCount: 2, columnCount: 2, repeating: 3) == Matrix(rows: [[3, 3], [3, 3]]))
    #expect(Matrix(rowCount: 1, columnCount: 2) == Matrix(rows: [[0, 0]]))
    #expect(Matrix(diagonal: [7, 8]) == Matrix(rows: [[7, 0], [0, 8]]))
    #expect(
      Matrix(diagonal: [7], rowCount: 2, columnCount: 3) == Matrix(rows: [[7, 0, 0], [0, 0, 0]]))
    #expect(Matrix.identity(2) == Matrix(rows: [[1, 0], [0, 1]]))
    #expect(Matrix.identity(0) == Matrix(rows: []))
  }

  @Test(
    "A matrix without rows keeps its column count, and the reverse", arguments: [(0, 3), (3, 0)])
  func empty(rowCount: Int, columnCount: Int) {
    let empty = Matrix(rowCount: rowCount, columnCount: columnCount)
    #expect(empty.isEmpty)
    #expect(empty.transpose() == Matrix(rowCount: columnCount, columnCount: rowCount))
    #expect(empty.diagonal.isEmpty)
    #expect(empty.firstNonFiniteIndex == nil)
    #expect(!empty.hasSameShape(as: empty.transpose()))
  }

  @Test("The first element that is not finite is found in column order")
  func firstNonFinite() {
    var broken = matrix
    #expect(broken.firstNonFiniteIndex == nil)
    broken[0, 2] = .infinity
    #expect(broken.firstNonFiniteIndex.map { [$0.row, $0.column] } == [0, 2])
    broken[1, 1] = .nan
    #expect(broken.firstNonFiniteIndex.map { [$0.row, $0.column] } == [1, 1])
  }

  @Test("Wrong element counts, ragged rows and negative sizes stop the program")
  func wrongConstruction() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: 2, columnCount: 2, columnMajor: [1, 2, 3])
    }
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: [[1, 2], [3]]) }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: -1, columnCount: -1, columnMajor: [1])
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(diagonal: [1, 2], rowCount: 1, columnCount: 2)
    }
  }

  @Test("An index outside the matrix stops the program, though the storage is long enough")
  func wrongIndex() async {
    await #expect(processExitsWith: .failure) { _ = Matrix.identity(2)[2, 0] }
    await #expect(processExitsWith: .failure) { _ = Matrix.identity(2)[-1, 1] }
    await #expect(processExitsWith: .failure) { _ = Matrix.identity(2)[0, 2] }
    await #expect(processExitsWith: .failure) { _ = Matrix.identity(2).row(2) }
    await #expect(processExitsWith: .failure) { _ = Matrix.identity(2).column(-1) }
  }
}
