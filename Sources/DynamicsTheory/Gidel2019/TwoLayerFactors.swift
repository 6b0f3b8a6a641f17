public import LinearAlgebra

/// The factors of a two-layer network whose problem and start share their singular bases.
///
/// ```
/// Sx = U Dx U^T,  Sxy = U Dxy V^T,  W_1(0)^T = U E_1 Q,  W_2(0)^T = Q^T E_2 V^T,  E_1, E_2 diagonal e^{-delta_i}
/// W_1(t)^T = U diag(sqrt(w_i(t))) Q,   W_2(t)^T = Q^T diag(sqrt(w_i(t))) V^T
/// ```
/// with w_i of ``BalancedTwoLayerMode``. U is d x d, V p x p, Q r x r, all orthogonal: for a merely
/// invertible Q the flow leaves this family. There are min(d, r, p) modes.
///
/// Source: Gidel 2019, Theorem 1, with Q corrected.
public struct TwoLayerFactors: Sendable {
  private let modes: [BalancedTwoLayerMode]
  private let inputBasis: Matrix
  private let outputBasis: Matrix
  private let gauge: Matrix

  /// States bases and modes.
  ///
  /// - Parameters:
  ///   - inputBasis: U, d x d.
  ///   - outputBasis: V, p x p.
  ///   - gauge: Q, r x r.
  ///   - modes: min(d, r, p) modes.
  /// - Throws: ``TheoryError`` for shapes that do not fit or a basis that is not orthogonal.
  public init(
    inputBasis: Matrix, outputBasis: Matrix, gauge: Matrix, modes: [BalancedTwoLayerMode]
  ) throws(TheoryError) {
    for (name, basis) in [("U", inputBasis), ("V", outputBasis), ("Q", gauge)] {
      guard basis.rowCount == basis.columnCount, !basis.isEmpty else {
        throw .shape("\(name) must be square, not \(basis.shapeDescription)")
      }
      let deviation = (basis.gramian - .identity(basis.rowCount)).largestMagnitude
      // Bases that were rounded to seven digits still describe the same start.
      try Assumption(
        "max |\(name)^T \(name) - I|", deviation, .atMost, 1e-6,
        source: Source(.gidel2019, "Theorem 1")
      ).require()
    }
    let count = min(inputBasis.rowCount, outputBasis.rowCount, gauge.rowCount)
    guard modes.count == count else {
      throw .shape("\(modes.count) modes, but min(d, r, p) is \(count)")
    }
    self.inputBasis = inputBasis
    self.outputBasis = outputBasis
    self.gauge = gauge
    self.modes = modes
  }

  /// W_1^T, d x r, and W_2^T, r x p, at a time t >= 0.
  public func factors(at time: Double) -> (first: Matrix, second: Matrix) {
    let roots = modes.map { $0.product(at: time).squareRoot() }
    let width = gauge.rowCount
    let first = Matrix(diagonal: roots, rowCount: inputBasis.rowCount, columnCount: width)
    let second = Matrix(diagonal: roots, rowCount: width, columnCount: outputBasis.rowCount)
    return (
      inputBasis * first * gauge,
      Matrix.product(gauge.transposed, Matrix.product(second.factor, outputBasis.transposed).factor)
    )
  }
}
