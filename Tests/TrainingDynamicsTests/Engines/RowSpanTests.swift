import LinearAlgebra
import TestSupport
import Testing

@testable import TrainingDynamics

@Suite("Spans of rows")
struct RowSpanTests {
  private static func gaussian(_ rows: Int, _ columns: Int, _ seed: UInt64) -> Matrix {
    var random = SeededGenerator(seed: seed)
    return .gaussian(rowCount: rows, columnCount: columns, using: &random)
  }

  /// Whether a span gives its factors back: A_i = (A_i Q) Q^T.
  private func holds(_ span: RowSpan, _ factors: [Factor]) -> Bool {
    zip(span.parts, factors).allSatisfy { part, factor in
      let whole = factor.isTransposed ? factor.matrix.transpose() : factor.matrix
      return distance(span.basis.embeddingRows(of: part), whole)
        <= 8 * roundingTolerance(for: whole)
    }
  }

  @Test("Few rows span no more than their number, also dependent ones")
  func wide() throws {
    let (a, b) = (Self.gaussian(2, 30, 1), Self.gaussian(30, 3, 2))
    let factors = [a.factor, b.transposed]
    let span = try #require(try RowSpan(of: factors, budget: .infinity))
    #expect(span.dimension == 5 && holds(span, factors))
    let repeated = [a.factor, (2 * a).factor]
    let dependent = try #require(try RowSpan(of: repeated, budget: .infinity))
    #expect(dependent.dimension <= 4 && holds(dependent, repeated))
  }

  @Test("Many rows of low rank span their rank; of full rank there is nothing to find")
  func tall() throws {
    let low = Self.gaussian(12, 2, 3) * Self.gaussian(2, 6, 4)
    let span = try #require(try RowSpan(of: [low.factor], budget: .infinity))
    #expect(span.dimension == 2 && holds(span, [low.factor]))
    #expect(try RowSpan(of: [Self.gaussian(12, 6, 5).factor], budget: .infinity) == nil)
    // Looking for less than the shapes give costs a decomposition, which a small budget forbids.
    #expect(try RowSpan(of: [low.factor], budget: 10) == nil)
  }

  @Test("A small entry that stands alone is kept, however small, unless told otherwise")
  func smallEntries() throws {
    var matrix = Self.gaussian(8, 2, 6) * Self.gaussian(2, 5, 7)
    for i in 0..<8 { matrix[i, 4] = 0 }
    for j in 0..<5 { matrix[7, j] = 0 }
    matrix[7, 4] = 1e-20
    let factors = [matrix.factor]
    #expect(try RowSpan(of: factors, budget: .infinity)?.dimension != 2)
    #expect(
      try RowSpan(of: factors, budget: .infinity, keepsSmallEntries: false)?.dimension == 2)
  }

  @Test("What is not finite is refused")
  func notFinite() {
    for rowCount in [2, 8] {
      let broken = Matrix(rowCount: rowCount, columnCount: 4, repeating: .nan)
      #expect(throws: LinearAlgebraError.self) {
        _ = try RowSpan(of: [broken.factor], budget: .infinity)
      }
    }
  }
}
