import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Data of a regression")
struct RegressionDataTests {
  private let three = Matrix(rows: [[1, 2], [3, 4], [5, 6]])

  @Test("Rows that do not match, too few of them and values that are not finite are refused")
  func refused() throws {
    #expect(throws: EstimationError.self) {
      try RegressionData(inputs: three, outputs: Matrix(rows: [[1], [2]]))
    }
    let one = Matrix(rows: [[1, 2]])
    #expect(
      throws: EstimationError.tooSmall(
        what: "X", shape: "1 x 2", needs: "two rows and one column at least")
    ) { try RegressionData(inputs: one, outputs: one) }
    let none = Matrix(rowCount: 3, columnCount: 0)
    #expect(
      throws: EstimationError.tooSmall(
        what: "Y", shape: "3 x 0", needs: "two rows and one column at least")
    ) { try RegressionData(inputs: three, outputs: none) }
    let hole = Matrix(rows: [[1, 2], [3, .nan], [5, 6]])
    #expect(throws: EstimationError.notFinite(what: "Y", row: 1, column: 1)) {
      try RegressionData(inputs: three, outputs: hole)
    }
    let endless = Matrix(rows: [[1, 2], [3, 4], [.infinity, 6]])
    #expect(throws: EstimationError.notFinite(what: "X", row: 2, column: 0)) {
      try RegressionData(inputs: endless, outputs: three)
    }
  }

  @Test("Rows are taken in the order asked for, more than once if asked")
  func rows() throws {
    let data = try RegressionData(inputs: three, outputs: three).rows([2, 0, 2])
    #expect(data.inputs == Matrix(rows: [[5, 6], [1, 2], [5, 6]]))
    #expect(data.outputs == data.inputs)
  }
}
