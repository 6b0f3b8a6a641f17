public import LinearAlgebra
internal import RealModule

/// Regression through a sigmoid on the output.
///
/// ```
/// f(W) = 1/2 ||Y - phi(X W^T)||_F^2      phi(z) = 1 / (1 + e^{-z})
/// ```
/// Samples are rows: X n x d, Y n x p, W p x d. The sum is not divided by n, as in Tarmoun 2021, figure 3.
/// The loss depends on the product of the factors alone, so the flow keeps their imbalance here too.
public struct SigmoidObjective: Objective {
  /// X, n x d, a sample in each row.
  public let inputs: Matrix

  /// Y, n x p, a sample in each row.
  public let outputs: Matrix

  /// d.
  public var inputWidth: Int { inputs.columnCount }

  /// p.
  public var outputWidth: Int { outputs.columnCount }

  /// Creates the objective.
  ///
  /// - Parameters:
  ///   - inputs: X, n x d.
  ///   - outputs: Y, n x p.
  /// - Throws: ``ObjectiveError`` when rows do not match or are missing, or an entry is not finite.
  public init(inputs: Matrix, outputs: Matrix) throws(ObjectiveError) {
    try ObjectiveError.check(inputs, "the inputs' matrix")
    try ObjectiveError.check(outputs, "the outputs' matrix")
    guard inputs.rowCount == outputs.rowCount else {
      throw .sampleCounts(inputs: inputs.rowCount, outputs: outputs.rowCount)
    }
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The logistic function phi(z) = 1 / (1 + e^{-z}).
  public static func sigmoid(_ z: Double) -> Double { 1 / (1 + .exp(-z)) }

  /// The predictions and the errors, each n x p.
  public func makeScratch() -> [Matrix] {
    let samples = Matrix(rowCount: inputs.rowCount, columnCount: outputWidth)
    return [samples, samples]
  }

  /// Writes G = D^T X with D = (P - Y) P (1 - P) entry by entry, P = phi(X W^T), and returns f(W).
  public func formGradient(
    _ gradient: inout Matrix, at endToEndMatrix: Matrix, scratch: inout [Matrix]
  ) -> Double {
    scratch[0].formProduct(inputs.factor, endToEndMatrix.transposed)
    scratch[0].transformElements(Self.sigmoid)
    scratch[1].assign(scratch[0])
    scratch[1].add(outputs, scaledBy: -1)
    let norm = scratch[1].frobeniusNorm
    scratch[1].combineElements(with: scratch[0]) { error, prediction in
      error * prediction * (1 - prediction)
    }
    gradient.formProduct(scratch[1].transposed, inputs.factor)
    return norm * norm / 2
  }

  /// The smallest loss is not known in closed form.
  public func excessLoss(at endToEndMatrix: Matrix) -> Double? { nil }
}
