import LinearAlgebra
import RealModule
import TestSupport
import TrainingDynamics

/// A problem of the conformance table and what is recorded of it, written out by definition.
///
/// ```
/// f(W) = weight ||Y - phi(X W^T)||_F^2      phi(z) = z, or 1 / (1 + e^-z)
/// ```
/// A factorisation is the case X = I, Y = target^T, weight 1/2.
struct QuantityDefinition {
  let inputs: Matrix
  let outputs: Matrix
  let weight: Double
  let isSigmoid: Bool

  /// The smallest loss without a sigmoid.
  let minimumLoss: Double

  /// The condition number of X^T X, by which solving for the least loss enlarges rounding errors.
  let condition: Double

  /// C, what test errors refer to; nil where nothing is given.
  let clean: Matrix?

  /// A value with the rounding error that its computation may show.
  struct Value {
    let value: Double
    let tolerance: Double

    func matches(_ other: Double) -> Bool { (value - other).magnitude <= tolerance }
  }

  /// The definition of a kind of problem; `target` is the noisy one where there is noise.
  init(_ problem: ProblemKind, target: Matrix?) {
    let samples = KnownData.inputs
    switch problem {
    case .factorization, .noisyFactorization:
      let target = target ?? KnownData.target
      inputs = .identity(target.columnCount)
      outputs = target.transpose()
    case .regression: (inputs, outputs) = (samples, KnownData.outputs)
    case .autoencoder: (inputs, outputs) = (samples, samples)
    case .classification:
      inputs = samples
      outputs = Matrix(rowCount: samples.rowCount, columnCount: 3) {
        KnownData.labels[$0] == $1 ? 1 : 0
      }
    case .sigmoid: (inputs, outputs) = (samples, KnownData.shares)
    }
    isSigmoid = problem == .sigmoid
    switch problem {
    case .factorization, .noisyFactorization, .sigmoid: weight = 0.5
    case .regression, .autoencoder, .classification: weight = 0.5 / Double(samples.rowCount)
    }
    switch problem {
    case .factorization, .regression: clean = KnownData.clean
    case .noisyFactorization: clean = KnownData.target
    case .autoencoder, .classification, .sigmoid: clean = nil
    }
    minimumLoss = Self.minimumLoss(inputs, outputs, weight: weight)
    condition = Self.condition(inputs)
  }

  /// f(W).
  func loss(at w: Matrix) -> Double {
    var sum = 0.0
    for i in 0..<inputs.rowCount {
      for j in 0..<outputs.columnCount {
        var prediction = 0.0
        for k in 0..<inputs.columnCount { prediction += inputs[i, k] * w[j, k] }
        if isSigmoid { prediction = 1 / (1 + .exp(-prediction)) }
        let error = outputs[i, j] - prediction
        sum += error * error
      }
    }
    return weight * sum
  }

  /// What is left of Y off the columns of X, by Gram and Schmidt.
  private static func minimumLoss(
    _ inputs: Matrix, _ outputs: Matrix, weight: Double
  ) -> Double {
    func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    var basis: [[Double]] = []
    func residual(of column: [Double]) -> [Double] {
      // Twice is enough.
      (basis + basis).reduce(column) { rest, direction in
        let share = dot(rest, direction)
        return zip(rest, direction).map { $0 - share * $1 }
      }
    }
    for k in 0..<inputs.columnCount {
      let rest = residual(of: inputs.column(k))
      let norm = dot(rest, rest).squareRoot()
      basis.append(rest.map { $0 / norm })
    }
    return weight
      * (0..<outputs.columnCount).map { residual(of: outputs.column($0)) }
      .reduce(0) { $0 + dot($1, $1) }
  }

  private static func condition(_ inputs: Matrix) -> Double {
    let values = jacobiSingularValues(inputs)
    let ratio = values[0] / values[values.count - 1]
    return ratio * ratio
  }

  // MARK: - What is recorded

  /// A number at W with its singular values; nil where it is not defined.
  ///
  /// `reach` bounds the norms of W and of the factors' product.
  func value(
    of quantity: ScalarQuantity, at w: Matrix, singularValues values: [Double], reach: Double
  ) -> Value? {
    let (sum, count) = (values.reduce(0, +), Double(values.count))
    let norm = w.elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let rounding = roundingTolerance(for: w)
    switch quantity {
    case .loss:
      return Value(value: loss(at: w), tolerance: lossTolerance(reach: reach))
    case .excessLoss:
      guard !isSigmoid else { return nil }
      return Value(value: loss(at: w) - minimumLoss, tolerance: lossTolerance(reach: reach))
    case .testError:
      guard let clean else { return nil }
      let deviation = zip(w.elements, clean.elements).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      let size = clean.elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return Value(
        value: deviation.squareRoot() / size,
        tolerance: (rounding + roundingTolerance(for: clean)) / size)
    case .traceNorm: return Value(value: sum, tolerance: count * rounding)
    case .frobeniusNorm: return Value(value: norm, tolerance: rounding)
    case .nuclearRank:
      return Value(value: sum / values[0], tolerance: 2 * count * rounding / values[0])
    case .nuclearFrobeniusRank:
      // N^2 / F^2 with N <= sqrt(count) F: its slopes in the values are at most 2 count / F.
      return Value(
        value: sum * sum / values.reduce(0) { $0 + $1 * $1 },
        tolerance: 2 * count * (count + 1) * rounding / norm)
    }
  }

  /// ||W_{j+1}^T W_{j+1} - W_j W_j^T||_F for each pair of neighbours.
  static func imbalances(of layers: [Matrix]) -> [Value] {
    zip(layers, layers.dropFirst()).map { lower, upper in
      var sum = 0.0
      for a in 0..<lower.rowCount {
        for b in 0..<lower.rowCount {
          var entry = 0.0
          for i in 0..<upper.rowCount { entry += upper[i, a] * upper[i, b] }
          for i in 0..<lower.columnCount { entry -= lower[a, i] * lower[b, i] }
          sum += entry * entry
        }
      }
      return Value(
        value: sum.squareRoot(),
        tolerance: roundingTolerance(for: lower) * lower.frobeniusNorm
          + roundingTolerance(for: upper) * upper.frobeniusNorm)
    }
  }

  /// Rounding of sums of squares of Y - X W^T, enlarged by the condition where a minimum was solved for.
  private func lossTolerance(reach: Double) -> Double {
    let size = outputs.frobeniusNorm + inputs.frobeniusNorm * reach
    return 32 * .ulpOfOne * Double(outputs.elements.count).squareRoot()
      * (isSigmoid ? 1 : condition) * weight * size * size
  }
}
