public import LinearAlgebra
internal import RealModule

/// Descent towards a target of low rank from scaled orthogonal factors, carried by a small network.
///
/// ```
/// W_j(0) = e O_j,  O_j orthogonal d x d,  M = U S V^T of rank r,  2r <= d
/// B = orth[V, W(0)^T U] (d x 2r),  A_0 = B,  A_j = O_j A_{j-1}
/// A_j^T W_j A_{j-1} starts at e I_2r and descends on A_N^T M A_0;  on the rest W_j = rho O_j,  rho <- rho - eta rho^{2N-1}
/// W = A_N W~ A_0^T + rho^N O_N ... O_1 (I - A_0 A_0^T)
/// ```
/// Exact in exact arithmetic. Source: Yaras et al. 2023.
public struct OrthogonalStartCompression: Sendable {
  private let outer: Matrix
  private let inner: Matrix
  private let complement: Matrix
  private let smallTarget: Matrix
  private let depth: Int
  private let scale: Double

  /// States target and start.
  ///
  /// - Parameters:
  ///   - target: M, d x d.
  ///   - rotations: O_1, ..., O_N, orthogonal d x d.
  ///   - scale: e.
  /// - Throws: ``TheoryError``, also for a rotation that is not orthogonal or a rank above d / 2.
  public init(target: Matrix, rotations: [Matrix], scale: Double) throws(TheoryError) {
    let size = target.rowCount
    guard target.columnCount == size, size > 0, !rotations.isEmpty,
      rotations.allSatisfy({ $0.hasSameShape(as: target) })
    else {
      throw .shape("the target and every rotation must be square and of one size")
    }
    let source = "Yaras 2023"
    for (index, rotation) in rotations.enumerated() {
      try Assumption(
        "max |O_\(index + 1)^T O_\(index + 1) - I|",
        (rotation.gramian - .identity(size)).largestMagnitude, .atMost, 1e-6
      ).require()
    }
    let modes = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(target)
    }
    let cutoff = Double(size) * .ulpOfOne * (modes.values.first ?? 0)
    let rank = modes.values.count { $0 > cutoff }
    try Assumption("2 rank M", Double(2 * rank), .atMost, Double(size), "d, as in \(source)")
      .require()
    var whole = Matrix.identity(size)
    for rotation in rotations { whole = rotation * whole }
    let back = Matrix.product(whole.transposed, modes.leftVectors.factor)
    let span = Matrix(rowCount: size, columnCount: 2 * rank) {
      $1 < rank ? modes.rightVectorsTransposed[$1, $0] : back[$0, $1 - rank]
    }
    inner = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(span).leftVectors
    }
    outer = whole * inner
    complement = whole - Matrix.product(outer.factor, inner.transposed)
    smallTarget = Matrix.product(outer.transposed, (target * inner).factor)
    depth = rotations.count
    self.scale = scale
  }

  /// The end-to-end matrix after a number of iterations, d x d.
  ///
  /// - Parameters:
  ///   - iteration: k >= 0.
  ///   - stepSize: eta > 0.
  /// - Returns: W(k).
  /// - Throws: ``TheoryError/assumption(_:)``, also when descent leaves double precision.
  public func endToEndMatrix(
    at iteration: Int, stepSize: Double
  ) throws(TheoryError) -> Matrix {
    try Assumption("eta", stepSize, .greater, 0).require()
    var factors = Array(
      repeating: scale * Matrix.identity(smallTarget.rowCount), count: depth)
    var rest = scale
    for _ in 0..<max(0, iteration) {
      var prefixes = [Matrix.identity(smallTarget.rowCount)]
      for factor in factors { prefixes.append(factor * prefixes[prefixes.count - 1]) }
      var back = prefixes[depth] - smallTarget
      for layer in (0..<depth).reversed() {
        let gradient = Matrix.product(back.factor, prefixes[layer].transposed)
        back = Matrix.product(factors[layer].transposed, back.factor)
        factors[layer].add(gradient, scaledBy: -stepSize)
      }
      rest -= stepSize * .pow(rest, 2 * depth - 1)
    }
    var small = Matrix.identity(smallTarget.rowCount)
    for factor in factors { small = factor * small }
    try Assumption(
      "|W|", small.largestMagnitude + rest.magnitude, .atMost, .greatestFiniteMagnitude
    ).require()
    return Matrix.product((outer * small).factor, inner.transposed)
      + .pow(rest, depth) * complement
  }
}
