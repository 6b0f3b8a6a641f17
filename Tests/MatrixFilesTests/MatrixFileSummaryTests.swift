import LinearAlgebra
import MatrixFiles
import Testing

@Suite("Summaries of matrix files")
struct MatrixFileSummaryTests {
  @Test("A matrix of known singular values is summarised by them")
  func spectrum() throws {
    // Orthogonal rows of lengths 6, 3 and 0, so that these are the singular values.
    let matrix = Matrix(rows: [[0, 6, 0], [-3, 0, 0], [0, 0, 0]])
    let summary = try MatrixFileSummary(bytes: NPYFile.encode(NumericArray(matrix)), file: "a.npy")
    let array = try #require(summary.arrays.first)
    #expect(array.shape == [3, 3] && array.elementType == .float64 && array.order == .columnMajor)
    let range = try #require(array.range)
    #expect(range.minimum == -3 && range.maximum == 6)
    // Nine terms of size at most 2/3.
    #expect(abs(range.mean - 1.0 / 3) <= 9 * Double.ulpOfOne)
    let spectrum = try #require(array.spectrum)
    #expect(spectrum.numericalRank == 2)
    // A backward stable method errs by a small multiple of epsilon times the norm.
    let tolerance = 32 * Double.ulpOfOne * 6
    #expect(abs(spectrum.nuclearRank - 1.5) <= tolerance)
    for (value, expected) in zip(spectrum.leadingValues, [6.0, 3, 0]) {
      #expect(abs(value - expected) <= tolerance)
    }
    let text = summary.description
    for part in ["a.npy: npy", "shape (3, 3), float64, column after column", "rank 2", "6, 3, 0"] {
      #expect(text.contains(part), "\(text)")
    }
  }

  @Test("A file with NaN is reported, not refused")
  func notFinite() throws {
    let summary = try MatrixFileSummary(Fixture.path("with-nan.npy"))
    let array = try #require(summary.arrays.first)
    #expect(array.nonFiniteCount == 2 && array.spectrum == nil)
    // The finite elements are 1, 2, 5 and 6.
    #expect(array.range?.minimum == 1 && array.range?.mean == 3.5 && array.range?.maximum == 6)
    #expect(summary.description.contains("2 of 6 elements are not finite"))
  }

  @Test("Every member of an archive is reported, a strange one with its problem")
  func archive() throws {
    let summary = try MatrixFileSummary(Fixture.path("deflated.npz"))
    #expect(summary.arrays.map(\.name) == ["weights", "steps", "scale"])
    #expect(summary.arrays.map(\.shape) == [[3, 4], [6], []])
    var bytes = NPZFile.encode([.init("a", NumericArray([1, 2]))])
    bytes[30 + 5 + 128] ^= 1
    let damaged = try MatrixFileSummary(bytes: bytes, file: "a.npz")
    #expect(damaged.arrays.first?.problem?.contains("check sum") == true)
  }

  @Test("At most ten singular values are listed, and empty arrays have none")
  func limits() throws {
    let identity = NPYFile.encode(NumericArray(Matrix.identity(12)))
    let spectrum = try MatrixFileSummary(bytes: identity, file: "a").arrays.first?.spectrum
    #expect(spectrum?.leadingValues.count == 10 && spectrum?.numericalRank == 12)
    let empty = try MatrixFileSummary(Fixture.path("empty.npy")).arrays.first
    #expect(empty?.problem == "no elements" && empty?.range == nil)
    let zero = NPYFile.encode(NumericArray([0, 0]))
    let zeroSpectrum = try MatrixFileSummary(bytes: zero, file: "a").arrays.first?.spectrum
    #expect(zeroSpectrum?.numericalRank == 0 && zeroSpectrum?.nuclearRank == 0)
  }
}
