internal import Foundation
internal import LinearAlgebra
public import LowRankEstimation
internal import MatrixFiles

/// A matrix with holes as files hold it: dense with NaN, empty fields or `NA`, or as triplets.
public struct CompletionInput: Sendable {
  /// The known entries.
  public let entries: ObservedEntries

  /// The shape of the array in the file; the matrix' own for triplets.
  public let shape: [Int]

  /// Whether the file held triplets.
  public let isTriplets: Bool

  /// How triplets are read.
  public struct Triplets: Sendable {
    /// The rows and columns of the matrix; nil for one more than the largest.
    public let rowCount, columnCount: Int?

    /// Takes the counts.
    ///
    /// - Parameters:
    ///   - rowCount: the rows of the matrix; nil for one more than the largest.
    ///   - columnCount: the columns of the matrix; nil for one more than the largest.
    public init(rowCount: Int? = nil, columnCount: Int? = nil) {
      (self.rowCount, self.columnCount) = (rowCount, columnCount)
    }
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - member: which array of an `.npz`.
  ///   - triplets: how triplets are read; nil reads a dense matrix.
  /// - Throws: ``MatrixFileError``, ``EstimationError``.
  public init(_ path: String, member: String? = nil, triplets: Triplets? = nil) throws {
    isTriplets = triplets != nil
    if let triplets {
      entries = try ObservedEntries(
        triplets: MatrixFile.loadMatrix(path, member: member), rowCount: triplets.rowCount,
        columnCount: triplets.columnCount)
      shape = [entries.rowCount, entries.columnCount]
    } else {
      let array = try MatrixFile.load(path, member: member, missing: .allowed)
      entries = try ObservedEntries(array.matrix())
      shape = array.shape
    }
  }

  /// A completed matrix in the shape of the file: a stack of pictures stays one.
  ///
  /// - Parameters:
  ///   - estimate: p x d.
  ///   - keepsObserved: whether known entries stay as they were.
  /// - Returns: the array.
  func array(_ estimate: Matrix, keepsObserved: Bool) -> NumericArray {
    var matrix = estimate
    if keepsObserved {
      for k in entries.values.indices {
        matrix[entries.rows[k], entries.columns[k]] = entries.values[k]
      }
    }
    return NumericArray(matrix, shape: shape)
  }
}
