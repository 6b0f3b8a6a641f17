import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Truncated decomposition")
struct TruncatedDecompositionTests {
  @Test("The error is the norm of the values left out (Eckart and Young)")
  func distance() throws {
    let sample = try NoisySample.small(seed: 3)
    let model = try TruncatedDecomposition(rank: 4).fit(sample.noisy)
    let rest = model.observed.values.dropFirst(4).reduce(0) { $0 + $1 * $1 }.squareRoot()
    let error = (sample.noisy - model.estimate).frobeniusNorm
    #expect((error - rest).magnitude <= 100 * .ulpOfOne * sample.noisy.frobeniusNorm)
    #expect(model.rank == 4)
  }

  @Test("A rank beyond the matrix is refused", arguments: [-1, 3])
  func range(rank: Int) {
    let matrix = Matrix(rows: [[1, 2, 3], [4, 5, 7]])
    #expect(
      throws: EstimationError.setting(name: "the rank", value: "\(rank)", needs: "from 0 to 2")
    ) {
      try TruncatedDecomposition(rank: rank).fit(matrix)
    }
  }
}
