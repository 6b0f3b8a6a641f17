import ExperimentFiles
import Testing
import TrainingDynamics

@Suite("Overrides")
struct OverrideTests {
  private let text = ExperimentFileTests.main

  private func file(_ overrides: String...) throws -> ExperimentFile {
    try ExperimentFile(text: text, fileName: "main.yaml", overriding: overrides)
  }

  @Test(
    "A list's entry is chosen in brackets or after a dot",
    arguments: [
      "networks[1].training.descent.steps=100", "networks.1.training.descent.steps=100",
      "networks[1].training={descent: {stepSize: 1e-7, steps: 100}}",
    ])
  func entry(argument: String) throws {
    let networks = try file(argument).description.networks
    #expect(networks[1].training == .descent(stepSize: 1e-7, steps: 100))
    #expect(networks[0].training == .closedForm(stepSize: 1e-7, steps: 100_000_000))
  }

  @Test("Groups that are missing on the way are created, and the last override wins")
  func created() throws {
    let description = try file(
      "networks[0].record.at.every=5e6", "seed=3", "problem.factorization.noise={gaussian: 0.1}",
      "seed=4"
    ).description
    #expect(description.networks[0].record.schedule == .every(5e6))
    #expect(description.seed == 4)
    #expect(
      description.problem
        == .factorization(
          target: .idx(path: "data/ones-images.idx.gz", count: 100),
          noise: .gaussian(standardDeviation: 0.1), clean: nil))
  }

  @Test("The text as run gives the same experiment without the overrides")
  func textAsRun() throws {
    let changed = try file("seed=3", "name='7'", "networks[0].name=first one")
    #expect(changed.text != text)
    #expect(changed.text.contains("# --set seed=3\n"))
    let again = try ExperimentFile(text: changed.text, fileName: "main.yaml")
    #expect(again.description == changed.description)
    #expect(again.description.name == "7")
    #expect(try file().text == text)
  }

  @Test("The text as run has innermost groups and lists in one line")
  func layout() throws {
    #expect(
      try file("seed=3").text.contains(
        """
        problem:
          factorization:
            target:
              idx: {images: data/ones-images.idx.gz, count: 100}
            noise: {uniform: 255}
        """))
  }

  @Test(
    "An override that cannot be carried out is refused in words",
    arguments: [
      ("seed", "key.key=value"),
      ("=3", "not a path"),
      ("a..b=3", "not a path"),
      ("networks[x].depth=3", "not a path"),
      ("networks[-1].depth=3", "no [-1]"),
      ("seed=", "no value"),
      ("seed={a", "not valid YAML"),
      ("networks[2].depth=1", "2 entries"),
      ("networks.depth=1", "'depth'"),
      ("seed.deep=1", "seed is '7'"),
      ("name[0]=1", "name is 'mnist-ones'"),
    ])
  func refused(argument: String, words: String) throws {
    let error = try #require(SampleFile.error(in: text, overriding: [argument]))
    #expect(error.place == .override(argument))
    #expect(error.problem.sentence.contains(words))
    #expect(error.description.contains("--set \(argument): "))
  }

  @Test(
    "A mistake in an overridden value points at the override",
    arguments: [
      ("networks[1].training.descent.steps=-1", "networks[1].training.descent.steps"),
      ("networks[1].training.flow.until=1", "networks[1].training"),
      ("networks[1].training.descnt.steps=1", "networks[1].training.descnt"),
      ("problem={autoencoder: {inputs: [1]}}", "problem.autoencoder.inputs"),
    ])
  func mistake(argument: String, keyPath: String) throws {
    let error = try #require(SampleFile.error(in: text, overriding: [argument]))
    #expect(error.place == .override(argument))
    #expect(error.keyPath == keyPath)
  }
}
