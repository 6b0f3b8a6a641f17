import LinearAlgebra
import Testing

@Suite("Norms")
struct MatrixNormsTests {
  @Test("The Frobenius norm is the root of the sum of squares")
  func frobenius() {
    #expect(Matrix(rows: [[1, 2], [2, 4]]).frobeniusNorm == 5)
    #expect(Matrix(rowCount: 0, columnCount: 4).frobeniusNorm == 0)
  }

  @Test(
    "The Frobenius norm neither overflows nor underflows before its value does",
    arguments: [1e-250, 1e-160, 1e160, 1e250])
  func extremeScale(scale: Double) {
    let norm = Matrix(rows: [[3 * scale], [4 * scale]]).frobeniusNorm
    // Two products, one sum, one root: at most four roundings of half a unit each.
    #expect((norm - 5 * scale).magnitude <= 2 * (5 * scale).ulp)
  }

  @Test("A NaN or an infinity shows in every norm")
  func notFinite() {
    #expect(Matrix(rows: [[.nan, 1]]).frobeniusNorm.isNaN)
    #expect(Matrix(rows: [[-.infinity, 1]]).frobeniusNorm == .infinity)
    #expect(Matrix(rows: [[-.infinity, 1]]).largestMagnitude == .infinity)
    #expect(Matrix(rows: [[1, .nan]]).largestMagnitude.isNaN)
    #expect(Matrix(rows: [[.nan, 1]]).largestMagnitude.isNaN)
  }

  @Test("The inner product sums the products of elements at the same place")
  func innerProduct() {
    let a = Matrix(rows: [[1, 2], [3, 4], [5, 6]])
    let b = Matrix(rows: [[1, 0], [-1, 2], [0, 10]])
    #expect(a.innerProduct(b) == 66)
    #expect(a.innerProduct(b) == (a.transpose() * b).trace)
    let empty = Matrix(rowCount: 0, columnCount: 2)
    #expect(empty.innerProduct(empty) == 0)
  }

  @Test("The trace and the largest magnitude are read off the elements")
  func traceAndMagnitude() {
    let matrix = Matrix(rows: [[1, -9, 2], [3, 4, 5]])
    #expect(matrix.trace == 5)
    #expect(matrix.largestMagnitude == 9)
    #expect(Matrix(rows: []).trace == 0)
    #expect(Matrix(rows: []).largestMagnitude == 0)
  }

  @Test("The inner product of different shapes stops the program, even of equal size")
  func wrongShapes() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: 2, columnCount: 3).innerProduct(Matrix(rowCount: 3, columnCount: 2))
    }
  }
}
