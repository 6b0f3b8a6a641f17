public import DeepLinearCore
public import LinearAlgebra
internal import RealModule

/// Every kind of objective, to run a test over all of them.
public enum SampleObjective: String, CaseIterable, Sendable {
  case factorization, regression, autoencoder, classification, sensing, sigmoid

  /// A problem of this kind on reproducible random data; an autoencoder needs equal widths.
  public func problem(
    inputWidth: Int, outputWidth: Int, samples: Int = 9
  ) throws -> SampleProblem {
    var generator = SeededGenerator(seed: 17)
    let inputs = Matrix.gaussian(rowCount: samples, columnCount: inputWidth, using: &generator)
    let outputs = Matrix.gaussian(rowCount: samples, columnCount: outputWidth, using: &generator)
    switch self {
    case .factorization:
      let target = Matrix.gaussian(
        rowCount: outputWidth, columnCount: inputWidth, using: &generator)
      return SampleProblem(
        objective: try QuadraticObjective(target: target), target: target, isQuadratic: true
      ) { w in
        sumOfSquares(outputWidth, inputWidth) { w[$0, $1] - target[$0, $1] } / 2
      }
    case .regression:
      return .leastSquares(
        try QuadraticObjective(inputs: inputs, outputs: outputs), inputs, outputs)
    case .autoencoder:
      return .leastSquares(
        try QuadraticObjective.autoencoder(inputs: inputs), inputs, inputs)
    case .classification:
      let labels = (0..<samples).map { ($0 * $0 + 1) % outputWidth }
      return .leastSquares(
        try QuadraticObjective.classification(
          inputs: inputs, labels: labels, classCount: outputWidth),
        inputs,
        Matrix(rowCount: samples, columnCount: outputWidth) { labels[$0] == $1 ? 1 : 0 })
    case .sensing:
      let measurements = Matrix.gaussian(
        rowCount: samples, columnCount: outputWidth * inputWidth, using: &generator)
      let truth = Matrix.gaussian(
        rowCount: outputWidth, columnCount: inputWidth, using: &generator)
      return SampleProblem(
        objective: try SensingObjective(measurements: measurements, of: truth), target: truth,
        isQuadratic: true
      ) { w in
        sumOfSquares(samples, 1) { i, _ in
          (0..<(outputWidth * inputWidth)).reduce(0) { sum, place in
            let (k, l) = place.quotientAndRemainder(dividingBy: inputWidth)
            return sum + measurements[i, place] * (w[k, l] - truth[k, l])
          }
        } / Double(2 * samples)
      }
    case .sigmoid:
      let shares = outputs.mapElements { 1 / (1 + $0 * $0) }
      return SampleProblem(
        objective: try SigmoidObjective(inputs: inputs, outputs: shares),
        target: Matrix.product(shares.transposed, inputs.factor), isQuadratic: false
      ) { w in
        sumOfSquares(samples, outputWidth) { i, j in
          shares[i, j] - 1 / (1 + .exp(-prediction(inputs, w, i, j)))
        } / 2
      }
    }
  }
}

extension SampleObjective {
  /// A problem whose widths suit this objective and a network: 4 x 3 data, square where W must be.
  public func problem(for network: SampleNetwork) throws -> SampleProblem {
    let isSquare = self == .autoencoder || network.isTied
    return try problem(inputWidth: 4, outputWidth: isSquare ? 4 : 3)
  }
}

/// An objective together with its loss written out by definition, entry by entry.
public struct SampleProblem: Sendable {
  /// The objective under test.
  public let objective: any Objective

  /// A matrix shaped as W whose singular vectors a spectral start may use.
  public let target: Matrix

  /// Whether the loss is quadratic in W.
  public let isQuadratic: Bool

  /// The loss by definition.
  public let loss: @Sendable (Matrix) -> Double

  init(
    objective: any Objective, target: Matrix, isQuadratic: Bool,
    loss: @escaping @Sendable (Matrix) -> Double
  ) {
    self.objective = objective
    self.target = target
    self.isQuadratic = isQuadratic
    self.loss = loss
  }

  static func leastSquares(
    _ objective: QuadraticObjective, _ inputs: Matrix, _ outputs: Matrix
  ) -> SampleProblem {
    SampleProblem(
      objective: objective, target: Matrix.product(outputs.transposed, inputs.factor),
      isQuadratic: true
    ) { w in
      sumOfSquares(outputs.rowCount, outputs.columnCount) { i, j in
        outputs[i, j] - prediction(inputs, w, i, j)
      } / Double(2 * inputs.rowCount)
    }
  }
}

/// Entry (i, j) of X W^T.
private func prediction(_ inputs: Matrix, _ w: Matrix, _ i: Int, _ j: Int) -> Double {
  (0..<inputs.columnCount).reduce(0) { $0 + inputs[i, $1] * w[j, $1] }
}

private func sumOfSquares(
  _ rowCount: Int, _ columnCount: Int, _ entry: (Int, Int) -> Double
) -> Double {
  var sum = 0.0
  for i in 0..<rowCount {
    for j in 0..<columnCount { sum += entry(i, j) * entry(i, j) }
  }
  return sum
}
