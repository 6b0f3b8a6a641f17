import ExperimentFiles
import Testing

/// A file with a mistake, and what is to be said about it.
struct BadFile: Sendable, CustomTestStringConvertible {
  let text: String
  let line: Int?
  let column: Int
  let keyPath: String
  let words: [String]

  var testDescription: String { text.replacing("\n", with: " | ") }
}

@Suite("Errors in experiment files")
struct ExperimentFileErrorTests {
  private static let problem = "problem: {autoencoder: {inputs: a.npy}}\n"
  private static let network = """
    networks:
      - depth: 2
        initialization: {gaussian: 0.1}
        training:
          descent:
            stepSize: 0.1
            steps: 10

    """

  private static func bad(
    _ text: String, _ line: Int?, _ column: Int, _ keyPath: String, _ words: String...
  ) -> BadFile {
    BadFile(text: text, line: line, column: column, keyPath: keyPath, words: words)
  }

  static let files: [BadFile] = [
    bad("", nil, 0, "", "empty", "deeplinear new"),
    bad("# nothing\n", nil, 0, "", "empty"),
    bad("---\n", nil, 0, "", "empty"),
    bad("- a\n", 1, 1, "", "found a list", "problem"),
    bad("hello\n", 1, 1, "", "found 'hello'"),
    bad("name: [a, b\n", 2, 1, "", "not valid YAML"),
    bad("name: a\n\tseed: 3\n", 2, 1, "", "not valid YAML"),
    bad("name: \"a\n", 2, 1, "", "not valid YAML"),
    bad("name: a\u{1}b\n", 1, 1, "", "not valid YAML"),
    bad("name: *a\n", 1, 7, "", "alias"),
    bad("name: a\n---\nname: b\n", 2, 1, "", "another document"),
    bad("? [a]\n: b\n", 1, 3, "", "as a key"),
    bad("name: a\nseed: 1\nname: b\n", 1, 1, "", "'name'", "twice"),
    bad("name: a\n" + network, 1, 1, "", "'problem' is missing"),
    bad(problem, 1, 1, "", "'networks' is missing"),
    bad(problem + "networks: []\n", 2, 11, "networks", "empty list"),
    bad(problem + "networks: {depth: 2}\n", 2, 11, "networks", "must be a list"),
    bad("nme: a\n" + problem + network, 1, 1, "nme", "unknown key 'nme'", "'name'"),
    bad(
      "name: a\nwidgets: 3\n", 2, 1, "widgets", "unknown key",
      "name, seed, directory, problem, networks, initialization, training, engine, record"),
    bad("seed: -1\n" + problem + network, 1, 7, "seed", "at least 0"),
    bad("seed: 1.5\n" + problem + network, 1, 7, "seed", "integer"),
    bad("seed:\n" + problem + network, 1, 6, "seed", "no value"),
    bad("name: a/b\n" + problem + network, 1, 7, "name", "'a/b'", "no /"),
    bad("problem: {}\n" + network, 1, 10, "problem", "'factorization'", "is needed"),
    bad(
      "problem: {autoencoder: {inputs: a.npy}, sigmoid: {}}\n" + network, 1, 41, "problem",
      "'autoencoder' and 'sigmoid'", "only one"),
    bad(
      "problem:\n  factorisation:\n    target: a.npy\n" + network, 2, 3, "problem.factorisation",
      "did you mean 'factorization'"),
    bad(
      problem + network.replacing("0.1\n        steps", with: "fast\n        steps"), 7, 19,
      "networks[0].training.descent.stepSize", "found 'fast'", "a number"),
  ]

  @Test("A mistake is reported with its line, its keys and what to do", arguments: files)
  func report(file: BadFile) throws {
    let error = try #require(SampleFile.error(in: file.text))
    let place = file.line.map { ExperimentFileError.Place.position(line: $0, column: file.column) }
    #expect(error.place == place)
    #expect(error.keyPath == file.keyPath)
    for word in file.words { #expect(error.problem.sentence.contains(word)) }
  }

  @Test("Aliases of aliases are refused before they fill memory")
  func exponentialAliases() throws {
    let levels = (1...9).map { level in
      let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      return "a\(level): &a\(level) [\(items)]"
    }
    let text = (["a0: &a0 [1]"] + levels).joined(separator: "\n")
    let error = try #require(SampleFile.error(in: text))
    #expect(error.problem.sentence.contains("more than 1000000 values"))
  }

  @Test("A thousand nested lists are refused, not followed")
  func deepNesting() throws {
    let error = try #require(SampleFile.error(in: String(repeating: "[", count: 100_000)))
    #expect(error.problem.sentence.contains("not valid YAML"))
  }

  @Test("The message reads as a compiler's does")
  func message() throws {
    let error = try #require(
      SampleFile.error(in: "seed: -1\n" + Self.problem + Self.network))
    #expect(
      error.description
        == "sample.yaml:1:7: seed: found '-1', but this must be an integer of at least 0")
  }
}
