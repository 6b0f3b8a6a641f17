/// How a curve looks: colour, dashes, width and whether points are marked.
///
/// ``indexed(_:form:)`` varies colour, dashes and width together, so that curves with different
/// indices are told apart by colour-blind readers and on a black-and-white print.
public struct CurveStyle: Sendable, Equatable {
  /// The colour of the line and its points.
  public var colour: Colour

  /// The dashes of the line.
  public var dash: Dash

  /// The width of the line in points.
  public var width: Double

  /// Whether a line, points or both are drawn.
  public var form: Form

  /// The sign at each point, where points are drawn.
  public var marker: Marker

  /// The size of the signs, 1 for the usual one; a cloud of points needs less.
  public var markerSize: Double

  /// Chooses each property.
  public init(
    colour: Colour, dash: Dash = .solid, width: Double = 1.3, form: Form = .line,
    marker: Marker = .circle, markerSize: Double = 1
  ) {
    self.colour = colour
    self.dash = dash
    self.width = width
    self.form = form
    self.marker = marker
    self.markerSize = markerSize
  }

  /// The style with this number: 35 different ones, then from the start.
  ///
  /// The seven colours and the five dashes each go round; 7 and 5 share no factor, so no pair comes
  /// twice before number 35.
  public static func indexed(_ index: Int, form: Form = .line) -> CurveStyle {
    let dash = Dash.allCases[index.remainder(over: Dash.allCases.count)]
    return CurveStyle(
      colour: .indexed(index), dash: dash, width: dash == .solid ? 1.2 : 1.6, form: form,
      marker: Marker.allCases[index.remainder(over: Marker.allCases.count)])
  }

  /// A line, points, both, or the area that the points go round.
  public enum Form: Sendable, Equatable {
    case line, points, lineAndPoints, area
  }

  /// The dashes of a line, in lengths that stay apart at small size.
  public enum Dash: Sendable, Equatable, CaseIterable {
    case solid, dashed, dashDotted, dotted, dashDotDotted
  }

  /// The sign that marks a point.
  public enum Marker: Sendable, Equatable, CaseIterable {
    case circle, square, triangle, diamond, cross
  }
}

/// A colour by its share of red, green and blue, from 0 to 255.
public struct Colour: Sendable, Equatable {
  /// The share of red.
  public var red: UInt8

  /// The share of green.
  public var green: UInt8

  /// The share of blue.
  public var blue: UInt8

  /// Mixes a colour.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The colour with this number in the palette of Okabe and Ito (Color Universal Design, 2008).
  ///
  /// Its yellow is left out: a thin yellow line is lost on white paper.
  public static func indexed(_ index: Int) -> Colour {
    palette[index.remainder(over: palette.count)]
  }

  private static let palette = [
    Colour(red: 0, green: 114, blue: 178),  // blue
    Colour(red: 213, green: 94, blue: 0),  // vermilion
    Colour(red: 0, green: 158, blue: 115),  // bluish green
    Colour(red: 0, green: 0, blue: 0),  // black
    Colour(red: 204, green: 121, blue: 167),  // reddish purple
    Colour(red: 86, green: 180, blue: 233),  // sky blue
    Colour(red: 230, green: 159, blue: 0),  // orange
  ]
}

extension Int {
  /// The remainder from 0, for negative numbers too.
  fileprivate func remainder(over count: Int) -> Int {
    let rest = self % count
    return rest < 0 ? rest + count : rest
  }
}
