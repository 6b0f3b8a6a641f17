import DeepLinear
import Foundation

/// The data that both sides read, and how much of the work is done.
struct Inputs {
  let folder: URL

  /// Whether only the results matter: few steps, small matrices.
  let isQuick: Bool

  /// Reads a matrix.
  func matrix(_ name: String) throws -> Matrix { try MatrixFile.loadMatrix(path(name)) }

  /// Reads a stack of matrices.
  func matrices(_ name: String) throws -> [Matrix] {
    let array = try MatrixFile.load(path(name))
    let (rows, columns) = (array.shape[1], array.shape[2])
    return (0..<array.shape[0]).map { index in
      let start = index * rows * columns
      return Matrix(rowCount: rows, columnCount: columns) {
        array.elements[start + $0 * columns + $1]
      }
    }
  }

  /// A number of steps, or another one when only the results matter.
  func steps(_ count: Int, quick: Int) -> Int { isQuick ? quick : count }

  private func path(_ name: String) -> String { folder.appending(path: "\(name).npy").path }
}

/// A workload of the table: reads its data and says what is compared.
protocol Workload {
  /// W1, W2 and so on.
  static var name: String { get }

  static func comparisons(_ inputs: Inputs) throws -> [Comparison]
}
