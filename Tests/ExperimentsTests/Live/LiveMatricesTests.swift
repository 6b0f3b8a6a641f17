import Foundation
import LinearAlgebra
import Testing

@testable import Experiments

@Suite("Matrices as small heat maps")
struct LiveMatricesTests {
  private func cells(_ picture: HeatMapPicture) throws -> [Int8] {
    try #require(Data(base64Encoded: picture.cells)).map { Int8(bitPattern: $0) }
  }

  @Test("A small matrix is shown entry by entry, row by row, against its largest magnitude")
  func small() throws {
    let picture = try #require(HeatMapPicture(Matrix(rows: [[1, -2, 0], [0.5, 2, -1]])))
    #expect(picture.rows == 2 && picture.height == 2 && picture.columns == 3 && picture.width == 3)
    #expect(picture.scale == 2)
    // 127 x / 2, rounded to the nearest, halves away from zero.
    #expect(try cells(picture) == [64, -127, 0, 32, 127, -64])
  }

  @Test("Cells of a large matrix are means of blocks")
  func large() throws {
    let matrix = Matrix(rowCount: 96, columnCount: 2) { i, j in i < 2 ? (j == 0 ? 3 : 1) : 0 }
    let picture = try #require(HeatMapPicture(matrix))
    #expect(picture.height == 48 && picture.width == 2 && picture.scale == 3)
    #expect(try cells(picture).prefix(4) == [127, 42, 0, 0])
  }

  @Test("A zero matrix has zero cells")
  func zero() throws {
    let picture = try #require(HeatMapPicture(Matrix(rowCount: 2, columnCount: 2)))
    #expect(picture.scale == 0)
    #expect(try cells(picture) == [0, 0, 0, 0])
  }

  @Test("The largest numbers that there are have a picture, but not a block whose sum is infinite")
  func huge() throws {
    let most = Double.greatestFiniteMagnitude
    let picture = try #require(HeatMapPicture(Matrix(rows: [[most, -most, most / 2]])))
    #expect(picture.scale == most)
    #expect(try cells(picture) == [127, -127, 64])
    let blocks = Matrix(rowCount: 96, columnCount: 1) { _, _ in most }
    #expect(HeatMapPicture(blocks) == nil)
    #expect(LiveMatrices(endToEnd: Matrix(rows: [[1]]), factors: [blocks]) == nil)
  }
}
