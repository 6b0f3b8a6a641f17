internal import RealModule

/// Stein's unbiased estimate of the risk of spectral filters s -> f(s), prepared for many filters of one matrix.
///
/// ```
/// SURE = -m n tau^2 + sum_i (f_i - s_i)^2 + 2 tau^2 div
/// div  = sum_i [ f'_i + |m - n| f_i / s_i ] + 2 sum_{i != j} s_i f_i / (s_i^2 - s_j^2)
/// ```
/// The divergence is linear in f and f', so its coefficients are formed once, in O(r^2), and a filter costs O(r).
/// Where two values are closer than cbrt(epsilon) of themselves the quotient is its limit, (f' + f/s) / 2 for each of the two, whose
/// error is of second order in their distance. The rest of a leading part is taken as noise, by quantiles of Marchenko and
/// Pastur's law with its norm; the estimate is then approximate.
///
/// Source: Candes, Sing-Long, Trzasko 2013.
public struct SteinRisk: Sendable {
  /// The singular values that filters are evaluated at: those of the matrix and, of a leading part, some that stand for the others.
  public let values: [Double]

  /// How many singular values each stands for.
  let multiplicities: [Double]

  /// What f_i and f'_i are multiplied by in the divergence.
  let valueWeights: [Double]
  let slopeWeights: [Double]

  private let variance: Double
  private let entryCount: Double

  /// Prepares the estimate.
  ///
  /// - Parameters:
  ///   - matrix: Y.
  ///   - noise: tau >= 0.
  public init(_ matrix: DecomposedMatrix, noise: Double) {
    variance = noise * noise
    entryCount = matrix.entryCount
    var values = matrix.values
    var counts = Array(repeating: 1.0, count: values.count)
    let rest = Self.rest(of: matrix)
    values += rest.values
    counts += rest.counts
    // A zero stands for the rounding of the largest value: f / s is its limit there.
    let least =
      (values.first ?? 0) * .ulpOfOne * Double(max(matrix.rowCount, matrix.columnCount))
    values = values.map { max($0, max(least, .leastNormalMagnitude)) }
    let excess = (Double(matrix.rowCount) - Double(matrix.columnCount)).magnitude
    var weights = zip(values, counts).map { $1 * excess / $0 }
    var slopes = counts
    let nearness = Double.root(.ulpOfOne, 3)
    for i in values.indices {
      let s = values[i]
      // A value with its own copies.
      weights[i] += counts[i] * (counts[i] - 1) / 2 / s
      slopes[i] += counts[i] * (counts[i] - 1) / 2
      for j in 0..<i {
        let (other, pairs) = (values[j], counts[i] * counts[j])
        if other - s <= nearness * other {
          slopes[i] += pairs / 2
          slopes[j] += pairs / 2
          weights[i] += pairs / (s + other)
          weights[j] += pairs / (s + other)
        } else {
          let quotient = 2 * pairs / ((other - s) * (other + s))
          weights[i] -= quotient * s
          weights[j] += quotient * other
        }
      }
    }
    (self.values, multiplicities, valueWeights, slopeWeights) = (values, counts, weights, slopes)
  }

  private static let restLimit = 200

  /// Values that stand for the rest of a leading part, and how many each stands for.
  private static func rest(of matrix: DecomposedMatrix) -> (values: [Double], counts: [Double]) {
    guard matrix.restCount > 0, let smallest = matrix.values.last else { return ([], []) }
    let all = Double(min(matrix.rowCount, matrix.columnCount))
    let size = min(matrix.restCount, restLimit)
    let count = Double(matrix.restCount) / Double(size)
    let law = MarchenkoPastur(rowCount: matrix.rowCount, columnCount: matrix.columnCount)
    let quantiles = law.quantiles(below: Double(matrix.restCount) / all, count: size)
    let scale = matrix.squaredRest / (count * quantiles.reduce(0, +))
    // No value of the rest is above the leading ones.
    let values = quantiles.map { min(($0 * scale).squareRoot(), smallest) }
    return (values, Array(repeating: count, count: size))
  }

  /// The divergence of a filter, the degrees of freedom it uses.
  ///
  /// - Parameters:
  ///   - filtered: f_i, one for each of ``values``.
  ///   - slopes: f'_i.
  /// - Returns: div.
  public func divergence(filtered: [Double], slopes: [Double]) -> Double {
    precondition(filtered.count == values.count && slopes.count == values.count, "a filter's size")
    var sum = 0.0
    for i in values.indices {
      sum += valueWeights[i] * filtered[i] + slopeWeights[i] * slopes[i]
    }
    return sum
  }

  /// ||f(Y) - Y||_F^2.
  public func squaredResidual(filtered: [Double]) -> Double {
    var sum = 0.0
    for i in values.indices {
      let difference = filtered[i] - values[i]
      sum += multiplicities[i] * difference * difference
    }
    return sum
  }

  /// SURE, the estimate of the expected squared Frobenius error.
  ///
  /// - Parameters:
  ///   - filtered: f_i, one for each of ``values``.
  ///   - slopes: f'_i.
  /// - Returns: SURE.
  public func risk(filtered: [Double], slopes: [Double]) -> Double {
    squaredResidual(filtered: filtered)
      + variance * (2 * divergence(filtered: filtered, slopes: slopes) - entryCount)
  }
}
