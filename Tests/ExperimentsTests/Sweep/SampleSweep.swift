import ExperimentFiles

@testable import Experiments

/// Small sweeps, as their files would say them.
enum SampleSweep {
  /// Three scales, two step sizes of which one diverges from the large scale, and two seeds.
  static let grid = """
    grid:
        initialization.gaussian: [0.01, 0.1, 1]
        training.descent.stepSize: [0.05, 0.5]
      seed: [1, 2]
    """

  static let table = """
    table: [loss, testError, {smallest: testError}, {at: {quantity: loss, steps: [3]}}, \
    {at: {quantity: loss, times: [1]}}, {reach: {quantity: loss, value: 1}}, \
    {singularValues: 2}, imbalance]
    """

  static func file(
    _ sweep: String = grid, table: String = table, more: String = "",
    networks: [String] = ["{depth: 2, hidden: [6]}"], overriding overrides: [String] = []
  ) throws -> SweepFile {
    let text = """
      experiment:
        problem:
          factorization:
            target: {lowRank: {rows: 4, columns: 3, singularValues: [3, 1]}}
            noise: {gaussian: 0.1}
        training: {descent: {stepSize: 0.05, steps: 60}}
        initialization: {gaussian: 0.1}
        record: {at: {linear: 20}}
        networks:
          \(networks.map { "- \($0)" }.joined(separator: "\n    "))
      sweep:
        \(sweep)
      \(table)
      \(more)
      """
    return try SweepFile(text: text, fileName: "sample.yaml", overriding: overrides)
  }

  static func prepared(
    _ sweep: String = grid, table: String = table, more: String = "",
    networks: [String] = ["{depth: 2, hidden: [6]}"]
  ) throws -> PreparedSweep {
    try PreparedSweep(file(sweep, table: table, more: more, networks: networks))
  }
}

extension PreparedSweep {
  /// The table, run with so many jobs.
  func table(jobCount: Int = 2) async throws -> SweepTable {
    SweepTable(sweep: self, rows: try await SweepRun(self, jobCount: jobCount).rows())
  }
}
