public import LinearAlgebra
internal import RealModule

/// The whole matrix of a two-layer factorisation, from any start whose imbalance is a multiple of the identity.
///
/// ```
/// W_2^T W_2 - W_1 W_1^T = lambda I_k,   Q = [W_1^T; W_2],   F = [[-lambda/2 I_d, M^T], [M, lambda/2 I_p]]
/// Q Q^T(t) = 4 X(t),  X of SymmetricFactorizationFlow for Y = F/2, U(0) = Q(0)/2
/// ```
/// W_1 is k x d, W_2 p x k, the target M p x d, Sx = I; any shape, any rank, lambda of either sign and 0, any time. The
/// blocks of Q Q^T are W_1^T W_1, W_2 W_1 and W_2 W_2^T; the factors themselves are determined up to a rotation of the
/// hidden layer. lambda > 0 needs p >= k, lambda < 0 needs d >= k.
///
/// Source: Fukumizu 1998; Braun et al. 2022; Domine et al. 2025; Tarmoun 2021, Proposition 5, for the same flow.
public struct BalancedTwoLayerFlow: Sendable {
  /// What the network is at one time.
  public struct State: Sendable {
    /// The end-to-end matrix W_2 W_1, p x d.
    public let endToEndMatrix: Matrix

    /// The Gramian W_1^T W_1, d x d.
    public let inputGramian: Matrix

    /// The Gramian W_2 W_2^T, p x p.
    public let outputGramian: Matrix

    /// The neural tangent kernel of two inputs, p x p: <x, x'> W_2 W_2^T + <W_1 x, W_1 x'> I.
    ///
    /// - Parameters:
    ///   - x: an input, d numbers.
    ///   - other: another input, d numbers.
    /// - Returns: the kernel.
    public func tangentKernel(_ x: [Double], _ other: [Double]) -> Matrix {
      let column = Matrix(rowCount: other.count, columnCount: 1, columnMajor: other)
      let row = Matrix(rowCount: 1, columnCount: x.count, columnMajor: x)
      var kernel = (row * column)[0, 0] * outputGramian
      kernel.addToDiagonal((row * (inputGramian * column))[0, 0])
      return kernel
    }
  }

  private let flow: SymmetricFactorizationFlow
  private let inputWidth: Int

  /// States target and start.
  ///
  /// - Parameters:
  ///   - target: M, p x d.
  ///   - first: W_1(0), k x d.
  ///   - second: W_2(0), p x k.
  ///   - imbalance: lambda.
  /// - Throws: ``TheoryError``, also for a start that is not balanced, with its distance.
  public init(
    target: Matrix, first: Matrix, second: Matrix, imbalance: Double
  ) throws(TheoryError) {
    guard first.columnCount == target.columnCount, second.rowCount == target.rowCount,
      first.rowCount == second.columnCount, !target.isEmpty
    else {
      throw .shape(
        """
        Y \(target.shapeDescription), W1 \(first.shapeDescription) and W2 \(second.shapeDescription) \
        do not fit
        """)
    }
    var excess = second.gramian - first.leftGramian
    excess.addToDiagonal(-imbalance)
    // Factors that were rounded to seven digits still describe a balanced start.
    let scale = second.gramian.frobeniusNorm + first.leftGramian.frobeniusNorm
    try Assumption(
      "||W2^T W2 - W1 W1^T - lambda0 I||_F", excess.frobeniusNorm, .atMost, 1e-6 * scale,
      "1e-6 of the Gramians"
    ).require()
    let (p, d) = (target.rowCount, target.columnCount)
    let generator = Matrix(rowCount: d + p, columnCount: d + p) { i, j in
      if i == j { return i < d ? -imbalance / 4 : imbalance / 4 }
      if i < d && j >= d { return target[j - d, i] / 2 }
      return i >= d && j < d ? target[i - d, j] / 2 : 0
    }
    let start = Matrix(rowCount: d + p, columnCount: first.rowCount) { i, j in
      (i < d ? first[j, i] : second[i - d, j]) / 2
    }
    flow = try SymmetricFactorizationFlow(target: generator, start: start)
    inputWidth = d
  }

  /// The network at a time.
  ///
  /// - Parameter time: t >= 0.
  /// - Returns: the end-to-end matrix and both Gramians.
  /// - Throws: ``TheoryError``.
  public func state(at time: Double) throws(TheoryError) -> State {
    let product = 4 * (try flow.product(at: time))
    let (inputs, outputs) = (0..<inputWidth, inputWidth..<product.rowCount)
    return State(
      endToEndMatrix: product.submatrix(rows: outputs, columns: inputs),
      inputGramian: product.submatrix(rows: inputs, columns: inputs),
      outputGramian: product.submatrix(rows: outputs, columns: outputs))
  }
}
