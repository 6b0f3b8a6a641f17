public import DeepLinearCore
public import LinearAlgebra
internal import RealModule

/// How a start lies in the modes of a loss: each mode as a chain of numbers, if the factors are aligned.
///
/// ```
/// W_j h_{j-1} = a_j h_j,   W_j^T h_j = a_j h_{j-1},   h_0 = x_i,   h_N = y_i
/// ```
/// If this holds for every mode and Sx x_i = lambda_i x_i, the modes never mix, and each is a chain of N numbers.
/// Source: Gidel 2019, Theorem 1; Tarmoun 2021, Definition 3; Chou 2022, Lemma 2.1.
public struct ModeChain: Sendable {
  /// a_1, ..., a_N of every mode, all but the last of any mode at least 0.
  public let factors: [[Double]]

  /// The largest residual of the conditions, relative to the largest factor's norm; for Sx relative to its own.
  public let misalignment: Double

  /// sqrt(epsilon): singular values feel a misalignment in second order.
  public static let tolerance = Double.ulpOfOne.squareRoot()

  /// Whether the modes never mix, to rounding.
  public var isAligned: Bool { misalignment <= Self.tolerance }

  /// Follows every mode through the factors.
  ///
  /// - Parameters:
  ///   - modes: the modes of the loss.
  ///   - weights: the factors W_1, ..., W_N at the start.
  ///   - covariance: Sx, d x d; nil for the identity.
  public init(_ modes: ProblemModes, weights: Weights, covariance: Matrix?) {
    let layers = weights.layers
    let scale = layers.reduce(0) { max($0, $1.largestColumnNorm) }
    let size = layers.reduce(0) { max($0, $1.rowCount, $1.columnCount) }
    let cutoff = Double(size) * .ulpOfOne * scale
    var hidden = [modes.inputDirections]
    for layer in layers.dropLast() {
      hidden.append((layer * hidden[hidden.count - 1]).normalizingColumns(above: cutoff))
    }
    hidden.append(modes.outputDirections)
    // A factor that is 0 on a mode hides where the next one comes from; that is seen from the output.
    var backward = modes.outputDirections
    for j in layers.indices.dropFirst().reversed() {
      backward = Matrix.product(layers[j].transposed, backward.factor)
        .normalizingColumns(above: cutoff)
      hidden[j].fillZeroColumns(from: backward)
    }
    var residual = 0.0
    var chains = modes.strengths.map { _ in [Double]() }
    for (j, layer) in layers.enumerated() {
      let forward = layer * hidden[j]
      let back = Matrix.product(layer.transposed, hidden[j + 1].factor)
      for mode in chains.indices {
        let (h, next) = (hidden[j].column(mode), hidden[j + 1].column(mode))
        let image = forward.column(mode)
        let a = zip(image, next).reduce(0) { $0 + $1.0 * $1.1 }
        chains[mode].append(a.magnitude <= cutoff ? 0 : a)
        residual = max(
          residual, Self.distance(image, a, next), Self.distance(back.column(mode), a, h))
      }
    }
    var misalignment = scale > 0 ? residual / scale : 0
    if let covariance {
      let image = covariance * modes.inputDirections
      let norm = covariance.frobeniusNorm
      for (mode, variance) in modes.inputVariances.enumerated() {
        let distance = Self.distance(
          image.column(mode), variance, modes.inputDirections.column(mode))
        misalignment = max(misalignment, distance / norm)
      }
    }
    factors = chains.map { Self.snapped($0, within: cutoff) }
    self.misalignment = misalignment
  }

  /// Magnitudes that differ by rounding alone are made equal.
  private static func snapped(_ chain: [Double], within cutoff: Double) -> [Double] {
    var chain = chain
    for j in chain.indices.dropFirst() {
      let equal = chain[..<j].map(\.magnitude).first {
        ($0 - chain[j].magnitude).magnitude <= cutoff
      }
      if let equal { chain[j] = chain[j] < 0 ? -equal : equal }
    }
    return chain
  }

  /// ||v - a w||.
  private static func distance(_ v: [Double], _ a: Double, _ w: [Double]) -> Double {
    zip(v, w).reduce(0) { $0 + ($1.0 - a * $1.1) * ($1.0 - a * $1.1) }.squareRoot()
  }
}

extension Matrix {
  /// The largest Euclidean norm of a column: between the spectral norm and that over sqrt(columns).
  fileprivate var largestColumnNorm: Double {
    (0..<columnCount).reduce(0) { max($0, columnNorm($1)) }
  }

  private func columnNorm(_ j: Int) -> Double {
    column(j).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Columns of norm 1, or 0 where the norm is not above the cutoff.
  fileprivate func normalizingColumns(above cutoff: Double) -> Matrix {
    scalingColumns(
      by: (0..<columnCount).map { j in
        let norm = columnNorm(j)
        return norm > cutoff ? 1 / norm : 0
      })
  }

  /// Takes the columns that are 0 from another matrix.
  fileprivate mutating func fillZeroColumns(from other: Matrix) {
    for j in 0..<columnCount where columnNorm(j) == 0 {
      replaceColumns(j..<(j + 1), by: other.submatrix(rows: 0..<rowCount, columns: j..<(j + 1)))
    }
  }
}
