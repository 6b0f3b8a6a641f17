import DynamicsTheory
import TestSupport
import Testing

@Suite("TheoryCatalogue")
struct TheoryCatalogueTests {
  /// Relative, normwise; the whole-matrix solutions that go past the papers are allowed more.
  static let tolerance = 1e-11
  static let wholeMatrixTolerance = 1e-9
  static let wholeMatrix = ["B.balanced2", "B.self_consistent", "B.compression"]

  @Test(
    "Every result gives its reference values", arguments: TheoryCatalogue.results.map(\.identifier))
  func referenceValues(identifier: String) throws {
    let result = try TheoryCatalogue.result(identifier)
    let isBeyond = identifier.hasPrefix("B.")
    let files = isBeyond ? ["beyond/scalar.json", "beyond/matrix.json"] : ["vectors.json"]
    let families = try files.map { try ReferenceFamily.all(in: $0)[identifier] }
    let family = try #require(families.compactMap { $0 }.first)
    #expect(family.cases.count >= 15)
    for (number, vector) in family.cases.enumerated() {
      let outputs = try result.evaluate(vector.inputs)
      #expect(Set(outputs.keys) == Set(vector.expected.keys))
      for (name, expected) in vector.expected {
        let error = expected.error(of: try #require(outputs[name]))
        let tolerance =
          Self.wholeMatrix.contains(identifier) ? Self.wholeMatrixTolerance : Self.tolerance
        #expect(error <= tolerance, "case \(number), \(name): off by \(error)")
      }
    }
  }

  @Test("An empty matrix is refused by name")
  func empty() throws {
    #expect(throws: TheoryError.shape("Y is empty")) {
      try TheoryCatalogue.result("T.eq6").evaluate([
        "Y": .list([]), "U0": .list([]), "t": .number(1),
      ])
    }
  }
}
