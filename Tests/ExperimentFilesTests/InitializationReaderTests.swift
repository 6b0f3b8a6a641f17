import ExperimentFiles
import Testing

@Suite("Reading initialisations")
struct InitializationReaderTests {
  /// The start of a network of a depth that the YAML describes.
  private func initialization(
    _ yaml: String, network: String = "depth: 2"
  ) throws -> InitializationDescription {
    let network = """
      {\(network), initialization: \(yaml), training: {descent: {stepSize: 1, steps: 1}}}
      """
    return try SampleFile.description(network: network).networks[0].initialization
  }

  static let starts: [(String, InitializationDescription)] = [
    ("{identical: 0.1}", .identical(scale: 0.1, perturbation: 0)),
    ("{identical: {scale: 0.1}}", .identical(scale: 0.1, perturbation: 0)),
    (
      "{identical: {scale: 0.1, perturbation: 0.05}}",
      .identical(scale: 0.1, perturbation: 0.05)
    ),
    ("{gaussian: 0.05}", .gaussian(standardDeviation: 0.05)),
    ("{orthogonal: -2}", .orthogonal(scale: -2)),
    (
      "{files: [a.npy, {npz: {file: b.npz, array: w}}]}",
      .files([.npy(path: "a.npy"), .npz(path: "b.npz", array: "w")])
    ),
    ("{scaled: {by: 2, of: {gaussian: 1}}}", .scaled(.gaussian(standardDeviation: 1), by: 2)),
    ("{balanced: {of: {orthogonal: 1}}}", .balanced(of: .orthogonal(scale: 1), gauge: .random)),
    (
      "{balanced: {of: {orthogonal: 1}, gauge: canonical}}",
      .balanced(of: .orthogonal(scale: 1), gauge: .canonical)
    ),
    (
      "{spectral: {strengths: [1, 2]}}",
      .spectral(strengths: [1, 2], imbalances: [], gauge: .canonical)
    ),
    (
      "{spectral: {strengths: [1, 2], imbalances: 3, gauge: random}}",
      .spectral(strengths: [1, 2], imbalances: [[3, 3]], gauge: .random)
    ),
    (
      "{spectral: {strengths: [1, 2], imbalances: [3, 4], gauge: {files: [q.npy]}}}",
      .spectral(
        strengths: [1, 2], imbalances: [[3, 4]], gauge: .files([.npy(path: "q.npy")]))
    ),
    (
      "{spectral: {strengths: [1, 2], imbalances: [[3, 4]]}}",
      .spectral(strengths: [1, 2], imbalances: [[3, 4]], gauge: .canonical)
    ),
  ]

  @Test("Every start becomes its description", arguments: starts)
  func start(yaml: String, expected: InitializationDescription) throws {
    #expect(try initialization(yaml) == expected)
  }

  @Test(
    "Imbalances follow the number of pairs of factors",
    arguments: [
      ("5", [[5.0], [5.0]]), ("[5]", [[5.0], [5.0]]), ("[[5], [6]]", [[5.0], [6.0]]),
    ])
  func imbalancesOfThreeFactors(yaml: String, expected: [[Double]]) throws {
    let start = try initialization(
      "{spectral: {strengths: [1], imbalances: \(yaml)}}", network: "depth: 3")
    #expect(
      start == .spectral(strengths: [1], imbalances: expected, gauge: .canonical))
  }

  @Test("A tied network has one factor")
  func tied() throws {
    #expect(
      try initialization("{files: [u.npy]}", network: "tied: {}")
        == .files([.npy(path: "u.npy")]))
  }

  @Test(
    "A start that cannot be is refused at its keys",
    arguments: [
      ("depth: 2", "{files: [a.npy]}", ".files", "2 are needed"),
      ("tied: {}", "{files: [a.npy, b.npy]}", ".files", "1 are needed"),
      ("depth: 2", "{gaussian: -1}", ".gaussian", "at least 0"),
      ("depth: 2", "{gaussian: .nan}", ".gaussian", "finite"),
      ("depth: 2", "{gaussian: 1e999}", ".gaussian", "finite"),
      ("depth: 2", "{gausian: 1}", ".gausian", "'gaussian'"),
      ("depth: 2", "gaussian", "", "group"),
      (
        "depth: 2", "{spectral: {strengths: [1], imbalances: [1, 2]}}", ".spectral.imbalances",
        "2 imbalances"
      ),
      (
        "depth: 3", "{spectral: {strengths: [1], imbalances: [[1]]}}", ".spectral.imbalances",
        "2 pairs"
      ),
      (
        "depth: 2", "{spectral: {strengths: [1], gauge: randm}}", ".spectral.gauge",
        "did you mean 'random'"
      ),
      (
        "depth: 2", "{spectral: {strengths: [1], gauge: {files: [a.npy, b.npy]}}}",
        ".spectral.gauge.files", "1 are needed"
      ),
      ("depth: 2", "{scaled: {by: 2}}", ".scaled", "'of' is missing"),
    ])
  func refused(network: String, yaml: String, keyPath: String, words: String) throws {
    let text = SampleFile.text(
      network: """
        {\(network), initialization: \(yaml), training: {descent: {stepSize: 1, steps: 1}}}
        """)
    let error = try #require(SampleFile.error(in: text))
    #expect(error.keyPath == "networks[0].initialization" + keyPath)
    #expect(error.problem.sentence.contains(words))
  }

  @Test("A start can be that of a network before, but of no other")
  func earlierNetwork() throws {
    let training = "training: {descent: {stepSize: 1, steps: 1}}"
    func networks(_ name: String) -> String {
      """
      {name: first, hidden: [2], initialization: {gaussian: 1}, \(training)}
        - {name: second, depth: 1, initialization: {balanced: {of: {sameAs: \(name)}}}, \(training)}
      """
    }
    let start = try SampleFile.description(network: networks("first")).networks[1].initialization
    #expect(start == .balanced(of: .sameAs("first"), gauge: .random))
    for name in ["second", "third"] {
      let error = try #require(SampleFile.error(in: SampleFile.text(network: networks(name))))
      #expect(error.keyPath == "networks[1]")
      #expect(error.problem.sentence.contains("that of '\(name)', but no network before it"))
    }
  }
}
