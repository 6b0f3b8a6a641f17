internal import Foundation

/// A kind of picture, named by the extension of its file.
public enum PlotFormat: String, Sendable, CaseIterable {
  /// Lines and letters for a web page; text stays text.
  case svg

  /// Pixels, two for each pixel of a screen.
  case png

  /// Lines and letters for a paper.
  case pdf

  /// The format that the extension of a path names, or nil.
  public init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }

  /// Whether a picture has its end: the closing tag, the last chunk, the end-of-file marker.
  func isComplete(_ picture: Data) -> Bool {
    let ending: [UInt8] =
      switch self {
      case .svg: Array("</svg>".utf8)
      case .png: Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
      case .pdf: Array("%%EOF".utf8)
      }
    return picture.suffix(ending.count + 8).range(of: Data(ending)) != nil
  }

  /// The command that makes gnuplot draw in this format, the same size on paper in each.
  ///
  /// A point is 4/3 pixels of a screen, and the PNG has two pixels for each of them. The cairo
  /// terminals count letters at 96 for an inch instead of 72, lines in the PDF in half points, and
  /// draw dashes 1.5 times shorter than the SVG.
  func terminalCommand(width: Double, height: Double, fontSize: Double) -> String {
    let pixels = { (length: Double, scale: Double) in "\(Int((length * scale).rounded()))" }
    return switch self {
    case .svg:
      "set terminal svg enhanced size \(pixels(width, 4.0 / 3)),\(pixels(height, 4.0 / 3))"
        + " font 'Helvetica, Arial, sans-serif,\(shortest(fontSize))' fontscale 1.3333 linewidth 1.3333"
        + " rounded background rgb 'white'"
    case .png:
      "set terminal pngcairo enhanced size \(pixels(width, 8.0 / 3)),\(pixels(height, 8.0 / 3))"
        + " font 'Helvetica,\(shortest(fontSize))' fontscale 2 linewidth 2.6667 pointscale 2.6667 dashlength 1.5"
        + " rounded background rgb 'white'"
    case .pdf:
      "set terminal pdfcairo enhanced size \(rounded(width / 72))in,\(rounded(height / 72))in"
        + " font 'Helvetica,\(shortest(fontSize))' fontscale 0.75 linewidth 2 dashlength 1.5 rounded background rgb 'white'"
    }
  }
}
