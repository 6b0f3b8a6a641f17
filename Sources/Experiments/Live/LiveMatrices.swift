internal import Foundation
internal import LinearAlgebra

/// The factors of a network and their product as small heat maps.
public struct LiveMatrices: Sendable, Encodable {
  /// W.
  public let endToEnd: HeatMapPicture

  /// W_1, ..., W_N, from the input.
  public let factors: [HeatMapPicture]

  /// Draws them; nil when one of them has no picture.
  init?(endToEnd: Matrix, factors: [Matrix]) {
    let pictures = factors.compactMap(HeatMapPicture.init)
    guard let product = HeatMapPicture(endToEnd), pictures.count == factors.count else {
      return nil
    }
    (self.endToEnd, self.factors) = (product, pictures)
  }
}

/// A matrix as a grid of at most 48 x 48 cells, each the mean of the entries that it stands for.
///
/// The cells are bytes, row by row in base 64: a cell of value c stands for c / 127 times ``scale``, -127 <= c <= 127.
public struct HeatMapPicture: Sendable, Encodable {
  /// The shape of the matrix.
  public let rows, columns: Int

  /// The shape of the grid.
  public let height, width: Int

  /// The largest magnitude of a cell.
  public let scale: Double

  /// The cells.
  public let cells: String

  private static let sizeLimit = 48

  /// Draws a matrix; nil when the sum of a cell's entries is no finite number.
  init?(_ matrix: Matrix) {
    (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let (height, width) = (min(rows, Self.sizeLimit), min(columns, Self.sizeLimit))
    var means: [Double] = []
    for i in 0..<height {
      let rowRange = (i * matrix.rowCount / height)..<((i + 1) * matrix.rowCount / height)
      for j in 0..<width {
        let range = (j * matrix.columnCount / width)..<((j + 1) * matrix.columnCount / width)
        let sum = range.reduce(0.0) { sum, column in
          rowRange.reduce(sum) { $0 + matrix[$1, column] }
        }
        means.append(sum / Double(rowRange.count * range.count))
      }
    }
    guard means.allSatisfy(\.isFinite) else { return nil }
    let scale = means.reduce(0) { max($0, $1.magnitude) }
    let bytes = means.map { mean in
      // The quotient first: 127 times a number can be infinite.
      UInt8(bitPattern: Int8(scale > 0 ? (127 * (mean / scale)).rounded() : 0))
    }
    (self.height, self.width, self.scale) = (height, width, scale)
    cells = Data(bytes).base64EncodedString()
  }
}
