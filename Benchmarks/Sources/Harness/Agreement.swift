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
  /// Each step rounds each of N factors; a mode's rounding grows no faster than the mode itself escapes
  /// from the saddle at 0: from a start of singular value s to S by (S/s)^{(N-1)/N}.
  ///
  /// - Parameters:
  ///   - depth: N.
  ///   - steps: the number of steps.
  ///   - start: the end-to-end matrix at the start, whose least singular value is s.
  ///   - largest: S, the largest singular value that is met.
  /// - Returns: one relative tolerance for all quantities.
  /// - Throws: ``LinearAlgebraError`` when the start is not finite.
  static func rounding(
    depth: Int, steps: Int, start: Matrix, largest: Double
  ) throws -> Agreement {
    Agreement(
      "eps x N x steps x (S/s)^((N-1)/N)",
      tolerance: try .ulpOfOne * Double(depth * steps)
        * escapeGrowth(depth: depth, start: start, largest: largest))
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
