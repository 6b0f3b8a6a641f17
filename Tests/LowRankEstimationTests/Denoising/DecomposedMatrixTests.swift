import LinearAlgebra
import LowRankEstimation
import TestSupport
import Testing

@Suite("A decomposed matrix")
struct DecomposedMatrixTests {
  @Test("Decomposed whole it is the matrix again, and nothing is left")
  func whole() throws {
    let sample = try NoisySample(9, 6, singularValues: [4, 2], noise: 1, seed: 1)
    let matrix = try DecomposedMatrix(sample.noisy)
    #expect(matrix.isComplete && matrix.squaredRest == 0 && matrix.leastSpectralRest == 0)
    let model = try TruncatedDecomposition(rank: 6).fit(matrix)
    #expect(distance(model.estimate, sample.noisy) <= roundingTolerance(for: sample.noisy))
    let norm = sample.noisy.frobeniusNorm
    #expect((matrix.squaredNorm - norm * norm).magnitude <= 100 * .ulpOfOne * norm * norm)
  }

  @Test("Of a leading part the rest is stated")
  func leading() throws {
    let sample = try NoisySample(50, 40, singularValues: [60, 40], noise: 1, seed: 2)
    let (part, whole) = (
      try DecomposedMatrix(leading: 5, of: sample.noisy), try DecomposedMatrix(sample.noisy)
    )
    #expect(part.values.count == 5 && !part.isComplete)
    let norm = sample.noisy.frobeniusNorm
    #expect((part.squaredNorm - norm * norm).magnitude <= 100 * .ulpOfOne * norm * norm)
    #expect(part.leastSpectralRest <= whole.values[5] * (1 + 100 * .ulpOfOne))
    #expect(part.squaredRest >= part.leastSpectralRest * part.leastSpectralRest)
    #expect(try DecomposedMatrix(leading: 40, of: sample.noisy) == whole)
  }

  @Test("What cannot be denoised is refused")
  func refused() {
    let cases: [(Matrix, EstimationError)] = [
      (
        Matrix(rows: [[1, 2, 3]]),
        .tooSmall(what: "the matrix", shape: "1 x 3", needs: "two rows and two columns")
      ),
      (
        Matrix(rowCount: 0, columnCount: 0),
        .tooSmall(what: "the matrix", shape: "0 x 0", needs: "two rows and two columns")
      ),
      (Matrix(rowCount: 3, columnCount: 4, repeating: 7), .constant(what: "the matrix")),
      (
        Matrix(rows: [[1, 2], [3, .nan]]), .notFinite(what: "the matrix", row: 1, column: 1)
      ),
      (
        Matrix(rows: [[1, .infinity], [3, 4]]), .notFinite(what: "the matrix", row: 0, column: 1)
      ),
    ]
    for (matrix, error) in cases {
      #expect(throws: error) { try DecomposedMatrix(matrix) }
      #expect(throws: error) { try DecomposedMatrix(leading: 1, of: matrix) }
    }
    for size in [1e-200, 1e160] {
      #expect(throws: EstimationError.self) {
        try DecomposedMatrix(Matrix(diagonal: [size, 1e-99 * size]))
      }
    }
    #expect(throws: EstimationError.self) {
      try DecomposedMatrix(leading: 0, of: Matrix(rows: [[1, 2], [3, 4]]))
    }
  }
}
