import Testing

@testable import ExperimentFiles

@Suite("Edit distance")
struct EditDistanceTests {
  @Test(
    "Insertions, removals, replacements and swaps count one each",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("stepSize", "stepsSize", 1),
      ("form", "from", 1), ("ca", "abc", 3),
    ])
  func distance(a: String, b: String, expected: Int) {
    #expect(a.editDistance(to: b) == expected)
    #expect(b.editDistance(to: a) == expected)
  }
}
