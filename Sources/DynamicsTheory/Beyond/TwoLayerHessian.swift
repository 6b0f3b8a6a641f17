internal import RealModule

/// The spectrum of the Hessian of two layers at aligned factors.
///
/// The loss is |W_2 W_1 - M|_F^2 / 2 with M = U diag(sigma) V^T, the factors W_1 = diag(sqrt s) V^T and
/// W_2 = U diag(sqrt s), of sizes d, k, p; every mode of M is listed, s_i = 0 where it is not yet learned. The
/// k (d + p) eigenvalues are
///
/// ```
/// 3 s_i - sigma_i,   sigma_i - s_i                                                        each i
/// [2 (s_i + s_j) - (sigma_i + sigma_j) +- sqrt(4 s_i s_j + (sigma_i - sigma_j)^2)] / 2        i < j
/// [sigma_i + sigma_j +- sqrt((2 (s_i - s_j) - (sigma_i - sigma_j))^2 + 4 s_i s_j)] / 2        i < j
/// s_i (d + p - 2 r times),   +-(s_i - sigma_i) (k - r times each),   0 ((k - r)(d + p - 2 r) times)
/// ```
/// Source: the Hessian leaves the spaces spanned by the products of these singular vectors; each is 2 x 2.
public struct TwoLayerHessian: Sendable {
  /// An eigenvalue and how often it occurs.
  public struct Eigenvalue: Equatable, Sendable {
    /// The eigenvalue.
    public let value: Double

    /// How often this formula gives it; 0 where the sizes leave no room.
    public let multiplicity: Double
  }

  /// The eigenvalues in the order of the formulas: mode by mode, pair by pair, then the degenerate ones.
  public let eigenvalues: [Eigenvalue]

  /// The sharpness.
  public let largest: Double

  /// The smallest eigenvalue: negative at a saddle.
  public let smallest: Double

  /// Settles sizes and modes.
  ///
  /// - Parameters:
  ///   - values: s_i >= 0, what the network has of each mode.
  ///   - strengths: sigma_i >= 0, as many.
  ///   - inputWidth: d.
  ///   - hiddenWidth: k.
  ///   - outputWidth: p; d, k and p are at least the number of modes r.
  /// - Throws: ``TheoryError``.
  public init(
    values: [Double], strengths: [Double], inputWidth: Int, hiddenWidth: Int, outputWidth: Int
  ) throws(TheoryError) {
    guard values.count == strengths.count, !values.isEmpty else {
      throw .shape(
        "s has \(values.count) entries, sigma \(strengths.count); needs as many, not none")
    }
    let count = Double(values.count)
    for value in values { try Assumption("s", value, .atLeast, 0).require() }
    for strength in strengths { try Assumption("sigma", strength, .atLeast, 0).require() }
    for (name, width) in [("d", inputWidth), ("k", hiddenWidth), ("p", outputWidth)] {
      try Assumption(name, Double(width), .atLeast, count, "r").require()
    }
    let modes = Array(zip(values, strengths))
    let free = (Double(inputWidth) - count) + (Double(outputWidth) - count)
    let spare = Double(hiddenWidth) - count
    let single = modes.flatMap { [3 * $0 - $1, $1 - $0] }
    let pairs = modes.indices.flatMap { i in
      (i + 1..<modes.count).flatMap { Self.pair(modes[i], modes[$0]) }
    }
    eigenvalues =
      (single + pairs).map { Eigenvalue(value: $0, multiplicity: 1) }
      + values.map { Eigenvalue(value: $0, multiplicity: free) }
      + modes.flatMap {
        [$0 - $1, $1 - $0].map { Eigenvalue(value: $0, multiplicity: spare) }
      } + [Eigenvalue(value: 0, multiplicity: spare * free)]
    let present = eigenvalues.filter { $0.multiplicity > 0 }.map(\.value)
    largest = present.reduce(-.infinity, max)
    smallest = present.reduce(.infinity, min)
  }

  /// The four eigenvalues on the products of the singular vectors of two modes (s, sigma).
  private static func pair(
    _ first: (Double, Double), _ second: (Double, Double)
  ) -> [Double] {
    let (s, t) = (first.0, second.0)
    let coupling = 2 * s.squareRoot() * t.squareRoot()
    let difference = first.1 - second.1
    let symmetric = 2 * (s + t) - (first.1 + second.1)
    let antisymmetric = first.1 + second.1
    let roots = (
      Double.hypot(coupling, difference), Double.hypot(coupling, 2 * (s - t) - difference)
    )
    return [
      (symmetric + roots.0) / 2, (symmetric - roots.0) / 2,
      (antisymmetric + roots.1) / 2, (antisymmetric - roots.1) / 2,
    ]
  }
}
