import DeepLinear
import Foundation

/// How the time of a step depends on what should not matter, and that of a sweep on how much is asked.
struct Scaling {
  /// Times over one number, for one engine or number of cores.
  struct Series {
    /// What is varied.
    let variable: String
    let label: String
    var points: [(x: Double, seconds: Double)] = []
  }

  var widths: [Series]
  var samples: Series
  var runs: [Series]

  private var all: [Series] { widths + [samples] + runs }

  /// One line for each time.
  var csv: String {
    let lines = all.flatMap { series in
      series.points.map { "\(series.variable),\(series.label),\(Int($0.x)),\($0.seconds)" }
    }
    return (["variable,series,value,seconds"] + lines).joined(separator: "\n") + "\n"
  }

  /// Three panels: width, samples, runs.
  var figure: Figure {
    func panel(
      _ title: String, _ x: String, _ y: String, _ series: [Series],
      range: ClosedRange<Double>? = nil
    ) -> Panel {
      Panel(
        title: PlotText(title), xAxis: Axis(PlotText(x), scale: .logarithmic),
        yAxis: Axis(PlotText(y), scale: .logarithmic, range: range),
        curves: series.map { series in
          Curve(
            PlotText(series.label), x: series.points.map(\.x), y: series.points.map(\.seconds))
        })
    }
    return Figure(
      panels: [
        panel("Width", "hidden units k", "seconds of a step", widths),
        // On its own scale noise would fill the panel.
        panel(
          "Samples", "samples n", "seconds of a step", [samples], range: 1e-8...1e-5),
        panel("Runs", "runs", "seconds of the sweep", runs),
      ], columnCount: 3)
  }

  /// Writes the figure and, beside it, the numbers.
  func write(to path: String) throws {
    let stem = URL(filePath: path).deletingPathExtension()
    try Data(csv.utf8).write(to: stem.appendingPathExtension("csv"))
    try Gnuplot().render(figure, to: path)
    // The numbers stand beside the figure already.
    try FileManager.default.removeItem(at: stem.appendingPathExtension("gp"))
  }
}
