public import LinearAlgebra

/// A loss f of the end-to-end matrix W (p x d), with its gradient in W.
///
/// Objectives know nothing of depth or factors: the chain rule through the factors is the dynamics' part.
/// That is why a new objective, such as one on partly observed entries, needs this protocol alone.
public protocol Objective: Sendable {
  /// d, the columns of W.
  var inputWidth: Int { get }

  /// p, the rows of W.
  var outputWidth: Int { get }

  /// The matrices that ``formGradient(_:at:scratch:)`` needs to work in, allocated once by the caller.
  func makeScratch() -> [Matrix]

  /// Writes the gradient of the loss in W into `gradient` and returns the loss, without allocating.
  ///
  /// - Parameters:
  ///   - gradient: p x d; overwritten.
  ///   - endToEndMatrix: W, p x d.
  ///   - scratch: what ``makeScratch()`` returned; its contents do not matter.
  /// - Returns: f(W).
  func formGradient(
    _ gradient: inout Matrix, at endToEndMatrix: Matrix, scratch: inout [Matrix]
  ) -> Double

  /// Multiplications that a gradient in W takes.
  var multiplicationCount: Double { get }

  /// f(W) minus the smallest value of f, without cancellation; nil where that value is not known.
  func excessLoss(at endToEndMatrix: Matrix) -> Double?
}

extension Objective {
  /// One for each entry of W.
  public var multiplicationCount: Double { Double(outputWidth) * Double(inputWidth) }

  /// The gradient in W, p x d, as a new matrix.
  public func gradient(at endToEndMatrix: Matrix) -> Matrix {
    var scratch = makeScratch()
    var gradient = Matrix(rowCount: outputWidth, columnCount: inputWidth)
    _ = formGradient(&gradient, at: endToEndMatrix, scratch: &scratch)
    return gradient
  }

  /// The loss f(W).
  public func loss(at endToEndMatrix: Matrix) -> Double {
    var scratch = makeScratch()
    var gradient = Matrix(rowCount: outputWidth, columnCount: inputWidth)
    return formGradient(&gradient, at: endToEndMatrix, scratch: &scratch)
  }
}
