import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Estimation errors")
struct EstimationErrorTests {
  @Test("A value that is not finite is named with its place")
  func notFinite() {
    let matrix = Matrix(rows: [[1, 2], [.nan, 3]])
    #expect(throws: EstimationError.notFinite(what: "X", row: 1, column: 0)) {
      try EstimationError.requireFinite(matrix, "X")
    }
  }

  @Test("A failed decomposition keeps its reason")
  func decomposition() throws {
    let failure = LinearAlgebraError.noConvergence(routine: "dgesdd", info: 3)
    #expect(throws: EstimationError.decomposition(failure.description)) {
      try EstimationError.decomposing { () throws(LinearAlgebraError) in throw failure }
    }
  }
}
