import LinearAlgebra
import TestSupport
import Testing

@Suite("Linear combinations")
struct MatrixCombinationTests {
  @Test("A sum is that of the elements, by all kernels", arguments: Kernels.available)
  func definition(kernels: String) async {
    await #expect(processExitsWith: .success) { [kernels] in
      Kernels.select(kernels)
      var random = SeededGenerator(seed: 63, stream: 0)
      for rowCount in 0..<20 {
        let first = Matrix.gaussian(rowCount: rowCount, columnCount: 3, using: &random)
        let second = Matrix.gaussian(rowCount: rowCount, columnCount: 3, using: &random)
        var result = Matrix(rowCount: rowCount, columnCount: 3, repeating: .nan)
        result.formSum(first, second, scaledBy: -0.3)
        for i in 0..<rowCount {
          for j in 0..<3 {
            let bound =
              Double.ulpOfOne * (first[i, j].magnitude + 2 * 0.3 * second[i, j].magnitude)
            precondition((result[i, j] - (first[i, j] - 0.3 * second[i, j])).magnitude <= bound)
          }
        }
      }
    }
  }

  @Test("The destination may be either of the terms")
  func aliasing() {
    let x = Matrix(rows: [[1, 2, 3]])
    var y = Matrix(rows: [[4, 5, 6]])
    y.formSum(y, x, scaledBy: 0.5)
    #expect(y == Matrix(rows: [[4.5, 6, 7.5]]))
    y.formSum(x, y, scaledBy: 2)
    #expect(y == Matrix(rows: [[10, 14, 18]]))
  }

  @Test("Nothing is allocated")
  func allocations() async {
    await #expect(processExitsWith: .success) {
      let first = Matrix(rowCount: 9, columnCount: 7, repeating: 1)
      let second = Matrix(rowCount: 9, columnCount: 7, repeating: 2)
      var result = first + second
      func work() { result.formSum(first, second, scaledBy: 3) }
      work()  // Swift makes its closures' types at the first call.
      let count = countAllocations { for _ in 0..<100 { work() } }
      precondition(count == 0, "\(count) allocations")
      precondition(result == Matrix(rowCount: 9, columnCount: 7, repeating: 7))
    }
  }

  @Test("Shapes that do not fit stop the program")
  func shapes() async {
    await #expect(processExitsWith: .failure) {
      var result = Matrix(rowCount: 2, columnCount: 2)
      result.formSum(
        Matrix(rowCount: 2, columnCount: 2), Matrix(rowCount: 4, columnCount: 1), scaledBy: 1)
    }
  }
}
