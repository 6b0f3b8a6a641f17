internal import ExperimentFiles
internal import RunStore
internal import TrainingDynamics

/// `summary.json` of a sweep: what ran, how it ended, each column in short.
///
/// Everything but `timing` is the same whenever the same sweep is made in the same environment, in one go or
/// interrupted and resumed.
struct SweepSummary: Encodable {
  let name: String
  let environment: RunEnvironment

  /// Every environment that took part, in order, when there were several.
  let environments: [RunEnvironment]?
  let points: Int
  let keys: [Key]

  /// How many runs ended in which way.
  let statuses: [String: Int]

  /// How many runs were made by which engine.
  let engines: [String: Int]
  let columns: [Column]
  let heatMaps: [Picture]
  let timing: Timing

  struct Key: Encodable {
    let key: String
    let values: Int
    let first, last: String
    let isRandom: Bool
  }

  struct Column: Encodable {
    let name: String
    let least, median, largest: Double
    let leastAt: String
    let values: Int
  }

  struct Picture: Encodable {
    let file, caption: String
  }

  struct Timing: Encodable {
    /// Seconds of the last process.
    let seconds: Double

    /// Seconds of all runs, one after another.
    let runs: Double
  }

  init(
    _ table: SweepTable, heatMaps: [(name: String, caption: String)],
    environments: [RunEnvironment], seconds: Double
  ) {
    let file = table.sweep.file
    name = file.name
    environment = environments[environments.count - 1]
    self.environments = environments.count > 1 ? environments : nil
    points = file.points.count
    keys = file.axes.map { axis in
      Key(
        key: axis.key, values: axis.values.count, first: axis.values[0].text,
        last: axis.values[axis.values.count - 1].text, isRandom: axis.origin != .grid)
    }
    statuses = Dictionary(
      uniqueKeysWithValues: table.statusCounts.map { ($0.status, $0.count) })
    engines = table.rows.flatMap(\.networks).reduce(into: [:]) { $0[$1.engine, default: 0] += 1 }
    columns = table.extents.map {
      Column(
        name: $0.name, least: $0.least, median: $0.median, largest: $0.largest,
        leastAt: $0.place, values: $0.count)
    }
    self.heatMaps = heatMaps.map { Picture(file: "figures/\($0.name).svg", caption: $0.caption) }
    timing = Timing(
      seconds: seconds,
      runs: table.rows.reduce(0) { $0 + $1.networks.reduce(0) { $0 + $1.seconds } })
  }
}
