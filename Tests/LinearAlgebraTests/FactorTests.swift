import LinearAlgebra
import Testing

@Suite("Factors")
struct FactorTests {
  @Test("A transposed factor exchanges rows and columns and keeps the matrix")
  func shape() {
    let matrix = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
    #expect([matrix.factor.rowCount, matrix.factor.columnCount] == [2, 3])
    #expect([matrix.transposed.rowCount, matrix.transposed.columnCount] == [3, 2])
    #expect(matrix.transposed.isTransposed && !matrix.factor.isTransposed)
    #expect(matrix.transposed.matrix == matrix)
  }
}
