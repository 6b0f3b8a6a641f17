import Foundation
import LinearAlgebra

/// The reference values of one formula of the catalogue, to 25 digits (Tests/Fixtures/vectors.json).
struct CatalogueFamily {
  let cases: [Vector]

  /// One evaluation: what goes in, as doubles, and what is expected, as decimal text.
  struct Vector {
    fileprivate let inputs: [String: Any]
    fileprivate let expected: [String: Any]

    func number(_ name: String) throws -> Double {
      guard let value = inputs[name] as? NSNumber else { throw Missing(name: name) }
      return value.doubleValue
    }

    func input(_ name: String) throws -> Matrix {
      guard let rows = inputs[name] as? [[NSNumber]] else { throw Missing(name: name) }
      return Matrix(rows: rows.map { $0.map(\.doubleValue) })
    }

    func expected(_ name: String) throws -> Matrix {
      guard let rows = expected[name] as? [[String]] else { throw Missing(name: name) }
      return Matrix(rows: try rows.map { try $0.map(Self.nearest) })
    }

    private static func nearest(_ digits: String) throws -> Double {
      guard let value = Double(digits) else { throw Missing(name: digits) }
      return value
    }
  }

  /// Something that the file should hold and does not.
  struct Missing: Error {
    let name: String
  }

  /// Reads a family by the formula's identifier.
  init(_ identifier: String) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/vectors.json")
    let file = try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any]
    let families = file?["families"] as? [String: [String: Any]]
    guard let cases = families?[identifier]?["cases"] as? [[String: [String: Any]]] else {
      throw Missing(name: identifier)
    }
    self.cases = cases.map { Vector(inputs: $0["inputs"] ?? [:], expected: $0["expected"] ?? [:]) }
  }
}
