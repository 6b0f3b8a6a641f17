import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Bi-cross-validation")
struct BiCrossValidationTests {
  @Test("Of a matrix of rank two without noise the held-out blocks are predicted exactly")
  func noiseFree() throws {
    let sample = try NoisySample(15, 20, singularValues: [5, 3], noise: 0, seed: 2)
    let validation = try BiCrossValidation(DecomposedMatrix(sample.noisy), foldCount: 5, seed: 0)
    let filter = try FactorizationFilter(depth: 2, start: .share(1e-12))
    let choice = try validation.choice([filter], limit: 3000)
    // f = s to rounding, and rounding is all that the zeros of D add.
    #expect(choice.error <= 1e-12)
  }

  @Test("The error is that of the prediction, formed as a matrix")
  func definition() throws {
    let sample = try NoisySample(6, 6, singularValues: [5, 3], noise: 0.4, seed: 3)
    let matrix = try DecomposedMatrix(sample.noisy)
    // One candidate: the start itself, f = x for all modes.
    let filter = try FactorizationFilter(depth: 1, start: .share(0.2))
    let choice = try BiCrossValidation(matrix, foldCount: 6, seed: 0).choice([filter], limit: 0)
    let x = 0.2 * matrix.values[0]
    // With as many folds as rows each holds out one entry; which rows meet which columns depends on the seed alone.
    var generator = SeededGenerator(seed: 0)
    let rows = Array(0..<6).shuffled(using: &generator)
    let columns = Array(0..<6).shuffled(using: &generator)
    var (error, norm) = (0.0, 0.0)
    for (row, column) in zip(rows, columns) {
      let (others, rest) = (rows.filter { $0 != row }, columns.filter { $0 != column })
      let center = Matrix(rowCount: 5, columnCount: 5) { sample.noisy[others[$0], rest[$1]] }
      let decomposition = try SingularValueDecomposition(center)
      // kappa^2 = 36 / 25; x / (kappa d^2) on the singular vectors of D.
      let inverse = decomposition.reconstruction(
        withValues: decomposition.values.map { x / (1.2 * $0 * $0) })
      let left = Matrix(rowCount: 1, columnCount: 5) { sample.noisy[row, rest[$1]] }
      let right = Matrix(rowCount: 5, columnCount: 1) { i, _ in sample.noisy[others[i], column] }
      let prediction = (left * inverse.transpose() * right)[0, 0]
      let entry = sample.noisy[row, column]
      error += (entry - prediction) * (entry - prediction)
      norm += entry * entry
    }
    #expect((choice.error - error / norm).magnitude <= 1e-10 * (error / norm))
  }
}
