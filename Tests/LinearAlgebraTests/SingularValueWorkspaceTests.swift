import LinearAlgebra
import TestSupport
import Testing

@Suite("Singular value workspace")
struct SingularValueWorkspaceTests {
  @Test("One workspace serves many matrices of its shape", arguments: SampleMatrix.all)
  func values(sample: SampleMatrix) throws {
    let matrix = sample.matrix
    var workspace = SingularValueWorkspace(
      rowCount: matrix.rowCount, columnCount: matrix.columnCount)
    for other in [matrix, 0.5 * matrix, matrix] {
      try workspace.decompose(other)
      let expected = try SingularValueDecomposition(other).values
      let bound = roundingTolerance(for: other)
      for (value, reference) in zip(workspace.values, expected) {
        #expect((value - reference).magnitude <= bound)
      }
    }
  }

  @Test("It refuses what is not finite and keeps the values it has")
  func notFinite() throws {
    var workspace = SingularValueWorkspace(rowCount: 3, columnCount: 3)
    try workspace.decompose(.identity(3))
    for value in BrokenMatrix.values {
      #expect(throws: LinearAlgebraError.notFinite(row: 2, column: 1)) {
        try workspace.decompose(BrokenMatrix.holding(value))
      }
    }
    #expect(workspace.values == [1, 1, 1])
  }

  @Test("A matrix without rows has no singular values")
  func empty() throws {
    var workspace = SingularValueWorkspace(rowCount: 0, columnCount: 4)
    try workspace.decompose(Matrix(rowCount: 0, columnCount: 4))
    #expect(workspace.values.isEmpty)
  }

  @Test("Nothing is allocated", arguments: [[5, 10], [60, 60], [10, 200]])
  func allocations(shape: [Int]) async {
    await #expect(processExitsWith: .success) { [shape] in
      let matrix = Matrix(rowCount: shape[0], columnCount: shape[1]) { 1 / Double($0 + $1 + 1) }
      var workspace = SingularValueWorkspace(rowCount: shape[0], columnCount: shape[1])
      try workspace.decompose(matrix)
      let count = try countAllocations { for _ in 0..<10 { try workspace.decompose(matrix) } }
      precondition(count == 0, "\(count) allocations")
    }
  }
}
