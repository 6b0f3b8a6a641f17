public import DeepLinearCore
internal import LinearAlgebra
internal import RealModule

/// The sharpness, the largest eigenvalue of the loss's Hessian in the factors, at a balanced minimum.
///
/// With minimiser W* = U diag(s) V^T and balanced factors the Hessian at the minimum has the non-zero
/// eigenvalues of the operator
///
/// ```
/// X -> sum_{l=1}^N (W* W*^T)^{(N-l)/N} X Sx (W*^T W*)^{(l-1)/N}
/// ```
/// For Sx = I the largest is N s_1^{2-2/N}. Descent with a step size above 2 / sharpness leaves every
/// neighbourhood of the minimum. Factors that are not balanced have a larger sharpness, so a step size
/// below the limit is necessary for convergence, not sufficient.
///
/// Source: the Gauss-Newton part of the Hessian, Saxe, McClelland, Ganguli 2014; Mulayoff, Michaeli 2020.
public struct BalancedSharpness: Sendable, Equatable {
  /// The largest eigenvalue.
  public let value: Double

  /// 2 / sharpness, the largest step size at which descent can settle in the minimum.
  public var stepSizeLimit: Double { 2 / value }

  /// The sharpness for a quadratic objective and an architecture.
  ///
  /// - Parameters:
  ///   - objective: the loss; its minimiser of least norm is the end-to-end matrix considered.
  ///   - architecture: layered or regularised (two layers), or tied, where the minimum is W* itself only
  ///     for a positive semidefinite target; its largest eigenvalue is used.
  ///   - depth: N.
  /// - Throws: ``LinearAlgebraError``.
  public init(
    objective: QuadraticObjective, architecture: Architecture, depth: Int
  ) throws {
    switch architecture {
    case .layered:
      value = try Self.layered(objective, depth: depth)
    case .tied:
      // U' = 2 (Y - U U^T) U decays at rate 4 s_1 at the minimum (Tarmoun 2021, equation 7).
      value = 4 * max(0, try SymmetricEigendecomposition(objective.minimizer).values[0])
    case .regularized(let targetImbalance):
      // The modes decay at rate sqrt(4 s^2 + q^2) (Tarmoun 2021, Proposition 5).
      let largest = targetImbalance.reduce(0) { max($0, $1.magnitude) }
      value = .hypot(2 * (try objective.minimizer.spectralNorm()), largest)
    }
  }

  private static func layered(_ objective: QuadraticObjective, depth: Int) throws -> Double {
    let decomposition = try SingularValueDecomposition(objective.minimizer)
    let largest = decomposition.values[0]
    guard let covariance = objective.inputCovariance else {
      return Double(depth) * .pow(largest, 2 - 2 / Double(depth))
    }
    // Power iteration on the operator, whose two-sided factors are powers of W* W*^T and W*^T W*.
    let outputBasis = decomposition.leftVectors
    let inputBasis = decomposition.rightVectorsTransposed.transpose()
    func power(_ basis: Matrix, _ exponent: Double) -> Matrix {
      let powers = decomposition.values.map { exponent == 0 ? 1 : Double.pow($0, exponent) }
      return Matrix.product(basis.scalingColumns(by: powers).factor, basis.transposed)
    }
    let terms = (1...depth).map { l -> (left: Matrix?, right: Matrix) in
      let (above, below) = (2 * Double(depth - l), 2 * Double(l - 1))
      let right = power(inputBasis, below / Double(depth))
      return (
        left: l == depth ? nil : power(outputBasis, above / Double(depth)),
        right: l == 1 ? covariance : covariance * right
      )
    }
    let topInput = try SymmetricEigendecomposition(covariance).vectors.submatrix(
      rows: 0..<objective.inputWidth, columns: 0..<1)
    // The start overlaps with every candidate: the top mode's direction and the top input's.
    var x = Matrix.product(
      outputBasis.submatrix(rows: 0..<objective.outputWidth, columns: 0..<1).factor,
      topInput.transposed)
    x.add(
      Matrix.product(
        outputBasis.submatrix(rows: 0..<objective.outputWidth, columns: 0..<1).factor,
        inputBasis.submatrix(rows: 0..<objective.inputWidth, columns: 0..<1).transposed))
    var eigenvalue = 0.0
    for _ in 0..<powerIterationLimit {
      x.scale(by: 1 / x.frobeniusNorm)
      var image = Matrix(rowCount: x.rowCount, columnCount: x.columnCount)
      for term in terms {
        let product = x * term.right
        image.add(term.left.map { $0 * product } ?? product)
      }
      let next = image.innerProduct(x)
      let change = (next - eigenvalue).magnitude
      eigenvalue = next
      x = image
      if change <= powerIterationTolerance * next { break }
    }
    return eigenvalue
  }

  /// A step-size limit is used for a warning: three digits are enough.
  private static let powerIterationTolerance = 1e-4
  private static let powerIterationLimit = 1000
}
