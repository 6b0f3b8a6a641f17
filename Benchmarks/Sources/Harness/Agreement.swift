import DeepLinear
import Foundation

/// How far two programs are apart in one quantity, and how far they may be.
struct Check: Encodable {
  let quantity: String

  /// The largest difference, relative to the quantity's largest magnitude.
  let difference: Double

  let tolerance: Double

  var isMet: Bool { difference <= tolerance }
}

/// How the observables of two sides are compared.
struct Agreement {
  /// The formula of the tolerance, for the reader.
  let formula: String

  let checks: (_ ours: Observables, _ theirs: Observables) throws -> [Check]

  /// Every quantity that the other side has, to within one relative tolerance.
  init(_ formula: String, tolerance: Double) {
    self.init(formula) { _ in tolerance }
  }

  /// Every quantity that the other side has, each to within its own relative tolerance.
  init(_ formula: String, tolerance: @escaping (_ quantity: String) -> Double) {
    self.formula = formula
    checks = { ours, theirs in
      theirs.keys.sorted().filter { $0 != Agreement.stepCount }.map { quantity in
        Check(
          quantity: quantity,
          difference: relativeDifference(ours[quantity] ?? [], theirs[quantity] ?? []),
          tolerance: tolerance(quantity))
      }
    }
  }

  /// A comparison of its own.
  init(
    _ formula: String, checks: @escaping (Observables, Observables) throws -> [Check]
  ) {
    self.formula = formula
    self.checks = checks
  }

  /// Nothing to compare: the other side only shows how fast the machine is.
  static var none: Agreement { Agreement("") { _, _ in [] } }

  /// The name of the number of steps taken, where the sides may differ in it.
  static let stepCount = "steps"
}

extension Agreement {
  /// Two exact computations of one descent, apart by rounding alone.
  ///
  /// Each step rounds each of N factors, and what is rounded grows by prod_k (1 + eta max(0, -h_k)) with the Hessian's
  /// smallest eigenvalue h_k. Where a mode escapes from the saddle at 0, balanced, from a singular value s to S, that is its own
  /// motion's derivative, (S/s)^{(N-1)/N}: with a' = c a^{N-1} a difference grows as a^{N-1}. Where equal factors have a
  /// negative target t, which they cannot reach, nothing escapes, and their difference grows by (1 + eta |t|)^steps at
  /// most. Rounding grows by the larger of the two, as a mode has one or the other.
  ///
  /// - Parameters:
  ///   - depth: N.
  ///   - steps: the number of steps.
  ///   - start: the end-to-end matrix at the start, whose least singular value is s.
  ///   - largest: S, the largest singular value that is met.
  ///   - standing: eta |t| of the most negative target of equal factors; 0 when there is none.
  /// - Returns: one relative tolerance for all quantities.
  /// - Throws: ``LinearAlgebraError`` when the start is not finite.
  static func rounding(
    depth: Int, steps: Int, start: Matrix, largest: Double, standing: Double = 0
  ) throws -> Agreement {
    let growth = max(
      try escapeGrowth(depth: depth, start: start, largest: largest),
      pow(1 + standing, Double(steps)))
    let formula = standing == 0 ? "(S/s)^((N-1)/N)" : "max((S/s)^((N-1)/N), (1 + eta |t|)^steps)"
    return Agreement(
      "eps x N x steps x \(formula)",
      tolerance: .ulpOfOne * Double(depth * steps) * growth)
  }

  /// The factor (S/s)^{(N-1)/N} by which an error grows while a mode escapes from the saddle at 0.
  static func escapeGrowth(depth: Int, start: Matrix, largest: Double) throws -> Double {
    let least = try start.singularValues().last ?? 0
    return pow(max(largest / least, 1), 1 - 1 / Double(depth))
  }
}

/// The largest difference of two lists over the largest magnitude; infinite when they have other lengths.
func relativeDifference(_ ours: [Double], _ theirs: [Double]) -> Double {
  guard ours.count == theirs.count, !ours.isEmpty else { return .infinity }
  let scale = theirs.reduce(0) { max($0, $1.magnitude) }
  let difference = zip(ours, theirs).reduce(0) { largest, pair in
    let distance = (pair.0 - pair.1).magnitude
    return distance.isNaN ? .infinity : max(largest, distance)
  }
  return scale == 0 ? difference : difference / scale
}
