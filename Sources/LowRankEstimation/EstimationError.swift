internal import LinearAlgebra

/// Data or settings from which nothing can be estimated.
public enum EstimationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A NaN or an infinity where a number is needed, at this row and column (from 0).
  case notFinite(what: String, row: Int, column: Int)

  /// Too few rows or columns; `needs` says how many there must be.
  case tooSmall(what: String, shape: String, needs: String)

  /// All entries are equal, so that there is nothing to tell signal from noise by.
  case constant(what: String)

  /// Matrices or lists of sizes that do not fit.
  case shapes(String)

  /// No entry is observed, or none in a row or column that needs one.
  case nothingObserved(String)

  /// A setting outside its range; `needs` says what it must be.
  case setting(name: String, value: String, needs: String)

  /// A decomposition failed.
  case decomposition(String)

  /// An iteration that left the numbers that a computer has; it says what to do.
  case diverged(String)

  /// Somebody who watched the fit ended it.
  case interrupted

  /// What is wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .notFinite(let what, let row, let column):
      """
      \(what) holds a value that is not finite, in row \(row), column \(column) (from 0); remove or replace it, or \
      complete the matrix first
      """
    case .tooSmall(let what, let shape, let needs):
      "\(what) is \(shape); it needs \(needs)"
    case .constant(let what):
      "all entries of \(what) are equal, so nothing tells signal from noise"
    case .shapes(let message), .nothingObserved(let message), .decomposition(let message),
      .diverged(let message):
      message
    case .interrupted:
      "the fit was interrupted"
    case .setting(let name, let value, let needs):
      "\(name) is \(value); it must be \(needs)"
    }
  }

  /// Passes a failed decomposition on.
  static func decomposing<Result>(
    _ body: () throws(LinearAlgebraError) -> Result
  ) throws(EstimationError) -> Result {
    do throws(LinearAlgebraError) {
      return try body()
    } catch {
      throw .decomposition("\(error)")
    }
  }

  /// Sums of many squares of numbers up to this size do not overflow, nor do those of its inverse vanish.
  static let sizeLimit = 1e100

  /// Refuses numbers whose squares, or sums of many, would leave the numbers that a computer has.
  ///
  /// - Parameters:
  ///   - size: their largest magnitude.
  ///   - what: their name in the sentence, a plural.
  ///   - limit: the size and, inverted, the smallness that still does.
  /// - Throws: ``diverged(_:)``.
  static func requireSize(
    _ size: Double, _ what: String, limit: Double = sizeLimit
  ) throws(EstimationError) {
    guard 1 / limit...limit ~= size else {
      throw .diverged(
        """
        \(what) are of a size (\(size)) whose squares leave the numbers that a computer has; give them in another unit
        """)
    }
  }

  /// Refuses a matrix with a NaN or an infinity.
  ///
  /// - Parameters:
  ///   - matrix: the matrix.
  ///   - what: its name in the sentence.
  /// - Throws: ``notFinite(what:row:column:)``.
  static func requireFinite(_ matrix: Matrix, _ what: String) throws(EstimationError) {
    guard let index = matrix.firstNonFiniteIndex else { return }
    throw .notFinite(what: what, row: index.row, column: index.column)
  }
}
