internal import Foundation
internal import LinearAlgebra
internal import RealModule

/// Numbers on a range, as sweeps choose and spell them.
enum SweepNumber {
  /// A number of equally spaced values; the ends are exact.
  static func spaced(
    from: Double, to: Double, count: Int, scale: SweepAxis.Scale
  ) -> [Double] {
    guard count > 1 else { return [from] }
    return (0..<count).map { i in
      if i == 0 || i == count - 1 { return i == 0 ? from : to }
      let share = Double(i) / Double(count - 1)
      switch scale {
      case .linear: return rounded(from + (to - from) * share)
      case .logarithmic: return rounded(from * .exp(.log(to / from) * share))
      }
    }
  }

  /// Independent uniform draws; the first ones are the same for any count.
  ///
  /// - Parameters:
  ///   - range: the ends; on a logarithmic scale above 0.
  ///   - count: how many.
  ///   - scale: the axis on which they are uniform.
  ///   - areIntegers: whether to draw integers, both ends among them.
  ///   - seed: the seed of the draws.
  ///   - key: the key that they are for, which chooses the stream of randomness.
  /// - Returns: numbers to twelve digits.
  static func draws(
    from range: ClosedRange<Double>, count: Int, scale: SweepAxis.Scale, areIntegers: Bool,
    seed: UInt64, key: String
  ) -> [Double] {
    // FNV-1a, so that a key keeps its draws whatever the others are.
    let stream = key.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    var generator = SeededGenerator(seed: seed, stream: stream)
    let half = areIntegers ? 0.5 : 0
    let (from, to) = (range.lowerBound - half, range.upperBound + half)
    return (0..<count).map { _ in
      let share = Double(generator.next() >> 11) * 0x1p-53
      let value: Double
      switch scale {
      case .linear: value = from + (to - from) * share
      case .logarithmic: value = from * .exp(.log(to / from) * share)
      }
      let kept = areIntegers ? value.rounded() : rounded(value)
      return min(max(kept, range.lowerBound), range.upperBound)
    }
  }

  /// The shortest decimals of a number, without ".0" at the end.
  static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// To twelve significant digits: what logarithm and exponential leave behind is less.
  private static func rounded(_ value: Double) -> Double {
    Double(String(format: "%.12g", value)) ?? value
  }
}
