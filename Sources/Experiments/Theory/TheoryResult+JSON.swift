public import DynamicsTheory
internal import Foundation
internal import RunStore

extension TheoryCatalogue {
  /// The whole catalogue for other programs.
  public static var json: String {
    get throws { try TheoryRecord.text(results.map(TheoryRecord.init)) }
  }
}

extension TheoryResult {
  /// Everything that is known about the result, for other programs.
  public var json: String {
    get throws { try TheoryRecord.text(TheoryRecord(self)) }
  }
}

/// What is written of a result.
private struct TheoryRecord: Encodable {
  struct Quantity: Encodable {
    let name, kind, meaning, unit: String
    let symbols: [String: String]

    init(_ quantity: TheoryQuantity) {
      name = quantity.name
      kind = quantity.kind.rawValue
      meaning = quantity.meaning
      unit = quantity.unit
      symbols = Dictionary(
        uniqueKeysWithValues: quantity.symbols.map { ($0.rawValue, $1) })
    }
  }

  struct Place: Encodable {
    let paper, place, identifier: String
  }

  let id, title, formula, accuracy: String
  let domain, printedErrors: [String]
  let sources: [Place]
  let inputs, outputs: [Quantity]

  init(_ result: TheoryResult) {
    id = result.identifier
    title = result.title
    formula = result.formula
    accuracy = result.accuracy
    domain = result.domain
    printedErrors = result.printedErrors
    sources = result.sources.map {
      Place(
        paper: $0.paper.rawValue, place: $0.place, identifier: $0.paper.citation.identifier)
    }
    inputs = result.inputs.map(Quantity.init)
    outputs = result.outputs.map(Quantity.init)
  }

  static func text(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder.stable.encode(value), as: UTF8.self)
  }
}
