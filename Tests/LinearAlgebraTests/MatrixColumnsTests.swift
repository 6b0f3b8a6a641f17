import LinearAlgebra
import TestSupport
import Testing

@Suite("Columns as vectors")
struct MatrixColumnsTests {
  @Test("A combination is the sum of its terms, by all kernels", arguments: Kernels.available)
  func combination(kernels: String) async {
    await #expect(processExitsWith: .success) { [kernels] in
      Kernels.select(kernels)
      var random = SeededGenerator(seed: 81)
      for rowCount in 1..<20 {
        for termCount in [0, 1, 3, 16] {
          for start in [nil, 2] {
            var matrix = Matrix.gaussian(rowCount: rowCount, columnCount: 20, using: &random)
            let before = matrix
            let terms = (0..<termCount).map { ColumnTerm(3 + $0, Double($0) - 4.5) }
            matrix.combineColumns(into: 1, from: start, scaledBy: 0.125, terms)
            for i in 0..<rowCount {
              var sum = start.map { before[i, $0] } ?? 0
              var magnitude = sum.magnitude
              for term in terms {
                let part = 0.125 * term.coefficient * before[i, term.column]
                sum += part
                magnitude += part.magnitude
              }
              let bound = 2 * Double(termCount + 2) * Double.ulpOfOne * magnitude
              precondition((matrix[i, 1] - sum).magnitude <= bound)
              precondition((0..<20).allSatisfy { $0 == 1 || matrix[i, $0] == before[i, $0] })
            }
          }
        }
      }
    }
  }

  @Test("The column that is written may be among those that are read")
  func aliasing() {
    var matrix = Matrix(rows: [[1, 10], [2, 20], [3, 30]])
    matrix.combineColumns(into: 0, from: 0, scaledBy: 2, [ColumnTerm(1, 1), ColumnTerm(0, 3)])
    #expect(matrix.column(0) == [27, 54, 81] && matrix.column(1) == [10, 20, 30])
  }

  @Test("Inner products, copies and stretches of elements")
  func elements() {
    var matrix = Matrix(rows: [[1, 4], [2, 5], [3, 6]])
    #expect(matrix.innerProduct(ofColumns: 0, 1, rows: 0..<3) == 32)
    #expect(matrix.innerProduct(ofColumns: 1, 1, rows: 1..<3) == 61)
    #expect(matrix.innerProduct(ofColumns: 0, 1, rows: 1..<1) == 0)
    matrix.copyColumn(1, to: 0)
    #expect(matrix.column(0) == [4, 5, 6])
    matrix.assign(elementsOf: Matrix(rows: [[7, 8]]), at: 2)
    #expect(matrix.elements == [4, 5, 7, 8, 5, 6])
    var part = Matrix(rowCount: 2, columnCount: 1)
    part.assign(elementsAt: 3, of: matrix)
    #expect(part.elements == [8, 5])
  }

  @Test("Nothing is allocated")
  func allocations() async {
    await #expect(processExitsWith: .success) {
      var matrix = Matrix(rowCount: 30, columnCount: 4, repeating: 1)
      let terms = [ColumnTerm(1, 2), ColumnTerm(2, 3)]
      var sum = 0.0
      func work() {
        matrix.combineColumns(into: 0, from: 3, scaledBy: 0.5, terms)
        matrix.copyColumn(0, to: 3)
        sum += matrix.innerProduct(ofColumns: 0, 1, rows: 0..<30)
      }
      work()  // Swift makes its closures' types at the first call.
      let count = countAllocations { for _ in 0..<100 { work() } }
      precondition(count == 0 && sum > 0, "\(count) allocations")
    }
  }

  @Test("Columns, rows and elements that are not there stop the program")
  func ranges() async {
    await #expect(processExitsWith: .failure) {
      var matrix = Matrix(rowCount: 2, columnCount: 2)
      matrix.combineColumns(into: 0, from: nil, scaledBy: 1, [ColumnTerm(2, 1)])
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: 2, columnCount: 2).innerProduct(ofColumns: 0, 1, rows: 0..<3)
    }
    await #expect(processExitsWith: .failure) {
      var matrix = Matrix(rowCount: 2, columnCount: 2)
      matrix.assign(elementsOf: Matrix(rowCount: 2, columnCount: 2), at: 1)
    }
  }
}
