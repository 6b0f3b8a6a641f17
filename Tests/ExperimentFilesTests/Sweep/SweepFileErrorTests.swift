import ExperimentFiles
import Testing

@Suite("Errors in sweep files")
struct SweepFileErrorTests {
  private static let gaussian = "initialization.gaussian"

  /// A group `sweep`, what else is in the file, the key at fault and words of the message.
  static let mistakes: [(sweep: String, more: String, keyPath: String, words: [String])] = [
    ("{}", "", "sweep", ["'grid', 'random' or 'seed' is needed"]),
    ("{gird: {seed: [1]}}", "", "sweep.gird", ["did you mean 'grid'?"]),
    ("{grid: {}}", "", "sweep.grid", ["group of keys"]),
    ("{grid: {\(gaussian): 3}}", "", "sweep.grid.\(gaussian)", ["found '3'", "from, to, count"]),
    ("{grid: {\(gaussian): []}}", "", "sweep.grid.\(gaussian)", ["empty list"]),
    ("{grid: {\(gaussian): }}", "", "sweep.grid.\(gaussian)", ["no value"]),
    ("{grid: {\(gaussian): [1, 1]}}", "", "sweep.grid.\(gaussian)[1]", ["twice"]),
    ("{grid: {a..b: [1]}}", "", "sweep.grid.a..b", ["not a path"]),
    (
      "{grid: {networks.0.depth: [1], 'networks[0].depth': [2]}}", "",
      "sweep.grid.networks[0].depth", ["given twice"]
    ),
    (
      "{grid: {\(gaussian): {from: 0, to: 1, count: 3, scale: logarithmic}}}", "",
      "sweep.grid.\(gaussian).from", ["above 0"]
    ),
    (
      "{grid: {\(gaussian): {from: 1, to: 2, count: 3, scale: log}}}", "",
      "sweep.grid.\(gaussian).scale", ["unknown word 'log'", "linear, logarithmic"]
    ),
    (
      "{grid: {\(gaussian): {from: 1, to: 2, cuont: 3}}}", "", "sweep.grid.\(gaussian).cuont",
      ["did you mean 'count'?"]
    ),
    (
      "{grid: {\(gaussian): {from: 1, to: 2, count: 3, integer: yes}}}", "",
      "sweep.grid.\(gaussian).integer", ["true or false"]
    ),
    (
      "{grid: {\(gaussian): {from: 1, to: 2, count: 200000}}}", "",
      "sweep.grid.\(gaussian).count", ["at most 100000"]
    ),
    (
      """
      {grid: {\(gaussian): {from: 1, to: 2, count: 10000}}, seed: {count: 10000}}
      """, "", "sweep", ["more than 100000 points"]
    ),
    ("{random: {ranges: {}}}", "", "sweep.random", ["'count' is missing"]),
    (
      "{random: {count: 3, ranges: {\(gaussian): {from: 2, to: 1}}}}", "",
      "sweep.random.ranges.\(gaussian)", ["above it"]
    ),
    (
      "{random: {count: 3, ranges: {\(gaussian): {from: 0, to: 1, scale: logarithmic}}}}", "",
      "sweep.random.ranges.\(gaussian)", ["above 0"]
    ),
    (
      "{random: {count: 3, ranges: {networks.0.depth: {from: 1.5, to: 3, integer: true}}}}", "",
      "sweep.random.ranges.networks.0.depth", ["round"]
    ),
    ("{seed: [-1]}", "", "sweep", ["1 of 1 points", "seed = -1", "at least 0"]),
    (
      "{grid: {networks.0.record.at.every: [1, 2], seed: [1]}, seed: [1]}", "", "sweep.seed",
      ["twice"]
    ),
    ("{seed: [1]}", "tabel: [loss]", "tabel", ["did you mean 'table'?"]),
    ("{seed: [1]}", "table: [losss]", "table[0]", ["did you mean 'loss'?"]),
    ("{seed: [1]}", "table: [testError]", "table[0]", ["no clean matrix"]),
    ("{seed: [1]}", "table: [loss, {final: loss}]", "table[1]", ["'loss' is there already"]),
    ("{seed: [1]}", "table: [{smalest: loss}]", "table[0].smalest", ["did you mean 'smallest'?"]),
    (
      "{seed: [1]}", "table: [{at: {quantity: loss}}]", "table[0].at", ["'steps' or 'times'"]
    ),
    (
      "{seed: [1, 2]}", "heatMaps: [{x: seed, y: sed}]", "heatMaps[0].y",
      ["did you mean 'seed'?"]
    ),
    (
      "{seed: [1, 2]}", "heatMaps: [{x: seed, y: seed}]", "heatMaps[0].y", ["the same key"]
    ),
    (
      "{grid: {\(gaussian): [1, 2]}, seed: [1, 2]}",
      "heatMaps: [{x: seed, y: \(gaussian), value: los}]", "heatMaps[0].value",
      ["did you mean 'loss'?"]
    ),
    (
      "{grid: {initialization: [{gaussian: 1}, {orthogonal: 1}]}, seed: [1, 2]}",
      "heatMaps: [{x: seed, y: initialization}]", "heatMaps[0].y", ["not all numbers"]
    ),
    (
      "{grid: {\(gaussian): [1, 2], networks.0.depth: [1, 2]}, seed: [1, 2]}",
      "heatMaps: [{x: seed, y: \(gaussian), fixed: {'networks[0].depth': 3}}]",
      "heatMaps[0].fixed.networks[0].depth", ["known here: 1, 2"]
    ),
  ]

