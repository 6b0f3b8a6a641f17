import LinearAlgebra
import Testing

@Suite("Arithmetic")
struct MatrixArithmeticTests {
  let a = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
  let b = Matrix(rows: [[10, 20, 30], [40, 50, 60]])

  @Test("Sums, differences and multiples are taken element by element")
  func newMatrices() {
    #expect(a + b == Matrix(rows: [[11, 22, 33], [44, 55, 66]]))
    #expect(b - a == Matrix(rows: [[9, 18, 27], [36, 45, 54]]))
    #expect(0.5 * b == Matrix(rows: [[5, 10, 15], [20, 25, 30]]))
    #expect(a.mapElements { $0 * $0 } == Matrix(rows: [[1, 4, 9], [16, 25, 36]]))
  }

  @Test("The transpose is copied in place, for tall, wide and empty matrices")
  func transposeInPlace() {
    var result = Matrix(rowCount: 3, columnCount: 2, repeating: .nan)
    result.assign(transposeOf: a)
    #expect(result == Matrix(rows: [[1, 4], [2, 5], [3, 6]]))
    var back = Matrix(rowCount: 2, columnCount: 3)
    back.assign(transposeOf: result)
    #expect(back == a)
    var empty = Matrix(rowCount: 0, columnCount: 2)
    empty.assign(transposeOf: Matrix(rowCount: 2, columnCount: 0))
    #expect(empty.isEmpty)
  }

  @Test("The operations in place give the same, and leave copies alone")
  func inPlace() {
    var result = a
    let copy = result
    result.add(b)
    #expect(result == a + b)
    result.add(b, scaledBy: -1)
    #expect(result == a)
    result.scale(by: -2)
    #expect(result == Matrix(rows: [[-2, -4, -6], [-8, -10, -12]]))
    result.assign(b)
    #expect(result == b)
    result.fill(with: 7)
    #expect(result == Matrix(rowCount: 2, columnCount: 3, repeating: 7))
    #expect(copy == a)
  }

  @Test("A matrix may be added or assigned to itself")
  func aliasing() {
    var result = a
    result.add(result)
    #expect(result == 2 * a)
    result.assign(result)
    #expect(result == 2 * a)
  }

  @Test("Multiplying by 0 does not hide a NaN or an infinity")
  func zeroTimesNaN() {
    var broken = Matrix(rows: [[.nan, 1], [.infinity, 2]])
    broken.scale(by: 0)
    #expect(broken[0, 0].isNaN && broken[1, 0].isNaN)
    #expect(broken.column(1) == [0, 0])
  }

  @Test("Adding 0 times a matrix does not read it")
  func zeroScale() {
    var sum = a
    sum.add(Matrix(rowCount: 2, columnCount: 3, repeating: .nan), scaledBy: 0)
    #expect(sum == a)
  }

  @Test("Rows and columns are scaled by their own numbers")
  func scaling() {
    #expect(a.scalingRows(by: [10, 100]) == Matrix(rows: [[10, 20, 30], [400, 500, 600]]))
    #expect(a.scalingColumns(by: [0, 1, -1]) == Matrix(rows: [[0, 2, -3], [0, 5, -6]]))
  }

  @Test("Adding to the diagonal reaches exactly the entries (i, i)", arguments: [(2, 3), (3, 2)])
  func diagonal(rowCount: Int, columnCount: Int) {
    var result = Matrix(rowCount: rowCount, columnCount: columnCount)
    result.addToDiagonal(4)
    #expect(result == Matrix(diagonal: [4, 4], rowCount: rowCount, columnCount: columnCount))
  }

  @Test("Symmetrising averages a matrix and its transpose")
  func symmetrize() {
    var result = Matrix(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    result.symmetrize()
    #expect(result == Matrix(rows: [[1, 3, 5], [3, 5, 7], [5, 7, 9]]))
  }

  @Test("Empty matrices pass through every operation", arguments: [(0, 3), (3, 0), (0, 0)])
  func empty(rowCount: Int, columnCount: Int) {
    let empty = Matrix(rowCount: rowCount, columnCount: columnCount)
    var result = empty
    result.assign(empty)
    result.add(empty, scaledBy: 2)
    result.scale(by: 3)
    result.fill(with: 1)
    result.addToDiagonal(1)
    #expect(result == empty)
    #expect(empty + empty == empty)
    #expect(empty.scalingRows(by: Array(repeating: 2, count: rowCount)) == empty)
  }

  @Test("Shapes that do not fit stop the program")
  func wrongShapes() async {
    await #expect(processExitsWith: .failure) {
      var matrix = Matrix(rowCount: 2, columnCount: 3)
      matrix.add(Matrix(rowCount: 3, columnCount: 2))
    }
    await #expect(processExitsWith: .failure) {
      var matrix = Matrix(rowCount: 2, columnCount: 3)
      matrix.assign(Matrix(rowCount: 3, columnCount: 2))
    }
    await #expect(processExitsWith: .failure) {
      var matrix = Matrix(rowCount: 2, columnCount: 3)
      matrix.symmetrize()
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: 2, columnCount: 3).scalingRows(by: [1, 2, 3])
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: 2, columnCount: 3).scalingColumns(by: [1, 2])
    }
  }
}
