import LinearAlgebra
import TestSupport
import Testing

@Suite("Transposes")
struct TransposeTests {
  @Test(
    "Every element is where it belongs, for all shapes and kernels", arguments: Kernels.available)
  func definition(kernels: String) async {
    await #expect(processExitsWith: .success) { [kernels] in
      Kernels.select(kernels)
      for rows in [0, 1, 2, 3, 7, 8, 9, 16, 63, 64, 65, 130] {
        for columns in [0, 1, 5, 8, 17, 64, 71, 129] {
          let matrix = Matrix(rowCount: rows, columnCount: columns) { Double(1000 * $0 + $1) }
          let transpose = matrix.transpose()
          precondition(transpose.rowCount == columns && transpose.columnCount == rows)
          for i in 0..<rows {
            for j in 0..<columns { precondition(transpose[j, i] == matrix[i, j]) }
          }
        }
      }
    }
  }
}
