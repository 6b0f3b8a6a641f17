import LinearAlgebra
import Testing

@Suite("Errors of the decompositions")
struct LinearAlgebraErrorTests {
  @Test("A message says what happened and where")
  func descriptions() {
    #expect(
      LinearAlgebraError.notFinite(row: 3, column: 0).description
        == "the matrix holds a value that is not finite, in row 3, column 0 (from 0)")
    #expect(
      LinearAlgebraError.noConvergence(routine: "dgesdd", info: 2).description
        .contains("dgesdd did not converge (info 2)"))
  }
}
