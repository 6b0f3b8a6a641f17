import ExperimentFiles
import Testing
import TrainingDynamics

@Suite("Reading networks")
struct NetworkReaderTests {
  private static let defaults = """
    initialization: {gaussian: 0.1}
    training: {descent: {stepSize: 0.1, steps: 10}}
    """

  private func network(_ yaml: String) throws -> NetworkDescription {
    try SampleFile.description(network: yaml, more: Self.defaults).networks[0]
  }

  @Test(
    "Every architecture becomes its description and has a name",
    arguments: [
      ("{depth: 1}", ArchitectureDescription.layered(depth: 1, hidden: nil), "depth 1"),
      ("{depth: 1, hidden: []}", .layered(depth: 1, hidden: nil), "depth 1"),
      ("{depth: 3}", .layered(depth: 3, hidden: nil), "depth 3"),
      ("{depth: 3, hidden: [5, 4]}", .layered(depth: 3, hidden: [5, 4]), "depth 3"),
      ("{hidden: [5]}", .layered(depth: 2, hidden: [5]), "depth 2"),
      ("{tied: {}}", .tied(width: nil), "tied"),
      ("{tied: {width: 5}}", .tied(width: 5), "tied"),
      (
        "{regularized: {width: 5, imbalance: 10}}", .regularized(width: 5, imbalance: [10]),
        "regularised"
      ),
      (
        "{regularized: {imbalance: [1, 2]}}", .regularized(width: 2, imbalance: [1, 2]),
        "regularised"
      ),
      ("{name: wide, depth: 2}", .layered(depth: 2, hidden: nil), "wide"),
    ])
  func architecture(yaml: String, expected: ArchitectureDescription, name: String) throws {
    let network = try network(yaml)
    #expect(network.architecture == expected)
    #expect(network.name == name)
  }

  @Test("Names that repeat are counted, around those that are given")
  func repeatedNames() throws {
    let more = "  - {depth: 2}\n  - {name: Depth 2 (2), depth: 2}\n  - {depth: 2}\n"
    let description = try SampleFile.description(
      network: "{depth: 2}", more: more + Self.defaults)
    #expect(
      description.networks.map(\.name)
        == ["depth 2", "depth 2 (3)", "Depth 2 (2)", "depth 2 (4)"])
  }

  @Test("A network's own parts replace the top-level ones whole")
  func ownParts() throws {
    let more = """
      initialization: {gaussian: 0.1}
      training: {descent: {stepSize: 0.1, steps: 10, stopAtLoss: 1}}
      record: {at: {every: 2}, snapshots: [5]}
      """
    let network = try SampleFile.description(
      network: """
        {depth: 2, initialization: {identical: 1}, \
        training: {descent: {stepSize: 0.2, steps: 20}}, record: {at: {every: 4}}}
        """, more: more
    ).networks[0]
    #expect(network.initialization == .identical(scale: 1, perturbation: 0))
    #expect(network.training == .descent(stepSize: 0.2, steps: 20))
    #expect(network.lossThreshold == nil)
    #expect(network.record == RecordDescription(schedule: .every(4)))
  }

  @Test(
    "A network that cannot be is refused at its keys",
    arguments: [
      ("{}", "", "'depth', 'tied' or 'regularized'"),
      ("{depth: 0}", ".depth", "at least 1"),
      ("{depth: 2.5}", ".depth", "an integer"),
      ("{hidden: [0]}", ".hidden[0]", "at least 1"),
      ("{depth: 2, hidden: [3, 4]}", ".hidden", "1 hidden widths, but 2"),
      ("{depth: 2, hidden: []}", ".hidden", "1 hidden widths, but 0"),
      ("{depth: 2, tied: {}}", "", "'depth' and 'tied'"),
      ("{hidden: [2], tied: {}}", "", "'hidden' and 'tied'"),
      ("{depth: 2, hidden: [2], tied: {}}", "", "'tied'"),
      ("{tied: }", ".tied", "no value"),
      ("{tied: {width: 0}}", ".tied.width", "at least 1"),
      ("{regularized: {width: 3}}", ".regularized", "'imbalance' is missing"),
      ("{regularized: {width: 3, imbalance: [1]}}", ".regularized.imbalance", "3 hidden units"),
      ("{depht: 2}", ".depht", "did you mean 'depth'"),
      ("{depth: 2, name: a/b}", ".name", "no /"),
      ("{depth: 2, name: .hidden}", ".name", "dot"),
      ("{depth: 2, name: [a]}", ".name", "must be a text"),
      ("deep", "", "found 'deep'"),
    ])
  func refused(yaml: String, keyPath: String, words: String) throws {
    let text = SampleFile.text(network: yaml, more: Self.defaults)
    let error = try #require(SampleFile.error(in: text))
    #expect(error.keyPath == "networks[0]" + keyPath)
    #expect(error.problem.sentence.contains(words))
    #expect(error.place != nil)
  }

  @Test("Two networks cannot be given the same name, in whatever case")
  func sameName() throws {
    let text = SampleFile.text(
      network: "{name: Wide, depth: 2}",
      more: "  - {name: wide, depth: 1}\n" + Self.defaults)
    let error = try #require(SampleFile.error(in: text))
    #expect(error.keyPath == "networks[1].name")
    #expect(error.place == .position(line: 4, column: 12))
  }

  @Test("A start or training that stands nowhere is missed in the network")
  func missingParts() throws {
    let text = SampleFile.text(network: "{depth: 2}")
    let error = try #require(SampleFile.error(in: text))
    #expect(error.keyPath == "networks[0]")
    #expect(error.problem.sentence.contains("'initialization' is missing"))
  }

  @Test("A top-level part is checked even when no network uses it")
  func unusedDefault() throws {
    let text = SampleFile.text(more: "training: {descent: {stepSize: 0, steps: 1}}")
    let error = try #require(SampleFile.error(in: text))
    #expect(error.keyPath == "training.descent.stepSize")
  }

  @Test("The engine is the network's, or the file's, or chosen automatically")
  func engine() throws {
    func engine(_ yaml: String, file: String = "") throws -> EngineChoice {
      try SampleFile.description(network: yaml, more: Self.defaults + "\n" + file).networks[0]
        .engine
    }
    #expect(try engine("{depth: 2}") == .automatic)
    #expect(try engine("{depth: 2}", file: "engine: dense") == .dense)
    #expect(try engine("{depth: 2, engine: modes}", file: "engine: dense") == .modes)
    for choice in EngineChoice.allCases {
      #expect(try engine("{depth: 2, engine: \(choice.rawValue)}") == choice)
    }
  }

  @Test("An engine that does not exist is refused with the nearest one")
  func unknownEngine() throws {
    let error = try #require(
      SampleFile.error(
        in: SampleFile.text(network: "{depth: 2, engine: mods}", more: Self.defaults)))
    #expect(error.keyPath == "networks[0].engine")
    #expect(error.problem.sentence.contains("did you mean 'modes'"))
  }
}
