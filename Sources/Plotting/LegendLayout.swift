/// One explained curve.
struct LegendEntry: Equatable {
  var text: PlotText
  var style: CurveStyle
}

/// The rows and columns of a legend, by the estimated widths of its labels.
///
/// The legend is laid out here and not by gnuplot, whose own legend takes as many rows as it likes
/// and so meets what stands below.
struct LegendLayout {
  /// The size of the letters and the parts of an entry, in letter sizes of the figure.
  static let textSize = 0.88
  static let sampleWidth = 2.6
  static let lineHeight = 1.3
  private static let gap = 0.6
  private static let columnGap = 1.4

  let entries: [LegendEntry]
  let columnCount: Int
  private let columnWidths: [Double]
  private let letter: Double

  /// Lays out the labelled curves of a panel.
  ///
  /// - Parameters:
  ///   - panel: the panel.
  ///   - letter: the letter size of the figure, in points.
  ///   - available: the width below the panel in points; other legends have one column.
  init(_ panel: Panel, letter: Double, available: Double) {
    let entries = panel.curves.enumerated().compactMap { index, curve in
      curve.label.map { LegendEntry(text: $0, style: curve.style ?? .indexed(index)) }
    }
    let widths = entries.map { entry in
      let text = Self.textSize * entry.text.widthInLetterSizes
      return letter * (Self.sampleWidth + Self.gap + text + Self.columnGap)
    }
    func columnWidths(_ count: Int) -> [Double] {
      (0..<count).map { column in
        widths.indices.filter { $0 % count == column }.map { widths[$0] }.max() ?? 0
      }
    }
    let most = panel.legend == .below ? max(1, entries.count) : 1
    let fitting = (1...most).last { columnWidths($0).reduce(0, +) <= available } ?? 1
    // As few rows as fit, and these as even as possible: six entries stand as 3 + 3, not 4 + 2.
    let rows = (entries.count + fitting - 1) / fitting
    let even = max(1, (entries.count + max(rows, 1) - 1) / max(rows, 1))
    columnCount = columnWidths(even).reduce(0, +) <= available ? even : fitting
    self.columnWidths = columnWidths(columnCount)
    self.entries = panel.legend == .none ? [] : entries
    self.letter = letter
  }

  /// The width of all columns in points.
  var width: Double {
    entries.isEmpty ? 0 : columnWidths.reduce(0, +) - Self.columnGap * letter
  }

  /// The height of all rows in points.
  var height: Double {
    Double((entries.count + columnCount - 1) / columnCount) * Self.lineHeight * letter
  }

  /// The left end and the middle height of an entry, in points from the upper left corner.
  func place(of index: Int) -> (x: Double, y: Double) {
    let (row, column) = index.quotientAndRemainder(dividingBy: columnCount)
    let left = columnWidths[..<column].reduce(0, +)
    return (left, -(Double(row) + 0.5) * Self.lineHeight * letter)
  }

  /// How far from the left end of an entry its text starts, in points.
  var textStart: Double {
    (Self.sampleWidth + Self.gap) * letter
  }
}
