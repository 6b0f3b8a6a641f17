import ExperimentFiles
import Foundation
import Plotting
import Testing

@testable import Experiments

@Suite("Heat maps of a sweep")
struct SweepHeatMapTests {
  /// A table over two keys and a seed with these losses, the seed fastest.
  private func table(_ losses: [Double?]) throws -> SweepTable {
    let sweep = try SampleSweep.prepared(
      """
      grid:
          initialization.gaussian: [0.2, 0.1]
          training.descent.stepSize: [0.01, 0.02, 0.03]
        seed: [1, 2]
      """, table: "table: [loss]")
    return SweepTable(
      sweep: sweep,
      rows: losses.enumerated().map { i, loss in
        SweepTableTests.row(i, loss == nil ? "diverged" : "completed", [loss])
      })
  }

  private let losses: [Double?] = [
    1, 3, 2, 2, nil, 5,  //
    4, 6, nil, nil, 0, 8,
  ]

  private func map(
    _ losses: [Double?], scale: SweepAxis.Scale? = .linear, fixed: [Int: Int] = [:]
  ) throws -> SweepHeatMap {
    SweepHeatMap(
      table: try table(losses),
      description: HeatMapDescription(x: 1, y: 0, value: "loss", scale: scale, fixed: fixed))
  }

  @Test("A cell is the mean over the keys that are no axis; runs without a value are left out")
  func mean() throws {
    let map = try map(losses)
    let (x, y, networks) = map.values()
    #expect(x == [0.01, 0.02, 0.03])
    // The rows rise, however the file lists the values.
    #expect(y == [0.1, 0.2])
    #expect(networks[0][1] == [2, 2, 5])
    #expect(networks[0][0][0] == 5 && networks[0][0][1].isNaN && networks[0][0][2] == 4)
    #expect(map.caption.contains("the mean over seed."))
    #expect(map.caption.contains("3 runs have no value"))
  }

  @Test("A key that is held leaves its other values out")
  func fixed() throws {
    let map = try map(losses, fixed: [2: 1])
    let cells = map.values().networks[0]
    #expect(cells[1] == [3, 2, 5])
    #expect(cells[0][0] == 6 && cells[0][1].isNaN && cells[0][2] == 8)
    #expect(map.caption.contains("Only seed = 2."))
    #expect(!map.caption.contains("mean"))
    #expect(map.caption.contains("1 runs have no value"))
  }

  @Test("On a logarithmic scale a cell is the geometric mean")
  func geometricMean() throws {
    let map = try map([1, 100, 4, 9, 1, 1, 1, 1, 1, 1, 1e-8, 1e-4], scale: .logarithmic)
    let cells = map.values().networks[0]
    for (found, expected) in zip(cells[1] + [cells[0][2]], [10, 6, 1, 1e-6]) {
      // A logarithm, its mean and the exponential: the exponent's rounding times its size.
      #expect((found / expected - 1).magnitude <= 4 * 0x1p-52 * (1 + abs(Foundation.log(expected))))
    }
    #expect(map.caption.contains("geometric mean over seed"))
  }

  @Test("Values over many ratios get a logarithmic scale, others and signs a linear one")
  func scales() throws {
    func scale(_ values: [Double?]) throws -> Bool {
      try map(values, scale: nil).figure.panels[0].heatMap?.colourAxis.scale == .logarithmic
    }
    let ones = [Double?](repeating: 1, count: 11)
    #expect(try scale(ones + [30]))
    #expect(try !scale(ones + [29]))
    #expect(try !scale(ones + [0]))
    #expect(try !scale(ones + [-100]))
  }

  @Test("The picture is that of the table")
  func againstTable() async throws {
    let table = try await SampleSweep.prepared().table()
    let map = SweepHeatMap(
      table: table,
      description: HeatMapDescription(x: 0, y: 1, value: "testError", scale: .linear))
    let (x, y, networks) = map.values()
    let errors = table.values(of: "testError", network: 0)
    for (i, stepSize) in y.enumerated() {
      for (j, scale) in x.enumerated() {
        let found = table.sweep.file.points.indices.filter { point in
          let numbers = zip(table.sweep.file.axes, table.sweep.file.points[point].positions)
            .map { $0.values[$1].number }
          return numbers[0] == scale && numbers[1] == stepSize
        }.compactMap { errors[$0] }
        let mean = found.reduce(0, +) / Double(found.count)
        #expect(found.isEmpty ? networks[0][i][j].isNaN : networks[0][i][j] == mean)
      }
    }
    #expect(map.figure.panels[0].heatMap?.values.count == 2)
  }

  @Test("The range of a random key is cut into cells that hold every draw")
  func random() throws {
    let sweep = try SampleSweep.prepared(
      """
      random:
          count: 400
          ranges:
            initialization.gaussian: {from: 0.001, to: 1, scale: logarithmic}
            training.descent.stepSize: {from: 0.01, to: 0.02}
      """, table: "table: [loss]")
    // The loss is 10 times the number of the tenth of the range that the step size is in.
    let table = SweepTable(
      sweep: sweep,
      rows: sweep.file.points.enumerated().map { i, point in
        let stepSize = sweep.file.axes[1].values[point.positions[1]].number ?? 0
        return SweepTableTests.row(i, "completed", [((stepSize - 0.01) * 1000).rounded(.down)])
      })
    let map = SweepHeatMap(
      table: table, description: HeatMapDescription(x: 0, y: 1, value: "loss", scale: .linear))
    let (x, y, networks) = map.values()
    #expect(x.count == 10 && y.count == 10)
    #expect(x[0] > 0.001 && x[9] < 1 && zip(x, x.dropFirst()).allSatisfy { $0 < $1 })
    for (i, row) in networks[0].enumerated() {
      #expect(row.filter { !$0.isNaN }.allSatisfy { $0 == Double(i) })
    }
    #expect(map.caption.contains("initialization.gaussian is drawn at random"))
  }
}
