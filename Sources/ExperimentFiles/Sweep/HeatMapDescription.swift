/// A picture of one column of a sweep's table over two of its keys.
///
/// Keys are given by their positions in ``SweepFile/axes``.
public struct HeatMapDescription: Sendable, Equatable {
  /// The key of the axis below.
  public var x: Int

  /// The key of the axis at the left.
  public var y: Int

  /// The column that the colours show, for each network.
  public var value: String

  /// The scale of the colours; nil leaves it to the values.
  public var scale: SweepAxis.Scale?

  /// Keys that are held at one of their values, by its position; all others are averaged.
  public var fixed: [Int: Int]

  /// Describes a picture.
  public init(
    x: Int, y: Int, value: String, scale: SweepAxis.Scale? = nil, fixed: [Int: Int] = [:]
  ) {
    (self.x, self.y, self.value, self.scale, self.fixed) = (x, y, value, scale, fixed)
  }
}
