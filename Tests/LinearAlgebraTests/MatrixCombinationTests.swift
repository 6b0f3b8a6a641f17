import LinearAlgebra
import TestSupport
import Testing

@Suite("Linear combinations")
struct MatrixCombinationTests {
  @Test("A combination is the sum of its terms", arguments: Kernels.available)
  func definition(kernels: String) async {
    await #expect(processExitsWith: .success) { [kernels] in
      Kernels.select(kernels)
      var random = SeededGenerator(seed: 63, stream: 0)
      for rowCount in 0..<20 {
        for termCount in [0, 1, 3, 16] {
          let start = Matrix.gaussian(rowCount: rowCount, columnCount: 3, using: &random)
          let terms = (0..<termCount).map { _ in
            Matrix.gaussian(rowCount: rowCount, columnCount: 3, using: &random)
          }
          let coefficients = (0..<termCount).map { Double($0) - 4.5 }
          var result = Matrix(rowCount: rowCount, columnCount: 3, repeating: .nan)
          result.formCombination(
            start: start, terms: terms, coefficients: coefficients, scaledBy: 0.125)
          for i in 0..<rowCount {
            for j in 0..<3 {
              var (sum, magnitude) = (start[i, j], start[i, j].magnitude)
              for (c, x) in zip(coefficients, terms) {
                sum += 0.125 * c * x[i, j]
                magnitude += (0.125 * c * x[i, j]).magnitude
              }
              let bound = 2 * Double(termCount + 2) * Double.ulpOfOne * magnitude
              precondition((result[i, j] - sum).magnitude <= bound)
            }
          }
        }
      }
    }
  }

  @Test("The destination may be the start or a term")
  func aliasing() {
    let x = Matrix(rows: [[1, 2, 3]])
    var y = Matrix(rows: [[4, 5, 6]])
    y.formCombination(start: y, terms: [x, y], coefficients: [1, 2], scaledBy: 0.5)
    #expect(y == Matrix(rows: [[8.5, 11, 13.5]]))
  }

  @Test("Terms beyond the coefficients are not read, and nothing is allocated")
  func allocations() async {
    await #expect(processExitsWith: .success) {
      let terms = [
        Matrix(rowCount: 9, columnCount: 7, repeating: 1),
        Matrix(rowCount: 9, columnCount: 7, repeating: .nan),
      ]
      let start = Matrix(rowCount: 9, columnCount: 7, repeating: 2)
      var result = start + start
      let coefficients = [3.0]
      func work() {
        result.formCombination(start: start, terms: terms, coefficients: coefficients, scaledBy: 1)
      }
      work()  // Swift makes its closures' types at the first call.
      let count = countAllocations { for _ in 0..<100 { work() } }
      precondition(count == 0, "\(count) allocations")
      precondition(result == Matrix(rowCount: 9, columnCount: 7, repeating: 5))
    }
  }
}