  @Test("A mistake is reported with its keys and what to do", arguments: mistakes.indices)
  func report(index: Int) throws {
    let mistake = Self.mistakes[index]
    let error = try #require(
      SampleSweep.error(mistake.sweep, more: mistake.more), "\(mistake.sweep) \(mistake.more)")
    #expect(error.keyPath == mistake.keyPath, "\(error)")
    for word in mistake.words { #expect(error.description.contains(word), "\(error)") }
  }

  @Test("All points that cannot be run are named before the first runs, each mistake once")
  func badPoints() throws {
    let error = try #require(
      SampleSweep.error(
        "grid: {initialization.gaussian: [-1, 0.1], training.descent.steps: [5, x], networks.0.depth: [2, 3]}"
      ))
    let sentence = error.problem.sentence
    #expect(sentence.contains("6 of 8 points cannot be run"))
    #expect(
      sentence.contains(
        """
        initialization.gaussian = -1, training.descent.steps = 5, networks[0].depth = 2, and 3 more: \
        sample.yaml:9:36: initialization.gaussian: found '-1', but this must be a number of at least 0
        """), "\(sentence)")
    #expect(sentence.contains("training.descent.steps: found 'x'"), "\(sentence)")
  }

  @Test("A key that is unknown in the experiment is named, with the one that was meant")
  func unknownKey() throws {
    let error = try #require(SampleSweep.error("grid: {training.descnt.steps: [5, 6]}"))
    #expect(error.problem.sentence.contains("2 of 2 points"))
    #expect(error.problem.sentence.contains("unknown key 'descnt'; did you mean 'descent'?"))
  }

  @Test("A key that changes nothing is refused")
  func noEffect() throws {
    let error = try #require(
      SampleSweep.error(
        "grid: {networks.0.training: [{descent: {stepSize: 0.1, steps: 5}}], training.descent.stepSize: [0.1, 0.2]}"
      ))
    #expect(error.problem.sentence.contains("'training.descent.stepSize' changes nothing"))
  }

  @Test("Every point has as many networks")
  func networkCount() throws {
    let error = try #require(
      SampleSweep.error("grid: {networks: [[{depth: 1}], [{depth: 1}, {depth: 2}]]}"))
    #expect(error.problem.sentence.contains("as many networks"))
  }

  @Test("An experiment that is not there is named, a preset with the one that was meant")
  func experiment() {
    func error(_ experiment: String) -> ExperimentFileError? {
      do {
        _ = try SweepFile(
          text: "\(experiment)\nsweep: {seed: [1]}\n", fileName: "/nowhere/a.yaml")
        return nil
      } catch {
        return error
      }
    }
    #expect(error("experiment: flaw")?.problem.sentence.contains("did you mean 'flow'?") == true)
    #expect(error("experiment: flow.yaml")?.file == "/nowhere/flow.yaml")
    #expect(error("name: a")?.problem.sentence.contains("'experiment' is missing") == true)
  }
}
