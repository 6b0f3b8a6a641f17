import ExperimentFiles
import Foundation
import TestSupport
import Testing
import TrainingDynamics

@Suite("Sweep files")
struct SweepFileTests {
  private static let scale = "initialization.gaussian"
  private static let stepSize = "training.descent.stepSize"

  @Test("Every value of a key goes with every value of the others, the last key fastest")
  func grid() throws {
    let file = try SampleSweep.file(
      "{grid: {initialization.gaussian: [0.1, 0.2], networks.0.depth: [2, 3]}, seed: [7, 8]}")
    #expect(file.axes.map(\.key) == [Self.scale, "networks[0].depth", "seed"])
    #expect(file.points.map(\.positions).count == 8)
    #expect(file.points[0].positions == [0, 0, 0])
    #expect(file.points[1].positions == [0, 0, 1])
    #expect(file.points[7].positions == [1, 1, 1])
    for point in file.points {
      let description = point.description
      let values = try zip(file.axes, point.positions).map { try #require($0.values[$1].number) }
      #expect(
        description.networks[0].initialization
          == .gaussian(standardDeviation: values[0]))
      #expect(
        description.networks[0].architecture
          == .layered(depth: Int(values[1]), hidden: nil))
      #expect(description.seed == UInt64(values[2]))
    }
  }

  @Test("Values may be words, lists and groups")
  func anyValues() throws {
    let file = try SampleSweep.file(
      "{grid: {initialization: [{gaussian: 0.1}, {orthogonal: 0.2}], 'networks[0].hidden': [[3], [4]]}}"
    )
    #expect(file.axes[0].values.map(\.text) == ["{gaussian: 0.1}", "{orthogonal: 0.2}"])
    #expect(file.axes[1].values.map(\.text) == ["[3]", "[4]"])
    #expect(!file.axes[0].isNumeric)
    #expect(file.points[3].description.networks[0].initialization == .orthogonal(scale: 0.2))
    #expect(file.heatMaps.isEmpty)
  }

  @Test("A linear range has equal differences, a logarithmic one equal ratios, and exact ends")
  func ranges() throws {
    let file = try SampleSweep.file(
      """
      grid:
          initialization.gaussian: {from: 1e-4, to: 1, count: 5, scale: logarithmic}
          training.descent.stepSize: {from: 0.1, to: 0.4, count: 4}
          networks[0].depth: {from: 2, to: 4, count: 9, integer: true}
      """)
    #expect(file.axes[0].values.map(\.number) == [1e-4, 1e-3, 1e-2, 0.1, 1])
    #expect(file.axes[0].scale == .logarithmic)
    #expect(file.axes[1].values.map(\.text) == ["0.1", "0.2", "0.3", "0.4"])
    #expect(file.axes[2].values.map(\.text) == ["2", "3", "4"])
  }

  @Test("The scale of a list is that on which it lies more evenly")
  func listScale() throws {
    func scale(_ list: String) throws -> SweepAxis.Scale {
      try SampleSweep.file("{grid: {initialization.gaussian: \(list)}}").axes[0].scale
    }
    #expect(try scale("[0.01, 0.1, 1]") == .logarithmic)
    #expect(try scale("[1, 3, 10, 30]") == .logarithmic)
    #expect(try scale("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]") == .linear)
    #expect(try scale("[0.1, 0.2]") == .linear)
  }

  @Test("Seeds are given, or counted from the experiment's own")
  func seeds() throws {
    #expect(try SampleSweep.file("{seed: [5, 3]}").points.map(\.description.seed) == [5, 3])
    #expect(try SampleSweep.file("{seed: {count: 3}}").points.map(\.description.seed) == [0, 1, 2])
    let other = try SampleSweep.file("{seed: {count: 2}}", overriding: ["experiment.seed=9"])
    #expect(other.points.map(\.description.seed) == [9, 10])
    let from = try SampleSweep.file("{seed: {count: 2, from: 4}}")
    #expect(from.points.map(\.description.seed) == [4, 5])
  }

  @Test("Overrides reach the experiment, and the values of a key with dots")
  func overrides() throws {
    let text = "grid: {networks.0.depth: [2], training.descent.steps: {from: 5, to: 9, count: 5}}"
    let file = try SampleSweep.file(
      text,
      overriding: [
        "experiment.initialization.gaussian=0.3", "sweep.grid.training.descent.steps.count=2",
        "sweep.grid.networks[0].depth=[2, 3]", "sweep.seed=[4]",
      ])
    #expect(file.axes.map { $0.values.map(\.text) } == [["2", "3"], ["5", "9"], ["4"]])
    #expect(
      file.points[0].description.networks[0].initialization == .gaussian(standardDeviation: 0.3))
    let again = try SweepFile(text: file.text, fileName: "sample.yaml")
    #expect(again.points.map(\.description) == file.points.map(\.description))
  }

  // MARK: - Random points

  private func random(count: Int, seed: Int = 1, ranges: String) throws -> SweepFile {
    try SampleSweep.file("random: {count: \(count), seed: \(seed), ranges: {\(ranges)}}")
  }

  @Test("Equal seeds give equal draws, a larger count keeps the earlier ones, another key its own")
  func draws() throws {
    let range = "\(Self.scale): {from: 0.001, to: 1}"
    let few = try random(count: 10, ranges: range).axes[0].values
    let many = try random(count: 20, ranges: range).axes[0].values
    #expect(Array(many.prefix(10)) == few)
    #expect(Set(many.map(\.text)).count == 20)
    let other = try random(count: 10, seed: 2, ranges: range).axes[0].values
    #expect(other != few)
    let two = try random(
      count: 10, ranges: "\(Self.stepSize): {from: 0.001, to: 0.1}, \(range)")
    #expect(two.axes[1].values.map(\.text) == few.map(\.text))
    #expect(two.axes[0].values.map(\.text) != few.map(\.text))
    #expect(two.points.map(\.positions) == (0..<10).map { [$0, $0] })
  }

  @Test("Draws fill their range evenly on its scale", arguments: ["linear", "logarithmic"])
  func evenness(scale: String) throws {
    let count = 4000
    let file = try random(
      count: count, ranges: "\(Self.scale): {from: 0.01, to: 100, scale: \(scale)}")
    let numbers = file.axes[0].values.compactMap(\.number)
    #expect(numbers.allSatisfy { (0.01...100).contains($0) })
    let middle = scale == "linear" ? 50.005 : 1
    let below = Double(numbers.count { $0 < middle })
    // Half of the draws, up to five standard deviations of the binomial distribution.
    #expect((below - Double(count) / 2).magnitude < 5 * (Double(count) / 4).squareRoot())
  }

  @Test("Integers are drawn with both ends", arguments: ["linear", "logarithmic"])
  func integers(scale: String) throws {
    let file = try random(
      count: 300,
      ranges: "'networks[0].depth': {from: 2, to: 5, integer: true, scale: \(scale)}")
    #expect(Set(file.axes[0].values.map(\.text)) == ["2", "3", "4", "5"])
  }

  @Test("Every draw goes with every value of the grid and every seed")
  func both() throws {
    let file = try SampleSweep.file(
      """
      {grid: {networks.0.depth: [2, 3]}, \
      random: {count: 3, ranges: {initialization.gaussian: {from: 0.1, to: 0.2}, \
      training.descent.stepSize: {from: 0.1, to: 0.2}}}, seed: [1, 2]}
      """)
    #expect(file.points.count == 12)
    #expect(file.points[0].positions == [0, 0, 0, 0])
    #expect(file.points[3].positions == [0, 1, 1, 1])
    #expect(file.points[11].positions == [1, 2, 2, 1])
  }

  // MARK: - The experiment

  @Test("The experiment may be a preset or another file, whose folder its paths keep")
  func references() throws {
    let sweep = "sweep: {seed: [1, 2]}\n"
    let preset = try SweepFile(text: "experiment: flow\n\(sweep)", fileName: "a.yaml")
    #expect(preset.points[0].description.name == "flow")
    try withTemporaryFolder { folder in
      try SampleFile.text(problem: "{autoencoder: {inputs: a.npy}}")
        .write(toFile: folder + "/e.yaml", atomically: true, encoding: .utf8)
      let text = "experiment: e.yaml\n\(sweep)"
      let file = try SweepFile(text: text, fileName: folder + "/a.yaml")
      #expect(file.points[1].resolve("a.npy") == folder + "/a.npy")
      // The text as run holds the experiment, and means the same in another folder.
      let copy = try SweepFile(
        text: file.text(forCopyIn: folder), fileName: folder + "/copy.yaml")
      #expect(copy.name == "a")
      #expect(copy.points.map(\.description) == file.points.map(\.description))
      #expect(copy.points[1].resolve("a.npy") == folder + "/a.npy")
    }
  }

  @Test("The text as run keeps its comments, and says its name and folder")
  func copy() throws {
    let text = "# mine\n" + SampleSweep.text("seed: [1, 2]")
    let file = try SweepFile(text: text, fileName: "/somewhere/b.yaml")
    #expect(file.text == text)
    let copied = try file.text(forCopyIn: "/somewhere/else")
    #expect(copied.hasSuffix(text))
    #expect(copied.contains("name: \"b\"\n") && copied.contains("directory: \"..\"\n"))
  }

  @Test("The starter is a valid file of its own name, and says what it is")
  func starter() throws {
    let file = try SweepFile(text: SweepFile.starter, fileName: "a.yaml")
    #expect(file.name == "sweep" && file.points.count == 432 && file.heatMaps.count == 2)
    #expect(SweepFile.starter.hasPrefix("# \(SweepFile.starterSummary)\n"))
    #expect(SweepFile.starter.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(
    "Every example is a valid file of a thousand runs",
    arguments: ["scale-and-step", "depth-and-scale"])
  func examples(name: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = try SweepFile(contentsOf: root.path + "/Examples/\(name).yaml")
    #expect(file.name == name)
    #expect((1000...1024).contains(file.points.count))
    #expect(!file.heatMaps.isEmpty)
  }

  // MARK: - Table and pictures

  @Test("The table has what is asked for, under names of its own")
  func table() throws {
    let file = try SampleSweep.file(
      "{seed: [1, 2]}",
      more: """
        table: [loss, effectiveRank, imbalance, {smallest: excessLoss}, {singularValues: 2}, \
        {at: {quantity: loss, steps: [0, 5]}}, {at: {quantity: loss, times: [0.5]}}, \
        {reach: {quantity: loss, value: 0.001}}]
        """)
    #expect(
      file.quantities.flatMap(\.columns) == [
        "loss", "nuclearRank", "nuclearFrobeniusRank", "imbalance", "smallestExcessLoss",
        "smallestExcessLossStep", "smallestExcessLossTime", "singularValue1", "singularValue2",
        "lossAtStep0", "lossAtStep5", "lossAtTime0.5", "stepsToLoss0.001", "timeToLoss0.001",
      ])
    #expect(file.quantities[3] == .imbalance)
    #expect(file.quantities[5] == .singularValues(count: 2))
  }

  @Test("By default the table has the test error where there is one")
  func defaultTable() throws {
    let plain = try SampleSweep.file("{seed: [1, 2]}")
    #expect(plain.quantities == [.final(.loss), .final(.nuclearRank)])
    let noisy = try SampleSweep.file(
      "{seed: [1, 2]}", overriding: ["experiment.problem.factorization.noise={gaussian: 0.1}"])
    #expect(
      noisy.quantities == plain.quantities + [.final(.testError), .smallest(.testError)])
  }

  @Test("Two numbers that change are a heat map, unless the file says otherwise")
  func defaultHeatMap() throws {
    let grid =
      "grid: {initialization.gaussian: [0.1, 0.2], training.descent.stepSize: [0.1, 0.2]}"
    let file = try SampleSweep.file("{\(grid), seed: [1, 2]}")
    #expect(file.heatMaps == [HeatMapDescription(x: 0, y: 1, value: "loss")])
    let other = try SampleSweep.file(
      "{\(grid), seed: [1, 2]}",
      more: """
        heatMaps:
          - {x: training.descent.stepSize, y: seed, value: steps, scale: linear, \
        fixed: {initialization.gaussian: 0.20}}
        """)
    #expect(
      other.heatMaps == [
        HeatMapDescription(x: 1, y: 2, value: "steps", scale: .linear, fixed: [0: 1])
      ])
    #expect(try SampleSweep.file("{seed: [1, 2]}").heatMaps.isEmpty)
  }
}
