/// The label of a reference line or band, and where it stands along the frame.
struct MarkLabel: Equatable {
  var text: PlotText

  /// The middle, in points from the left or lower end of the frame.
  var position: Double
}

/// The labels of a panel's marks, outside the frame, where no curve crosses them.
///
/// Those of horizontal marks stand at the right, those of vertical ones above, or just inside the
/// frame when a top axis takes that room. Labels that would meet are moved apart.
struct MarkLabels {
  /// The size of these labels, in letter sizes.
  static let size = 0.8

  private let panel: Panel
  private let axes: PanelAxes

  init(_ panel: Panel, _ axes: PanelAxes) {
    self.panel = panel
    self.axes = axes
  }

  /// The room the labels need at the right of the frame, in letter sizes.
  var widthAtRight: Double {
    let widest = marks(.horizontal).map(\.text.widthInLetterSizes).max()
    return widest.map { Self.size * $0 } ?? 0
  }

  /// Whether there are labels above the frame.
  var areAbove: Bool {
    panel.topAxis == nil && !marks(.vertical).isEmpty
  }

  /// The labels of the marks in one direction, in rising order of position.
  ///
  /// - Parameters:
  ///   - direction: the way the marks run.
  ///   - length: the length of the frame across the marks, in points.
  ///   - letter: the letter size of the figure, in points.
  /// - Returns: the labels, moved apart as far as the frame allows.
  func placed(_ direction: MarkDirection, along length: Double, letter: Double) -> [MarkLabel] {
    let wanted = marks(direction).sorted { $0.fraction < $1.fraction }
    let sizes = wanted.map { mark in
      let inLetters = direction == .vertical ? mark.text.widthInLetterSizes + 0.8 : 1.2
      return Self.size * letter * inLetters
    }
    let positions = movedApart(wanted.map { $0.fraction * length }, sizes: sizes, upTo: length)
    return zip(wanted, positions).map { MarkLabel(text: $0.text, position: $1) }
  }

  private func marks(_ direction: MarkDirection) -> [(text: PlotText, fraction: Double)] {
    let interval = axes.crossed(by: direction)
    let lines = panel.referenceLines.filter {
      $0.direction == direction && interval.contains($0.value)
    }
    let bands = panel.bands.filter { $0.direction == direction }
    return lines.compactMap { line in
      line.label.map { ($0, interval.fraction(line.value)) }
    }
      + bands.compactMap { band in
        guard let label = band.label, let part = interval.part(of: band.interval) else {
          return nil
        }
        let ends = (interval.fraction(part.lowerBound), interval.fraction(part.upperBound))
        return (label, 0.5 * (ends.0 + ends.1))
      }
  }
}

/// Moves intervals along a line until none meets another: up first, then down from the far end.
///
/// - Parameters:
///   - positions: the wanted middles, in rising order.
///   - sizes: the length of each interval.
///   - end: the middle of the last interval stays below it.
/// - Returns: the middles, in the same order.
func movedApart(_ positions: [Double], sizes: [Double], upTo end: Double) -> [Double] {
  var moved = positions
  for index in moved.indices.dropFirst() {
    let distance = 0.5 * (sizes[index - 1] + sizes[index])
    moved[index] = max(moved[index], moved[index - 1] + distance)
  }
  for index in moved.indices.reversed() {
    let isLast = index == moved.count - 1
    let limit = isLast ? end : moved[index + 1] - 0.5 * (sizes[index] + sizes[index + 1])
    moved[index] = min(moved[index], limit)
  }
  return moved
}

extension PanelAxes {
  /// The axis that marks of this direction cross.
  func crossed(by direction: MarkDirection) -> AxisInterval {
    direction == .vertical ? x : y
  }
}

extension AxisInterval {
  /// The part of an interval that the axis shows, or nil.
  func part(of interval: ClosedRange<Double>) -> ClosedRange<Double>? {
    let ends = (max(interval.lowerBound, lower), min(interval.upperBound, upper))
    return ends.0 < ends.1 ? ends.0...ends.1 : nil
  }
}
