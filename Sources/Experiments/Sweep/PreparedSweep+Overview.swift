internal import ExperimentFiles

extension PreparedSweep {
  /// What would run: the number of points, a line for each key, and the first experiment.
  public var overview: String {
    let rows = file.axes.map { axis in
      let shown = axis.values.prefix(4).map(\.text).joined(separator: ", ")
      let more = axis.values.count > 4 ? ", ..." : ""
      let how = axis.origin == .grid ? "" : "random: "
      return ["  " + axis.key, "\(axis.values.count)", how + shown + more]
    }
    let problems = file.points.count == 1 ? "1 point" : "\(file.points.count) points"
    let columns = SweepTable.quantityNames(file).joined(separator: ", ")
    return """
      \(file.name): \(problems)
      \(TextTable.text(rows))
      Columns: status, \(columns)
      Heat maps: \(file.heatMaps.count)
      The first: \(experiments[0].overview)
      """
  }
}
