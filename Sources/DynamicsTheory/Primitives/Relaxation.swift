internal import RealModule

/// The solution of x' = b - l x in the form x(t) = e^{-l t} x(0) + decay(l, t) b, and its discrete twin.
///
/// ```
/// phi1(z)      = (e^z - 1) / z                       phi1(0) = 1
/// decay(l, t)  = (1 - e^{-l t}) / l = t phi1(-l t)   decay(0, t) = t
/// ```
/// Both hold for every sign of l and lose no digits near 0. phi1 overflows above 709.
enum Relaxation {
  /// (e^z - 1) / z, 1 at 0.
  static func phi1(_ z: Double) -> Double {
    z == 0 ? 1 : .expMinusOne(z) / z
  }

  /// (1 - e^{-l t}) / l, t at l = 0.
  static func decay(rate: Double, time: Double) -> Double {
    time * phi1(-rate * time)
  }

  /// e^{-l t}.
  static func remainder(rate: Double, time: Double) -> Double {
    .exp(-rate * time)
  }
}
