import DynamicsTheory
import Foundation
import Testing

@testable import Experiments

@Suite("What is said about the results of the theory")
struct TheoryResultTextTests {
  @Test("The list has a line for each result, its columns aligned, and its inputs below")
  func list() {
    let all = TheoryCatalogue.table.split(separator: "\n")
    let lines = all.filter { !$0.hasPrefix(" ") }
    #expect(lines.count == TheoryCatalogue.results.count)
    let first = lines.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(first == TheoryCatalogue.results.map(\.identifier))
    let starts = zip(lines, TheoryCatalogue.results).map { line, result in
      line.range(of: "  " + result.title).map {
        line.distance(from: line.startIndex, to: $0.lowerBound)
      }
    }
    #expect(!starts.contains(nil))
    let inputs = all.filter { $0.hasPrefix(" ") }
    #expect(inputs.count == lines.count)
    for (line, result) in zip(inputs, TheoryCatalogue.results) {
      for input in result.inputs {
        #expect(line.contains("\(input.name) [\(input.unit)]"))
        for symbol in input.symbols.values { #expect(line.contains(symbol)) }
      }
    }
  }

  @Test("A sheet names everything that goes in and comes out, and cites", arguments: ["G.eq16"])
  func sheet(identifier: String) throws {
    let result = try TheoryCatalogue.result(identifier)
    let sheet = result.sheet
    for quantity in result.inputs + result.outputs {
      #expect(sheet.contains("  \(quantity.name)"))
      #expect(sheet.contains(quantity.meaning))
      for symbol in quantity.symbols.values { #expect(sheet.contains(symbol)) }
    }
    for line in result.domain + result.printedErrors { #expect(sheet.contains(line)) }
    #expect(sheet.contains("@inproceedings{gidel2019,"))
  }

  @Test("The JSON of the catalogue can be read and is complete")
  func json() throws {
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data(TheoryCatalogue.json.utf8)) as? [[String: Any]])
    #expect(list.compactMap { $0["id"] as? String } == TheoryCatalogue.results.map(\.identifier))
  }

  @Test(
    "An unknown identifier names the nearest one",
    arguments: [("G.eq61", "G.eq16"), ("eq16", "G.eq16"), ("g.EQ16", "G.eq16")])
  func nearest(wrong: String, right: String) {
    let error = #expect(throws: TheoryError.self) { try TheoryCatalogue.resultOrNearest(wrong) }
    #expect(error == .unknownResult(wrong, nearest: right))
  }
}
