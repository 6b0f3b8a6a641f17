public import DeepLinearCore
public import LinearAlgebra

/// A network that is r independent chains of numbers, one for each mode.
///
/// ```
/// W_j(0) = Q_j diag(w_j) Q_{j-1}^T   Sxy^T = Q_N diag(t) Q_0^T + rest   Sx Q_0 = Q_0 diag(s)
/// w_ji <- w_ji - eta (s_i w_1i ... w_Ni - t_i) prod_{l != j} w_li
/// ```
/// The rest of Sxy^T lies outside all modes, where the network is and stays zero. Identical, perturbed, spectral and
/// balanced-spectral starts are of this kind, with any statistics that share their bases.
///
/// Source: Gidel 2019, Theorem 1; Chou 2022, Lemma 2.1; Tarmoun 2021, Definition 3.
public struct ModeDecoupling: Sendable {
  /// The factors of the modes: N lists of r numbers.
  public let factors: [[Double]]

  /// s, the variance of the inputs along each mode.
  public let variances: [Double]

  /// t, what each mode is to learn, times its variance.
  public let targets: [Double]

  /// The loss of what lies outside all modes, with the smallest loss itself.
  let lossConstant: Double

  /// The part of ``lossConstant`` above the smallest loss.
  let unreachableLoss: Double

  /// p and d.
  let outputWidth: Int
  let inputWidth: Int

  private let bases: Bases

  private enum Bases: Sendable {
    /// Q_0, ..., Q_N; a column may be zero where no factor has anything.
    case given([Matrix])

    /// All bases are the eigenvectors of a symmetric matrix, which are computed when they are needed.
    case eigenvectors(of: Matrix, depth: Int)
  }

  /// Q_0, ..., Q_N, d_j x r.
  public func directions() throws(LinearAlgebraError) -> [Matrix] {
    switch bases {
    case .given(let bases):
      return bases
    case .eigenvectors(let matrix, let depth):
      let vectors = try SymmetricEigendecomposition(matrix).vectors
      return Array(repeating: vectors, count: depth + 1)
    }
  }

  /// The modes at their start, or with the factors they had come to.
  func recurrence(factors: [[Double]]? = nil) -> ModeRecurrence {
    ModeRecurrence(
      factors: factors ?? self.factors, scales: variances, targets: targets,
      multiplicities: Array(repeating: 1, count: targets.count), constant: lossConstant)
  }

  /// The loss above its smallest value at the given strengths of the modes.
  func excessLoss(_ strengths: [Double]) -> Double {
    var sum = 0.0
    for i in strengths.indices where variances[i] > 0 {
      let deviation = strengths[i] - targets[i] / variances[i]
      sum += variances[i] * deviation * deviation
    }
    return unreachableLoss + sum / 2
  }

  /// Decouples a network; nil when it does not fall apart, to within rounding.
  ///
  /// - Throws: ``LinearAlgebraError``.
  public init?(objective: QuadraticObjective, network: Network) throws(LinearAlgebraError) {
    guard network.architecture == .layered else { return nil }
    let layers = network.weights.layers
    outputWidth = objective.outputWidth
    inputWidth = objective.inputWidth
    if let scales = Self.scales(of: layers),
      objective.inputCovariance == nil, Self.isSymmetric(objective.outputInputCovariance)
    {
      let target = objective.outputInputCovariance
      let values = try target.symmetricEigenvalues()
      factors = scales.map { Array(repeating: $0, count: values.count) }
      variances = Array(repeating: 1, count: values.count)
      targets = values
      unreachableLoss = 0
      lossConstant = objective.minimumLoss
      bases = .eigenvectors(of: target, depth: layers.count)
      return
    }
    guard Self.mayDecouple(objective, layers),
      let chain = try ModeChainFinder(objective, layers).chain()
    else { return nil }
    factors = chain.factors
    variances = chain.variances
    targets = chain.targets
    unreachableLoss = chain.unreachableLoss
    lossConstant = objective.minimumLoss + chain.unreachableLoss
    bases = .given(chain.bases)
  }

  /// The c_j of factors c_j I; nil for others.
  private static func scales(of layers: [Matrix]) -> [Double]? {
    let width = layers[0].columnCount
    guard
      layers.allSatisfy({ layer in
        layer.rowCount == width && layer.columnCount == width && layer.isDiagonal
          && layer.diagonal.allSatisfy { $0 == layer[0, 0] }
      })
    else { return nil }
    return layers.map { $0[0, 0] }
  }

  /// Whether a matrix is symmetric but for rounding.
  private static func isSymmetric(_ matrix: Matrix) -> Bool {
    guard matrix.rowCount == matrix.columnCount else { return false }
    let rounding = Double(matrix.rowCount) * .ulpOfOne
    return (matrix - matrix.transpose()).frobeniusNorm <= rounding * matrix.frobeniusNorm
  }

  /// A necessary condition that costs a few products with a vector: W^T T and W T^T are symmetric, and commute with Sx.
  ///
  /// Neighbours commute, too: W_{j+1}^T W_{j+1} with W_j W_j^T.
  private static func mayDecouple(_ objective: QuadraticObjective, _ layers: [Matrix]) -> Bool {
    let target = objective.outputInputCovariance
    func product(_ x: Matrix) -> Matrix { layers.reduce(x) { $1 * $0 } }
    func transposedProduct(_ y: Matrix) -> Matrix {
      layers.reversed().reduce(y) { Matrix.product($1.transposed, $0.factor) }
    }
    func covariance(_ x: Matrix) -> Matrix { objective.inputCovariance.map { $0 * x } ?? x }
    let (input, output) = (probe(objective.inputWidth), probe(objective.outputWidth))
    func targetTransposed(_ y: Matrix) -> Matrix { Matrix.product(target.transposed, y.factor) }
    // Half of the digits: far above the rounding of products; what passes wrongly is refused later.
    let share = Double.ulpOfOne.squareRoot()
    func agree(_ a: Matrix, _ b: Matrix) -> Bool {
      (a - b).frobeniusNorm <= share * (a.frobeniusNorm + b.frobeniusNorm)
    }
    guard agree(targetTransposed(product(input)), transposedProduct(target * input)),
      agree(target * transposedProduct(output), product(targetTransposed(output))),
      agree(
        covariance(targetTransposed(target * input)), targetTransposed(target * covariance(input))),
      agree(
        covariance(transposedProduct(product(input))),
        transposedProduct(product(covariance(input))))
    else { return false }
    return zip(layers, layers.dropFirst()).allSatisfy { lower, upper in
      let x = probe(lower.rowCount)
      func above(_ x: Matrix) -> Matrix { Matrix.product(upper.transposed, (upper * x).factor) }
      func below(_ x: Matrix) -> Matrix { lower * Matrix.product(lower.transposed, x.factor) }
      return agree(above(below(x)), below(above(x)))
    }
  }

  /// A vector without special directions, n x 1.
  private static func probe(_ size: Int) -> Matrix {
    var generator = SeededGenerator(seed: UInt64(size))
    return Matrix.gaussian(rowCount: size, columnCount: 1, using: &generator)
  }
}
