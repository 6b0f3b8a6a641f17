/// What an axis shows: its label with the unit, its scale, the range and the ticks.
public struct Axis: Sendable, Equatable {
  /// The quantity and its unit.
  public var label: PlotText

  /// Equal distances for equal differences, or for equal ratios.
  public var scale: Scale

  /// The interval shown; nil takes what holds all data, with a small margin on the y axis.
  ///
  /// An end that cannot be drawn (not finite, or not positive on a logarithmic axis) is taken from
  /// the data.
  public var range: ClosedRange<Double>?

  /// Where numbers stand.
  public var ticks: Ticks

  /// Describes an axis.
  ///
  /// - Parameters:
  ///   - label: the quantity and its unit.
  ///   - scale: linear or logarithmic.
  ///   - range: the interval shown; nil takes what holds all data.
  ///   - ticks: where numbers stand.
  public init(
    _ label: PlotText, scale: Scale = .linear, range: ClosedRange<Double>? = nil,
    ticks: Ticks = .automatic
  ) {
    self.label = label
    self.scale = scale
    self.range = range
    self.ticks = ticks
  }

  /// How values become positions.
  public enum Scale: Sendable, Equatable {
    case linear

    /// Powers of ten at equal distances; values that are not positive leave a gap.
    case logarithmic
  }

  /// Where numbers stand on an axis.
  public enum Ticks: Sendable, Equatable {
    /// Round numbers, as many as the length of the axis carries.
    case automatic

    /// Multiples of a positive step; on a logarithmic axis, each so many powers of ten.
    ///
    /// A step that is not positive, or so small that the numbers would run into each other, is
    /// taken as ``automatic``.
    case every(Double)

    /// These values; those outside the range are left out.
    case at([Double])
  }
}

extension Axis.Scale {
  /// Whether the value has a place on such an axis that is computed, margins too, without overflow.
  func canDraw(_ value: Double) -> Bool {
    switch self {
    case .linear: value.magnitude <= 1e300
    case .logarithmic: value >= 1e-250 && value <= 1e250
    }
  }
}
