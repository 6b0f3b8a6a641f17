internal import RealModule

/// The limit of the squared singular values of an m x n matrix of independent noise, variance 1/n, as it grows.
///
/// ```
/// p(x) = sqrt((b - x)(x - a)) / (2 pi beta x)      a, b = (1 -+ sqrt beta)^2,  beta = m / n in (0, 1]
/// ```
/// Source: Marchenko and Pastur 1967.
public struct MarchenkoPastur: Sendable, Equatable {
  /// beta, the smaller dimension over the larger one.
  public let aspectRatio: Double

  /// The law of an aspect ratio.
  ///
  /// - Parameter aspectRatio: beta, greater than 0 and at most 1.
  public init(aspectRatio: Double) {
    precondition(aspectRatio > 0 && aspectRatio <= 1, "an aspect ratio lies in (0, 1]")
    self.aspectRatio = aspectRatio
  }

  /// The law for a matrix of this shape, either way round.
  public init(rowCount: Int, columnCount: Int) {
    self.init(
      aspectRatio: Double(min(rowCount, columnCount)) / Double(max(rowCount, columnCount)))
  }

  /// a and b, between which all of it lies.
  public var support: ClosedRange<Double> {
    let root = aspectRatio.squareRoot()
    return ((1 - root) * (1 - root))...((1 + root) * (1 + root))
  }

  /// The share of values up to x.
  ///
  /// ```
  /// 2 pi beta F = sqrt R + (1 + beta)(arcsin u + pi/2) - (1 - beta)(arcsin v + pi/2)
  /// R = (b - x)(x - a),  u = (2x - a - b)/(b - a),  v = ((a + b) x - 2ab)/(x (b - a))
  /// ```
  /// the antiderivative of sqrt(R)/x. Rounding: a few epsilon / beta.
  public func share(upTo x: Double) -> Double {
    let (a, b) = (support.lowerBound, support.upperBound)
    guard x > a else { return 0 }
    guard x < b else { return 1 }
    let root = ((b - x) * (x - a)).squareRoot()
    // arcsin u + pi/2 = 2 arctan sqrt((1 + u)/(1 - u)), which keeps its digits at both ends.
    let first = 2 * Double.atan(((x - a) / (b - x)).squareRoot())
    let second = a == 0 ? .pi : 2 * Double.atan((b * (x - a) / (a * (b - x))).squareRoot())
    return (root + (1 + aspectRatio) * first - (1 - aspectRatio) * second)
      / (2 * .pi * aspectRatio)
  }

  /// mu, half of the values are below it.
  public var median: Double { quantile(0.5) }

  /// Quantiles in the middles of equal parts of the smallest values, from the largest.
  ///
  /// - Parameters:
  ///   - share: which part of all values they stand for, from 0 to 1.
  ///   - count: how many.
  /// - Returns: F^{-1}(share (1 - (i + 1/2) / count)).
  func quantiles(below share: Double, count: Int) -> [Double] {
    (0..<count).map { quantile(share * (1 - (Double($0) + 0.5) / Double(count))) }
  }

  /// The number below which a share of the values lies.
  ///
  /// - Parameter share: from 0 to 1.
  /// - Returns: x with F(x) = share.
  public func quantile(_ share: Double) -> Double {
    var (low, high) = (support.lowerBound, support.upperBound)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if self.share(upTo: middle) < share { low = middle } else { high = middle }
    }
  }
}
