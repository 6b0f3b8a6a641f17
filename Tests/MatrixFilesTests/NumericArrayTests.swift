import LinearAlgebra
import MatrixFiles
import Testing

@Suite("Numeric arrays")
struct NumericArrayTests {
  /// Element (i, j, k) is 100 i + 10 j + k.
  private func cube(_ order: NumericArray.Order) -> NumericArray {
    var elements: [Int] = []
    if order == .rowMajor {
      for i in 0..<2 { for j in 0..<3 { for k in 0..<4 { elements.append(100 * i + 10 * j + k) } } }
    } else {
      for k in 0..<4 { for j in 0..<3 { for i in 0..<2 { elements.append(100 * i + 10 * j + k) } } }
    }
    return NumericArray(shape: [2, 3, 4], elements: elements.map(Double.init), order: order)
  }

  @Test("Reordering moves every element to its place in the other order")
  func reordering() {
    #expect(cube(.rowMajor).reordered(.columnMajor).elements == cube(.columnMajor).elements)
    #expect(cube(.columnMajor).reordered(.rowMajor).elements == cube(.rowMajor).elements)
    #expect(cube(.rowMajor) == cube(.columnMajor))
  }

  @Test("A stack of images becomes a matrix with one image in each row")
  func flattening() {
    let expected = Matrix(rowCount: 2, columnCount: 12) { i, p in
      Double(100 * i + 10 * (p / 4) + p % 4)
    }
    #expect(cube(.rowMajor).matrix() == expected)
    #expect(cube(.columnMajor).matrix() == expected)
  }

  @Test("A number becomes 1 x 1, one axis a column, two axes stay")
  func matrices() {
    #expect(NumericArray(shape: [], elements: [7]).matrix() == Matrix(rows: [[7]]))
    #expect(NumericArray([1, 2]).matrix() == Matrix(rows: [[1], [2]]))
    let table = NumericArray(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6])
    #expect(table.matrix() == Matrix(rows: [[1, 2, 3], [4, 5, 6]]))
    #expect(NumericArray(table.matrix()) == table)
  }

  @Test("Bytes come back as they went in, and only from an array of bytes")
  func bytes() {
    #expect(NumericArray(bytes: [0, 7, 255]).bytes == [0, 7, 255])
    #expect(NumericArray([1]).bytes == nil)
  }

  @Test("A shape that does not fit the elements and an inexact integer stop the program")
  func preconditions() async {
    await #expect(processExitsWith: .failure) { _ = NumericArray(shape: [2], elements: [1]) }
    await #expect(processExitsWith: .failure) { _ = NumericArray(integers: [(1 << 53) + 1]) }
  }

  @Test("A matrix goes back into the shape it came from", arguments: [[6], [2, 3], [2, 3, 4]])
  func shape(shape: [Int]) {
    let count = shape.reduce(1, *)
    let array = NumericArray(shape: shape, elements: (0..<count).map(Double.init))
    #expect(NumericArray(array.matrix(), shape: shape) == array)
  }
}
