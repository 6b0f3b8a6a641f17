import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Columns without their means")
struct CenteredColumnsTests {
  @Test("Constant columns become 0, whatever their mean rounds to")
  func constant() {
    let values = [0.1, 1e9 + 0.1, -1.0 / 3, 0]
    let matrix = Matrix(rowCount: 7, columnCount: 4) { values[$1] }
    let centred = CenteredColumns(matrix, isCentering: true)
    #expect(centred.matrix.largestMagnitude == 0)
    #expect(CenteredColumns(matrix, isCentering: false).matrix == matrix)
  }

  @Test("Others lose their mean and keep their small changes")
  func others() {
    let matrix = Matrix(rows: [[1e8, 1], [1e8 + 1, 2], [1e8 + 2, 6]])
    let centred = CenteredColumns(matrix, isCentering: true)
    #expect(centred.means == [1e8 + 1, 3])
    #expect(centred.matrix == Matrix(rows: [[-1, -2], [0, -1], [1, 3]]))
  }
}
