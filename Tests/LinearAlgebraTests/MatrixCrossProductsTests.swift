import LinearAlgebra
import TestSupport
import Testing

@Suite("Cross products of samples")
struct MatrixCrossProductsTests {
  @Test("They are the plain products, for any number of samples and threads", arguments: [1, 2])
  func definition(threads: Int) async {
    await #expect(processExitsWith: .success) { [threads] in
      BLAS.threadCount = threads
      var random = SeededGenerator(seed: 71)
      // Fewer than a block, whole blocks, shares of several blocks with a remainder.
      for sampleCount in [0, 1, 7, 1000, 2000, 4321] {
        let x = Matrix.gaussian(rowCount: sampleCount, columnCount: 6, using: &random)
        let y = Matrix.gaussian(rowCount: sampleCount, columnCount: 3, using: &random)
        let c = Matrix.gaussian(rowCount: 6, columnCount: 3, using: &random)
        let (gramian, mixed) = Matrix.crossProducts(x, y)
        let (plainGramian, plainMixed) = (x.transpose() * x, x.transpose() * y)
        // Two orders of n products: n epsilon of the sum of their magnitudes, which the norms bound.
        let bound = 2 * Double(sampleCount) * Double.ulpOfOne
        precondition(
          distance(gramian, plainGramian) <= bound * x.frobeniusNorm * x.frobeniusNorm)
        precondition(distance(mixed, plainMixed) <= bound * x.frobeniusNorm * y.frobeniusNorm)
        let residual = y - x * c
        let size = y.frobeniusNorm + x.frobeniusNorm * c.frobeniusNorm
        let squares = Matrix.squaredResidual(x, y, coefficients: c)
        precondition(
          (squares - residual.innerProduct(residual)).magnitude <= (bound + 32 * .ulpOfOne) * size
            * size)
        precondition(BLAS.threadCount == threads)
      }
    }
  }

  @Test("Samples that do not fit stop the program")
  func shapes() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix.crossProducts(
        Matrix(rowCount: 3, columnCount: 2), Matrix(rowCount: 4, columnCount: 2))
    }
  }
}
