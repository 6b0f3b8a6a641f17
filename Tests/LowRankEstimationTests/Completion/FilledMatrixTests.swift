import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Filling by means and by truncation")
struct FilledMatrixTests {
  @Test("A sum of row and column effects is found, holes included, and needs no component")
  func additive() throws {
    var generator = SeededGenerator(seed: 11)
    let truth = Matrix(rowCount: 20, columnCount: 15) { i, j in
      3 + Double(i % 4) - Double(j % 5) / 2
    }
    let holes = truth.mapElements { generator.unitUniform() < 0.6 ? $0 : .nan }
    let filled = try FilledMatrix(ObservedEntries(holes))
    let places = (0..<300).map { ($0 / 15, $0 % 15) }
    let values = filled.values(rows: places.map(\.0), columns: places.map(\.1), rank: 0)
    for (place, value) in zip(places, values) {
      // Each of 20 alternations leaves at most half of the error of the one before.
      #expect((value - truth[place.0, place.1]).magnitude <= 8 * 0x1p-20)
    }
  }

  @Test("A full matrix of low rank is its own truncation")
  func full() throws {
    let truth = try CompletionSample.gaussian(30, 25, rank: 2, density: 2, seed: 12).truth
    let filled = try FilledMatrix(ObservedEntries(truth), heldOutFraction: 0.01)
    // The means take a part of rank 2, so that up to two components more remain.
    let values = filled.values(rows: [0, 7, 29], columns: [0, 12, 24])
    let expected = [truth[0, 0], truth[7, 12], truth[29, 24]]
    for (value, expected) in zip(values, expected) {
      #expect((value - expected).magnitude <= 1e-3 * truth.largestMagnitude)
    }
  }
}
