import LinearAlgebra
import Observables
import TestSupport
import Testing

@Suite("The spectrum and its rank measures")
struct SpectrumTests {
  // Values 4, 2, 1: sums 7 and 21 by hand. The scales are powers of two, so nothing but the sums rounds.
  @Test(
    "By hand, at scales whose squares overflow or vanish", arguments: [0, 665, -665, 1000, -1000])
  func byHand(exponent: Int) {
    let scale = Double(sign: .plus, exponent: exponent, significand: 1)
    let spectrum = Spectrum(values: [4, 2, 1, 0].map { $0 * scale })
    #expect(spectrum.spectralNorm == 4 * scale)
    #expect(spectrum.nuclearNorm == 7 * scale)
    #expect((spectrum.frobeniusNorm / scale - 21.0.squareRoot()).magnitude <= 8 * .ulpOfOne)
    #expect(spectrum.nuclearRank == 7.0 / 4)
    #expect((spectrum.nuclearFrobeniusRank - 49.0 / 21).magnitude <= 8 * .ulpOfOne)
    #expect(spectrum.stableRank == 21.0 / 16)
    #expect(spectrum.numericalRank(tolerance: 0) == 3)
    #expect(spectrum.numericalRank(tolerance: 0.3) == 2)
    #expect(spectrum.numericalRank(tolerance: 0.5) == 1)
  }

  @Test("Equal values: every measure is the rank", arguments: [1, 3, 8])
  func equal(rank: Int) {
    let spectrum = Spectrum(values: Array(repeating: 1e200, count: rank))
    for measure in [spectrum.nuclearRank, spectrum.nuclearFrobeniusRank, spectrum.stableRank] {
      #expect(measure == Double(rank))
    }
  }

  @Test("The zero matrix: all is zero")
  func zero() throws {
    for spectrum in [Spectrum(values: []), try Spectrum(of: Matrix(rowCount: 3, columnCount: 2))] {
      #expect(spectrum.spectralNorm == 0 && spectrum.nuclearNorm == 0)
      #expect(spectrum.frobeniusNorm == 0 && spectrum.nuclearRank == 0)
      #expect(spectrum.nuclearFrobeniusRank == 0 && spectrum.stableRank == 0)
      #expect(spectrum.numericalRank(tolerance: 0.1) == 0)
    }
  }

  @Test("Of a matrix: the values of an independent method", arguments: [1.0, 1e200, 1e-200])
  func matrix(scale: Double) throws {
    var generator = SeededGenerator(seed: 2)
    let matrix = Matrix.gaussian(rowCount: 5, columnCount: 7, using: &generator)
    let values = try Spectrum(of: scale * matrix).values
    let expected = jacobiSingularValues(matrix)
    #expect(values.count == 5)
    for (value, reference) in zip(values, expected) {
      #expect((value / scale - reference).magnitude <= roundingTolerance(for: matrix))
    }
  }

  @Test("A matrix that is not finite has none")
  func notFinite() {
    #expect(throws: LinearAlgebraError.self) { try Spectrum(of: Matrix(rows: [[.nan, 1]])) }
  }
}
