internal import Foundation
public import LinearAlgebra

/// One row of the matrices as a grey picture: the truth, what is learned from, and what the networks make of it.
///
/// One grey scale serves all of them, that of the truth. The pixels are bytes, row by row in base 64.
public struct LiveGallery: Sendable {
  /// The pixels of a picture.
  public typealias Picture = String

  /// The shape of the pictures.
  public let height, width: Int

  /// The value that is black and the one that is white.
  public let low, high: Double

  /// The clean row; nil when nothing is known of it.
  public private(set) var truth: Picture?

  /// The row of what is learned.
  public private(set) var noisy: Picture = ""

  /// The row of the best truncated singular value decomposition, and which that is; nil without a truth.
  public private(set) var truncated: (picture: Picture, caption: String)?

  private let row: Int

  /// Chooses the row; nil where rows are no pictures.
  ///
  /// - Parameters:
  ///   - experiment: the experiment with its data.
  ///   - row: which row of W, counted from 0; the last one where there are fewer.
  /// - Throws: LinearAlgebraError when the target cannot be decomposed.
  public init?(_ experiment: PreparedExperiment, row: Int = 3) throws {
    let problem = experiment.problem
    guard let shape = problem.imageShape, shape.count == 2, let target = problem.target,
      shape[0] * shape[1] == target.columnCount
    else { return nil }
    self.row = min(row, target.rowCount - 1)
    (height, width) = (shape[0], shape[1])
    let reference = (problem.clean ?? target).row(self.row)
    low = reference.min() ?? 0
    high = max(reference.max() ?? 1, low.nextUp)
    truth = problem.clean.map { picture(of: $0) }
    noisy = picture(of: target)
    if let clean = problem.clean {
      let truncation = try Truncation(of: target, clean: clean)
      let error = Decimals.short(truncation.errors[truncation.bestRank - 1])
      truncated = (
        picture(of: truncation.matrix(ofRank: truncation.bestRank)),
        "best truncated SVD: rank \(truncation.bestRank), error \(error)"
      )
    }
  }

  /// The row of a matrix as a picture; what is outside the scale is clipped.
  ///
  /// - Parameter matrix: of the shape of W.
  /// - Returns: the pixels.
  public func picture(of matrix: Matrix) -> Picture {
    let bytes = matrix.row(row).map { value in
      UInt8(min(max((255 * (value - low) / (high - low)).rounded(), 0), 255))
    }
    return Data(bytes).base64EncodedString()
  }
}
