internal import LinearAlgebra

/// Data from which no objective can be made.
public enum ObjectiveError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Inputs and outputs with different numbers of samples (rows).
  case sampleCounts(inputs: Int, outputs: Int)

  /// No samples, or samples without entries.
  case empty(String)

  /// A NaN or an infinity; row and column count from 0.
  case notFinite(matrix: String, row: Int, column: Int)

  /// A label outside 0 ..< classCount; `sample` counts from 0.
  case label(value: Int, sample: Int, classCount: Int)

  /// Statistics whose loss has no minimum: Sxy reaches outside the range of Sx.
  case unboundedBelow(excess: Double)

  /// An input covariance with a negative eigenvalue, so that f has no minimum.
  case indefinite(eigenvalue: Double)

  /// Statistics of shapes that do not fit.
  case shapes(String)

  /// What is wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .sampleCounts(let inputs, let outputs):
      "there are \(inputs) rows of inputs and \(outputs) of outputs; each sample needs one of both"
    case .empty(let what):
      "\(what) is empty; at least one row and one column are needed"
    case .notFinite(let matrix, let row, let column):
      """
      \(matrix) holds a NaN or an infinity in row \(row), column \(column) (counted from 0); training \
      needs finite numbers, so replace or remove it, or scale the data down if their squares overflow
      """
    case .label(let value, let sample, let classCount):
      "label \(value) of sample \(sample) is not one of the \(classCount) classes 0 to \(classCount - 1)"
    case .unboundedBelow(let excess):
      """
      the loss has no minimum: a share of \(excess) of the input-output covariance lies outside \
      the range of the input covariance
      """
    case .indefinite(let eigenvalue):
      """
      the input covariance has the negative eigenvalue \(eigenvalue), which no covariance has; the loss \
      has no minimum
      """
    case .shapes(let message):
      message
    }
  }
}

extension ObjectiveError {
  /// Refuses a matrix that is empty or holds a number that is not finite.
  static func check(_ matrix: Matrix, _ name: String) throws(ObjectiveError) {
    guard !matrix.isEmpty else { throw .empty(name) }
    if let (row, column) = matrix.firstNonFiniteIndex {
      throw .notFinite(matrix: name, row: row, column: column)
    }
  }
}
