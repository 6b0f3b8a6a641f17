public import LinearAlgebra

extension QuadraticObjective {
  /// The linear autoencoder, Y = X: f(W) = ||X - X W^T||_F^2 / (2 n).
  ///
  /// - Parameter inputs: X, n x d, a sample in each row.
  /// - Returns: the objective, W being d x d.
  /// - Throws: as ``init(inputs:outputs:)``.
  public static func autoencoder(inputs: Matrix) throws -> QuadraticObjective {
    try QuadraticObjective(inputs: inputs, outputs: inputs)
  }

  /// Least squares classification: the outputs are one-hot rows.
  ///
  /// - Parameters:
  ///   - inputs: X, n x d, a sample in each row.
  ///   - labels: the class of each sample, from 0.
  ///   - classCount: p, the number of classes.
  /// - Returns: the objective, W being `classCount` x d.
  /// - Throws: ``ObjectiveError/label(value:sample:classCount:)``, and as ``init(inputs:outputs:)``.
  public static func classification(
    inputs: Matrix, labels: [Int], classCount: Int
  ) throws -> QuadraticObjective {
    guard labels.count == inputs.rowCount else {
      throw ObjectiveError.sampleCounts(inputs: inputs.rowCount, outputs: labels.count)
    }
    guard classCount >= 1 else { throw ObjectiveError.empty("the list of classes") }
    var outputs = Matrix(rowCount: labels.count, columnCount: classCount)
    for (sample, label) in labels.enumerated() {
      guard (0..<classCount).contains(label) else {
        throw ObjectiveError.label(value: label, sample: sample, classCount: classCount)
      }
      outputs[sample, label] = 1
    }
    return try QuadraticObjective(inputs: inputs, outputs: outputs)
  }
}
