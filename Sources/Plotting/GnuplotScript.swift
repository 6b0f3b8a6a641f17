extension Figure {
  /// The gnuplot script that draws the figure.
  ///
  /// It holds all data and depends on no other file. Run by hand, `gnuplot name.gp` writes the
  /// picture into the current folder; `gnuplot -e "output='other.svg'" name.gp` writes elsewhere.
  /// Equal figures give equal scripts.
  ///
  /// - Parameters:
  ///   - format: the kind of picture.
  ///   - fileName: the name of the picture, without a folder.
  /// - Returns: the text of the script.
  public func gnuplotScript(format: PlotFormat, fileName: String) -> String {
    let layout = FigureLayout(self)
    // A backslash at the end of a line would make the next command a part of the comment.
    var lines = (caption ?? "").split(whereSeparator: \.isNewline).map { line in
      line.hasSuffix("\\") ? "# \(line) " : "# \(line)"
    }
    lines += [
      "reset",
      "if (!exists('output')) output = \(fileName.singleQuoted)",
      "set encoding utf8",
      format.terminalCommand(
        width: layout.size.width, height: layout.size.height, fontSize: fontSize),
      "set output output",
      "set multiplot",
    ]
    if let title {
      let height = (layout.size.height - 0.5 * layout.titleHeight) / layout.size.height
      lines.append(
        "set label 1 \(title.quoted) at screen 0.5,\(rounded(height)) center "
          + "font ',\(rounded(1.15 * fontSize))'")
      // A label is drawn with a plot; this one has neither border nor tick.
      lines += ["unset border", "unset tics", "unset key", "set xrange [0:1]", "set yrange [0:1]"]
      lines.append("plot NaN notitle")
    }
    for (index, panel) in layout.panels.enumerated() {
      lines.append("")
      lines += PanelScript(panel, number: index + 1, size: layout.size).lines
    }
    lines += ["", "unset multiplot", "unset output"]
    return lines.joined(separator: "\n") + "\n"
  }
}

/// A number for the script, in the fewest digits that give the same value back.
func shortest(_ value: Double) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// A coordinate of the layout, to a ten-thousandth of the figure.
func rounded(_ value: Double) -> String {
  shortest((value * 10_000).rounded() / 10_000)
}
