import Foundation
import LinearAlgebra

/// The files that NumPy wrote (Tests/Fixtures/numpy, with their script), and places to write to.
enum Fixture {
  static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func path(_ name: String) -> String {
    repository.appending(path: "Tests/Fixtures/numpy/\(name)").path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(name))))
  }

  /// The table of make_fixtures.py, by its formula.
  static func table(_ kind: Character) -> Matrix {
    Matrix(rowCount: 3, columnCount: 4) { i, j in
      let sign = (i + j).isMultiple(of: 2) ? 1.0 : -1.0
      return switch kind {
      case "b": (i + j).isMultiple(of: 3) ? 1 : 0
      case "u": Double(7 * i + j)
      case "i": sign * Double(7 * i + j)
      default: sign * Double(7 * i + j) / 8
      }
    }
  }
}
