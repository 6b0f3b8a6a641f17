import LinearAlgebra
import Testing

@Suite("Products")
struct MatrixProductsTests {
  @Test("A product is the sum over the inner index")
  func definition() {
    let a = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
    let b = Matrix(rows: [[1, 0], [0, 2], [3, 1]])
    #expect(a * b == Matrix(rows: [[10, 7], [22, 16]]))
  }
}
