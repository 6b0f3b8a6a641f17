internal import ExperimentFiles
internal import RunStore

/// `report.html` of a sweep: one page with everything but the table itself, that opens anywhere.
struct SweepReport {
  let table: SweepTable
  let environments: [RunEnvironment]

  /// The pictures.
  let figures: [Report.DrawnFigure]

  /// The reason why figures are missing, and what to do; nil when none are.
  let missingFigures: String?

  /// The whole page.
  var html: String {
    let file = table.sweep.file
    return HTML.page(
      title: file.name,
      body: """
        <p>\(HTML.escaped(introduction))</p>
        \(figures.isEmpty ? "" : "<h2>Figures</h2>")
        \(Report.section(of: figures, missing: missingFigures))
        <h2>The keys</h2>
        \(HTML.table(header: ["key", "values", "from", "to", "how"], rows: keyRows))
        <h2>The table in short</h2>
        <p>All \(file.points.count) rows are in table.csv, and as arrays in table.npz.</p>
        \(HTML.table(header: SweepTable.shortHeader, rows: table.shortRows))
        <p class="small">\(HTML.escaped(environments.sentence)). The sweep is in sweep.yaml, the heat maps with \
        their data in figures.</p>
        """)
  }

  private var introduction: String {
    let file = table.sweep.file
    let first = file.points[0].description
    let networks = first.networks.count
    return """
      \(table.statusSentence) Each point is one \(first.problem.kind) experiment with \
      \(networks == 1 ? "one network" : "\(networks) networks"); the keys below change from point to point.
      """
  }

  private var keyRows: [[String]] {
    table.sweep.file.axes.map { axis in
      let how =
        if case .random = axis.origin {
          "random, \(axis.scale.rawValue)"
        } else {
          axis.isNumeric ? "grid, \(axis.scale.rawValue)" : "grid"
        }
      let numbers = axis.values.compactMap(\.number)
      let ends =
        axis.isNumeric
        ? [numbers.min(), numbers.max()].map { $0.map(Decimals.short) ?? "" }
        : [axis.values[0].text, axis.values[axis.values.count - 1].text]
      return [axis.key, "\(axis.values.count)"] + ends + [how]
    }
  }
}
