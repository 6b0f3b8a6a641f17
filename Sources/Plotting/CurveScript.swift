/// The data of one curve and the part of the plot command that draws it.
struct CurveScript {
  private let curve: Curve
  private let style: CurveStyle
  private let blockName: String
  private let segments: [[PlotPoint]]
  private let isOnTop: Bool
  private let isOverHeatMap: Bool

  init(
    _ curve: Curve, index: Int, panelNumber: Int, axes: PanelAxes, isOverHeatMap: Bool = false
  ) {
    self.curve = curve
    self.isOverHeatMap = isOverHeatMap
    style = curve.style ?? .indexed(index)
    blockName = "$panel\(panelNumber)curve\(index + 1)"
    isOnTop = curve.axis == .top && axes.top != nil
    let horizontal = axes.horizontal(of: curve)
    let segments = curve.segments(xScale: horizontal.scale, yScale: axes.y.scale)
    // Thinning keeps what a line covers; points and the edge of an area are more than that.
    let isThinned = style.form == .line || style.form == .lineAndPoints
    self.segments = isThinned ? Thinning(interval: horizontal).applied(to: segments) : segments
  }

  /// The points as a named block; an empty line is gnuplot's sign for a gap.
  var dataLines: [String] {
    guard !segments.isEmpty else { return [] }
    let blocks = segments.map { points in
      points.map { "\(shortest($0.x)) \(shortest($0.y))" }.joined(separator: "\n")
    }
    return ["\(blockName) << EOD"] + [blocks.joined(separator: "\n\n")] + ["EOD"]
  }

  /// The curve's elements of the plot command; a curve without a point draws nothing.
  ///
  /// Over a heat map a white rim comes first, so that the curve is seen on every colour.
  var plotElements: [String] {
    let source = segments.isEmpty ? "NaN" : "\(blockName) using 1:2"
    let texts = (isOverHeatMap ? [style.rimText].compactMap { $0 } : []) + [style.gnuplotText]
    return texts.map { "\(source) axes \(isOnTop ? "x2y1" : "x1y1") \($0) notitle" }
  }
}

extension CurveStyle {
  /// The style as gnuplot's plot command takes it.
  var gnuplotText: String {
    switch form {
    case .line: "with lines \(colourText) \(lineText)"
    case .points: "with points \(colourText) \(pointText)"
    case .lineAndPoints: "with linespoints \(colourText) \(lineText) \(pointText)"
    case .area: "with filledcurves closed \(colourText) fillstyle transparent solid 0.25 noborder"
    }
  }

  /// A white line or sign, a little wider than the style's own; an area has none.
  fileprivate var rimText: String? {
    let lines = "with lines linecolor rgb 'white' linewidth \(rounded(width + 1.6)) dashtype solid"
    let points =
      "with points linecolor rgb 'white' pointtype \(marker.gnuplotNumber) pointsize \(rounded(0.45 * markerSize + 0.2))"
    return switch form {
    case .line, .lineAndPoints: lines
    case .points: points
    case .area: nil
    }
  }

  var colourText: String { "linecolor rgb '\(colour.hexadecimal)'" }
  var lineText: String { "linewidth \(shortest(width)) dashtype \(dash.gnuplotName)" }
  var pointText: String {
    "pointtype \(marker.gnuplotNumber) pointsize \(rounded(0.45 * markerSize))"
  }
}

extension CurveStyle.Dash {
  /// Lengths of dash and gap, in gnuplot's units, which grow with the width of the line.
  fileprivate var gnuplotName: String {
    switch self {
    case .solid: "solid"
    case .dashed: "(9,4)"
    case .dashDotted: "(9,3,2,3)"
    case .dotted: "(2.5,3)"
    case .dashDotDotted: "(9,3,2,3,2,3)"
    }
  }
}

extension CurveStyle.Marker {
  fileprivate var gnuplotNumber: Int {
    switch self {
    case .circle: 7
    case .square: 5
    case .triangle: 9
    case .diamond: 13
    case .cross: 2
    }
  }
}

extension Colour {
  /// The colour as `#rrggbb`.
  var hexadecimal: String {
    let digits = [red, green, blue].map { share in
      (share < 16 ? "0" : "") + String(share, radix: 16)
    }
    return "#" + digits.joined()
  }
}
