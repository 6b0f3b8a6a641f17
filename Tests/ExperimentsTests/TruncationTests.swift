import LinearAlgebra
import TestSupport
import Testing

@testable import Experiments

@Suite("Truncated singular value decomposition")
struct TruncationTests {
  @Test("Errors, best rank and matrices are those of a diagonal target, cut by hand")
  func diagonal() throws {
    let truncation = try Truncation(
      of: Matrix(diagonal: [3, 2, 1]), clean: Matrix(diagonal: [3, 2, 0]))
    let norm = 13.0.squareRoot()
    for (error, expected) in zip(truncation.errors, [2 / norm, 0, 1 / norm]) {
      #expect((error - expected).magnitude <= roundingTolerance(for: .identity(3)))
    }
    #expect(truncation.errors.count == 3)
    #expect(truncation.bestRank == 2)
    #expect(
      distance(truncation.matrix(ofRank: 1), Matrix(diagonal: [3, 0, 0]))
        <= roundingTolerance(for: Matrix(diagonal: [3, 2, 1])))
  }

  @Test("At most twenty ranks are tried")
  func limit() throws {
    let target = Matrix(diagonal: (1...25).map(Double.init))
    #expect(try Truncation(of: target, clean: target).errors.count == 20)
  }
}
