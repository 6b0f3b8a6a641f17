import DynamicsTheory
import TestSupport
import Testing

@Suite("TheoryCatalogue")
struct TheoryCatalogueTests {
  /// Relative, normwise; the whole-matrix solutions that go past the papers are allowed more.
  static let tolerance = 1e-11
  static let wholeMatrixTolerance = 1e-9

  @Test(
    "Every result gives its reference values", arguments: TheoryCatalogue.results.map(\.identifier))
  func referenceValues(identifier: String) throws {
    let result = try TheoryCatalogue.result(identifier)
    let families = try ReferenceFamily.all(in: "vectors.json")
    let family = try #require(families[identifier])
    #expect(family.cases.count >= 15)
    for (number, vector) in family.cases.enumerated() {
      let outputs = try result.evaluate(vector.inputs)
      #expect(Set(outputs.keys) == Set(vector.expected.keys))
      for (name, expected) in vector.expected {
        let error = expected.error(of: try #require(outputs[name]))
        #expect(error <= Self.tolerance, "case \(number), \(name): off by \(error)")
      }
    }
  }
}
