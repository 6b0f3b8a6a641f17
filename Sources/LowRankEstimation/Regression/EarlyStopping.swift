internal import RealModule

/// Stops on the path of a two-layer linear network that learns a regression in whitened coordinates.
///
/// ```
/// W = W_2 W_1,   W' = gradient flow of ||M - W||^2 / 2,   balanced start W(0) = epsilon M
/// f(s) = s / (1 + (1/epsilon - 1) e^{-2 s t}),   t = tau / s_1
/// ```
/// M is the regression in the coordinates in which its inputs have covariance I (the ridge counted as inputs), s its
/// singular values. Each mode solves w' = 2 w (s - w) and rises around s t = ln(1/epsilon - 1) / 2, strong ones first:
/// a smaller epsilon makes the cut between what is learned and what is not sharper. Times tau are in units of
/// 1 / s_1, so that the path does not depend on the units of Y. What is assumed: inputs whitened before training, the factors balanced, and
/// their start in the singular directions of M.
///
/// Source: Gidel 2019, equations (16) and (17), with lambda = 1 and e^{-2 delta} = epsilon s.
public struct EarlyStopping: Codable, Equatable, Sendable {
  /// epsilon, between 0 and 1/2.
  public let startScale: Double

  /// The stops tau, rising and not negative.
  public let times: [Double]

  /// Chooses stops.
  ///
  /// - Parameters:
  ///   - startScale: epsilon, above 0 and below 1/2.
  ///   - times: the stops tau, rising; nil takes ``standardTimes(startScale:)``.
  public init(startScale: Double = 1e-3, times: [Double]? = nil) {
    self.startScale = startScale
    self.times = times ?? Self.standardTimes(startScale: startScale)
  }

  /// The start, then 47 stops at which modes of the strengths 2 s_1 to s_1/100 are half learned, in equal ratios.
  ///
  /// - Parameter startScale: epsilon.
  /// - Returns: the stops tau.
  public static func standardTimes(startScale: Double) -> [Double] {
    let rise = Double.log(1 / startScale - 1) / 2
    return [0] + (0..<47).map { rise * 0.5 * .pow(200, Double($0) / 46) }
  }

  /// Refuses settings out of range.
  func check() throws(EstimationError) {
    guard startScale > 0, startScale < 0.5 else {
      throw .setting(
        name: "startScale", value: "\(startScale)", needs: "above 0 and below 1/2")
    }
    let rises = zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
    guard let first = times.first, first >= 0, rises, times.allSatisfy({ $0.isFinite }) else {
      throw .setting(name: "times", value: "\(times)", needs: "rising, finite and not negative")
    }
  }

  /// The filter at a stop.
  func filter(_ strengths: [Double], time: Double) -> SpectralFilter {
    guard let largest = strengths.first else { return SpectralFilter(values: [], slopes: []) }
    var slopes: [Double] = []
    let values = strengths.map { strength in
      let exponent = 2 * time * strength / largest
      let unlearned = (1 / startScale - 1) * Double.exp(-exponent)
      let share = 1 / (1 + unlearned)
      // The time follows s_1, so that the first mode keeps its share when s_1 moves.
      slopes.append(slopes.isEmpty ? share : share * (1 + exponent * unlearned * share))
      return strength * share
    }
    return SpectralFilter(values: values, slopes: slopes)
  }
}
