import DynamicsTheory
import LinearAlgebra
import Testing

@Suite("ImbalanceRank")
struct ImbalanceRankTests {
  @Test("rank Q <= min(k, rank U + rank V), reached by factors in general position")
  func bound() throws {
    var generator = SeededGenerator(seed: 9)
    let u = Matrix.gaussian(rowCount: 2, columnCount: 5, using: &generator)
    let v = Matrix.gaussian(rowCount: 1, columnCount: 5, using: &generator)
    let ranks = try ImbalanceRank(u: u, v: v)
    #expect(ranks.bound == 3 && ranks.rank == 3)
    // Q has at most two positive eigenvalues, so that lambda0 I of size 5 is out of reach (T12).
    #expect(!ranks.isPositiveFeasible && !ranks.isNegativeFeasible)
  }

  @Test("Equal factors have no imbalance; a tall U can carry a positive one")
  func extremes() throws {
    let equal = try ImbalanceRank(u: .identity(3), v: .identity(3))
    #expect(equal.rank == 0 && equal.bound == 3)
    let tall = try ImbalanceRank(u: .identity(3), v: Matrix(rowCount: 1, columnCount: 3))
    #expect(tall.rank == 3 && tall.isPositiveFeasible && !tall.isNegativeFeasible)
    #expect(throws: TheoryError.self) {
      try ImbalanceRank(u: .identity(2), v: .identity(3))
    }
  }
}
