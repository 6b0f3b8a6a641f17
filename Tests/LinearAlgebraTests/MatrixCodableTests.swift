import Foundation
import LinearAlgebra
import Testing

@Suite("Encoded matrices")
struct MatrixCodableTests {
  @Test("A matrix survives encoding and decoding", arguments: [(2, 3), (0, 3), (3, 0), (1, 1)])
  func roundTrip(rowCount: Int, columnCount: Int) throws {
    let matrix = Matrix(rowCount: rowCount, columnCount: columnCount) { 1 / Double($0 + $1 + 3) }
    let data = try JSONEncoder().encode(matrix)
    #expect(try JSONDecoder().decode(Matrix.self, from: data) == matrix)
  }

  @Test("The keys are the names of the properties")
  func keys() throws {
    let text = #"{"rowCount": 2, "columnCount": 1, "elements": [3, 4]}"#
    #expect(
      try JSONDecoder().decode(Matrix.self, from: Data(text.utf8)) == Matrix(rows: [[3], [4]]))
  }

  @Test(
    "A shape that does not fit the elements is refused",
    arguments: [
      #"{"rowCount": 2, "columnCount": 2, "elements": [1, 2, 3]}"#,
      #"{"rowCount": -1, "columnCount": -1, "elements": [1]}"#,
      #"{"rowCount": 4611686018427387904, "columnCount": 4, "elements": []}"#,
    ])
  func wrongShape(text: String) {
    #expect {
      try JSONDecoder().decode(Matrix.self, from: Data(text.utf8))
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return context.debugDescription.contains("cannot have")
    }
  }
}
