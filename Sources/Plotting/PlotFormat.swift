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

  /// The command that makes gnuplot draw in this format, the same size on paper in each.
  func terminalCommand(width: Double, height: Double, fontSize: Double) -> String {
    let pixels = { (length: Double, scale: Double) in "\(Int((length * scale).rounded()))" }
    return switch self {
    case .svg:
      "set terminal svg enhanced size \(pixels(width, 4.0 / 3)),\(pixels(height, 4.0 / 3))"
        + " font 'Helvetica, Arial, sans-serif,\(fontSize)' fontscale 1.3333 linewidth 1.3333"
        + " rounded background rgb 'white'"
    case .png:
      "set terminal pngcairo enhanced size \(pixels(width, 8.0 / 3)),\(pixels(height, 8.0 / 3))"
        + " font 'Helvetica,\(fontSize)' fontscale 2 linewidth 2.6667 pointscale 2.6667 dashlength 1.5"
        + " rounded background rgb 'white'"
    case .pdf:
      "set terminal pdfcairo enhanced size \(width / 72)in,\(height / 72)in"
        + " font 'Helvetica,\(fontSize)' fontscale 0.75 linewidth 2 dashlength 1.5 rounded background rgb 'white'"
    }
  }
}
