import DynamicsTheory
import LinearAlgebra
import Testing

@testable import Experiments

@Suite("Queries to the theory")
struct TheoryQueryTests {
  @Test("The form of an input decides its kind")
  func kinds() throws {
    let text = """
      {"id": "X", "inputs": {"a": 2, "b": 0.5, "c": [1, 2], "d": [[1, 2], [3, 4]], "e": [[[1]], [[2, 3]]],
       "f": true, "g": "inf", "h": ["-inf"], "i": [], "j": [[]]}}
      """
    let query = try TheoryQuery(Array(text.utf8))
    #expect(query.identifier == "X")
    let expected: [String: TheoryValue] = [
      "a": .integer(2), "b": .number(0.5), "c": .list([1, 2]),
      "d": .matrix(Matrix(rows: [[1, 2], [3, 4]])),
      "e": .matrices([Matrix(rows: [[1]]), Matrix(rows: [[2, 3]])]), "f": .flag(true),
      "g": .number(.infinity), "h": .list([-.infinity]), "i": .list([]),
      "j": .matrix(Matrix(rowCount: 1, columnCount: 0)),
    ]
    #expect(query.inputs == expected)
  }

  @Test(
    "What cannot be a query is refused by name",
    arguments: [
      ("[]", nil, "a query is an object"), ("{\"inputs\": {}}", nil, "\"id\" is missing"),
      ("{\"id\": 1, \"inputs\": {}}", nil, "\"id\" must be a text"),
      ("{\"id\": \"a\"}", "a", "\"inputs\" is missing"),
      ("{\"id\": \"a\", \"inputs\": []}", "a", "\"inputs\" must be an object"),
      ("{\"id\": \"a\", \"inputs\": {}, \"extra\": 1}", "a", "no key \"extra\""),
      ("{\"id\": \"a\", \"inputs\": {\"x\": null}}", "a", "\"x\" must be a number"),
      ("{\"id\": \"a\", \"inputs\": {\"x\": \"nan\"}}", "a", "\"x\" must be a number"),
      ("{\"id\": \"a\", \"inputs\": {\"x\": [[1, 2], [3]]}}", "a", "\"x\" must be a number"),
      ("{\"id\": \"a\", \"inputs\": {\"x\": [1, [2]]}}", "a", "\"x\" must be a number"),
      ("{\"id\": \"a\", \"inputs\": {\"x\": [[[[1]]]]}}", "a", "\"x\" must be a number"),
      ("{\"id\": \"a\", \"inputs\": {\"x\": [true]}}", "a", "\"x\" must be a number"),
      ("{\"id\": \"a\", \"inputs\": {\"x\": {}}}", "a", "\"x\" must be a number"),
    ])
  func refused(text: String, identifier: String?, problem: String) {
    let refusal = #expect(throws: TheoryQuery.Refusal.self) { try TheoryQuery(Array(text.utf8)) }
    #expect(refusal?.identifier == identifier)
    #expect(refusal?.problem.contains(problem) == true, "\(refusal?.problem ?? "")")
  }

  @Test(
    "The theory refuses unknown, missing, ill-typed and impossible inputs by name",
    arguments: [
      ("G.eq61", "{}", "did you mean \"G.eq16\"?"),
      ("G.eq17", "{\"sigma\": 1, \"lambda\": 1}", "the input \"delta\" is missing"),
      ("G.eq17", "{\"sigma\": 1, \"lamda\": 1, \"delta\": 1}", "did you mean \"lambda\"?"),
      (
        "G.eq17", "{\"sigma\": [1], \"lambda\": 1, \"delta\": 1}", "\"sigma\" must be a number"
      ),
      ("G.eq17", "{\"sigma\": 1, \"lambda\": \"inf\", \"delta\": 1}", "lambda holds"),
      ("G.eq17", "{\"sigma\": -1, \"lambda\": 1, \"delta\": 1}", "sigma >= 0"),
    ])
  func outside(identifier: String, inputs: String, problem: String) throws {
    let query = try TheoryQuery(Array("{\"id\": \"\(identifier)\", \"inputs\": \(inputs)}".utf8))
    let refusal = #expect(throws: TheoryQuery.Refusal.self) { try query.outputs() }
    #expect(refusal?.problem.contains(problem) == true, "\(refusal?.problem ?? "")")
  }
}
