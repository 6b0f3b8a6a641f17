import LinearAlgebra
import TestSupport
import Testing

@Suite("Products")
struct MatrixProductsTests {
  let a = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
  let b = Matrix(rows: [[1, 0], [0, 2], [3, 1]])

  @Test("A Gramian is the product with the transpose, exactly symmetric, also added to another")
  func gramiansInPlace() {
    let a = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
    #expect(a.leftGramian == Matrix(rows: [[14, 32], [32, 77]]))
    #expect(a.gramian == Matrix(rows: [[17, 22, 27], [22, 29, 36], [27, 36, 45]]))
    var sum = Matrix(rows: [[1, 2], [2, 3]])
    sum.formGramian(of: a.factor, scaledBy: -1, adding: 10)
    #expect(sum == Matrix(rows: [[-4, -12], [-12, -47]]))
    var overwritten = Matrix(rowCount: 2, columnCount: 2, repeating: .nan)
    overwritten.formGramian(of: a.factor)
    #expect(overwritten == a.leftGramian)
    #expect(Matrix(rowCount: 2, columnCount: 0).leftGramian == Matrix(rowCount: 2, columnCount: 2))
  }

  @Test("A product is the sum over the inner index")
  func definition() {
    #expect(a * b == Matrix(rows: [[10, 7], [22, 16]]))
  }

  @Test("Every combination of transposed factors gives the same product")
  func transpositions() {
    let (aTransposed, bTransposed) = (a.transpose(), b.transpose())
    let product = Matrix(rows: [[10, 7], [22, 16]])
    #expect(Matrix.product(a.factor, b.factor) == product)
    #expect(Matrix.product(aTransposed.transposed, b.factor) == product)
    #expect(Matrix.product(a.factor, bTransposed.transposed) == product)
    #expect(Matrix.product(aTransposed.transposed, bTransposed.transposed) == product)
  }

  @Test(
    "scale and addend multiply the product and what was there, for every transposition",
    arguments: [false, true], [false, true])
  func scaleAndAddend(leftIsTransposed: Bool, rightIsTransposed: Bool) {
    let left = leftIsTransposed ? a.transpose().transposed : a.factor
    let right = rightIsTransposed ? b.transpose().transposed : b.factor
    var c = Matrix(rows: [[1, 2], [3, 4]])
    c.formProduct(left, right, scaledBy: 2, adding: -10)
    // 2 [10 7; 22 16] - 10 [1 2; 3 4]
    #expect(c == Matrix(rows: [[10, -6], [14, -8]]))
    c.formProduct(left, right, scaledBy: 0, adding: 3)
    #expect(c == Matrix(rows: [[30, -18], [42, -24]]))
  }

  @Test(
    "Products of every size agree with the triple sum",
    arguments: [(1, 1, 1), (1, 7, 1), (5, 1, 4), (17, 23, 9), (64, 70, 65)])
  func tripleSum(m: Int, k: Int, n: Int) {
    var random = SeededGenerator(seed: 31, stream: UInt64(m * k * n))
    let left = Matrix.gaussian(rowCount: m, columnCount: k, using: &random)
    let right = Matrix.gaussian(rowCount: k, columnCount: n, using: &random)
    let expected = Matrix(rowCount: m, columnCount: n) { i, j in
      (0..<k).reduce(0) { $0 + left[i, $1] * right[$1, j] }
    }
    // Each side of each element is off by at most k epsilon times the sum of magnitudes.
    let magnitudes = Matrix(rowCount: m, columnCount: n) { i, j in
      (0..<k).reduce(0) { $0 + (left[i, $1] * right[$1, j]).magnitude }
    }
    let bound = 2 * Double(k) * Double.ulpOfOne * magnitudes.frobeniusNorm
    #expect(distance(left * right, expected) <= bound)
    let transposedTwice = Matrix.product(left.transpose().transposed, right.transpose().transposed)
    #expect(distance(transposedTwice, expected) <= bound)
  }

  @Test("The destination may be either factor, or both")
  func aliasing() {
    let square = Matrix(rows: [[1, 2], [3, 4]])
    let other = Matrix(rows: [[0, 1], [1, 1]])
    var c = square
    c.formProduct(c.factor, other.factor)
    #expect(c == Matrix(rows: [[2, 3], [4, 7]]))
    c = square
    c.formProduct(other.factor, c.transposed)
    #expect(c == Matrix(rows: [[2, 4], [3, 7]]))
    c = square
    c.formProduct(c.factor, c.transposed, scaledBy: 1, adding: 1)
    #expect(c == Matrix(rows: [[6, 13], [14, 29]]))
    #expect(square == Matrix(rows: [[1, 2], [3, 4]]))
  }

  @Test(
    "Addend 0 overwrites a NaN, at sizes with and without small-matrix kernels",
    arguments: [1, 2, 40, 200])
  func overwritesNaN(size: Int) {
    var c = Matrix(rowCount: size, columnCount: size, repeating: .nan)
    c.formProduct(Matrix.identity(size).factor, Matrix.identity(size).factor)
    #expect(c == Matrix.identity(size))
  }

  @Test("An addend other than 0 keeps a NaN")
  func keepsNaN() {
    var c = Matrix(rows: [[.nan, 1]])
    c.formProduct(Matrix(rows: [[1]]).factor, Matrix(rows: [[1, 1]]).factor, adding: 2)
    #expect(c[0, 0].isNaN)
    #expect(c[0, 1] == 3)
  }

  @Test("A product over no inner index is the empty sum")
  func emptyInnerDimension() {
    let left = Matrix(rowCount: 2, columnCount: 0)
    let right = Matrix(rowCount: 0, columnCount: 3)
    var c = Matrix(rowCount: 2, columnCount: 3, repeating: .nan)
    c.formProduct(left.factor, right.factor)
    #expect(c == Matrix(rowCount: 2, columnCount: 3))
    c.fill(with: 5)
    c.formProduct(left.factor, right.factor, adding: 3)
    #expect(c == Matrix(rowCount: 2, columnCount: 3, repeating: 15))
  }

  @Test("A product without rows or columns is empty", arguments: [(0, 2), (2, 0), (0, 0)])
  func emptyResult(rowCount: Int, columnCount: Int) {
    let left = Matrix(rowCount: rowCount, columnCount: 3, repeating: 1)
    let right = Matrix(rowCount: 3, columnCount: columnCount, repeating: 1)
    #expect(left * right == Matrix(rowCount: rowCount, columnCount: columnCount))
  }

  @Test("The Gramians are the inner products of the columns and of the rows")
  func gramians() {
    #expect(a.gramian == Matrix(rows: [[17, 22, 27], [22, 29, 36], [27, 36, 45]]))
    #expect(a.leftGramian == Matrix(rows: [[14, 32], [32, 77]]))
  }

  @Test("Shapes that do not fit stop the program")
  func wrongShapes() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: 2, columnCount: 3) * Matrix(rowCount: 2, columnCount: 3)
    }
    await #expect(processExitsWith: .failure) {
      var c = Matrix(rowCount: 3, columnCount: 2)
      let (left, right) = (Matrix(rowCount: 2, columnCount: 4), Matrix(rowCount: 4, columnCount: 3))
      c.formProduct(left.factor, right.factor)
    }
  }
}
