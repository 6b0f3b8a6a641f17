/// Text of a figure: what is written comes out literally, except pieces set low or high.
///
/// ```swift
/// let label: PlotText = "‖W\(subscript: "12")‖\(superscript: 2) (units of η)"
/// ```
public struct PlotText: Sendable, Equatable, ExpressibleByStringInterpolation {
  var pieces: [Piece]

  /// Text that is taken literally: underscores, braces and percent signs mean themselves.
  public init(_ text: String) {
    pieces = [Piece(text: text, level: .base)]
  }

  /// Text that is taken literally.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// Text with pieces set low or high.
  public init(stringInterpolation: StringInterpolation) {
    pieces = stringInterpolation.pieces
  }

  /// Collects the pieces of a literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    var pieces: [Piece] = []

    /// Starts without a piece.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds text on the line.
    public mutating func appendLiteral(_ literal: String) {
      pieces.append(Piece(text: literal, level: .base))
    }

    /// Adds a value's text on the line.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      pieces.append(Piece(text: value.description, level: .base))
    }

    /// Adds another text with its low and high pieces.
    public mutating func appendInterpolation(_ text: PlotText) {
      pieces += text.pieces
    }

    /// Adds a value's text, small and below the line.
    public mutating func appendInterpolation(subscript value: some CustomStringConvertible) {
      pieces.append(Piece(text: value.description, level: .low))
    }

    /// Adds a value's text, small and above the line.
    public mutating func appendInterpolation(superscript value: some CustomStringConvertible) {
      pieces.append(Piece(text: value.description, level: .high))
    }
  }

  struct Piece: Sendable, Equatable {
    var text: String
    var level: Level
  }

  enum Level: Sendable {
    case base, low, high
  }
}

extension PlotText {
  /// Whether there is nothing to write.
  var isEmpty: Bool {
    pieces.allSatisfy(\.text.isEmpty)
  }

  /// The text as a string of gnuplot's enhanced mode, with its quotes.
  ///
  /// Single quotes, because gnuplot runs what stands between backquotes inside double ones.
  var quoted: String {
    let marked = pieces.map { piece in
      let text = piece.text.escapedForEnhancedMode
      return switch piece.level {
      case .base: text
      case .low: "_{\(text)}"
      case .high: "^{\(text)}"
      }
    }
    return marked.joined().singleQuoted
  }

  /// About how many times the letter size the text is wide, in a sans-serif font.
  var widthInLetterSizes: Double {
    pieces.reduce(0) { sum, piece in
      let width = piece.text.reduce(0) { $0 + $1.widthInLetterSizes }
      return sum + (piece.level == .base ? width : 0.8 * width)
    }
  }
}

extension String {
  /// The string between gnuplot's single quotes, in which only the quote itself is special.
  ///
  /// Control signs become blanks: a line break would end the command.
  var singleQuoted: String {
    let printable = unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control ? " " : scalar
    }
    return "'" + String(String.UnicodeScalarView(printable)).replacing("'", with: "''") + "'"
  }

  /// The text with a backslash before each sign of the enhanced mode.
  fileprivate var escapedForEnhancedMode: String {
    var escaped = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\\", "^", "_", "@", "&", "~", "{", "}":
        escaped += "\\"
        escaped.unicodeScalars.append(scalar)
      default:
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension Character {
  /// About how many times the letter size the character is wide, in a sans-serif font.
  fileprivate var widthInLetterSizes: Double {
    if "iljtfrI.,:;'|!()[]‖ ".contains(self) { return 0.32 }
    if "mwMW".contains(self) || (!isASCII && !isLetter) { return 0.85 }
    return isUppercase ? 0.7 : 0.56
  }
}
