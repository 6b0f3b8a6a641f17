import ExperimentFiles
import Testing

@Suite("Reading problems")
struct ProblemReaderTests {
  static let problems: [(String, ProblemDescription)] = [
    (
      "{factorization: {target: a.npy}}",
      .factorization(target: .npy(path: "a.npy"), noise: nil, clean: nil)
    ),
    (
      "{factorization: {target: {csv: t.txt}, noise: {uniform: 255}, clean: {npy: c.npy}}}",
      .factorization(
        target: .csv(path: "t.txt"), noise: .uniform(bound: 255), clean: .npy(path: "c.npy"))
    ),
    (
      "{regression: {inputs: x.csv, outputs: y.csv, clean: c.npy}}",
      .regression(
        inputs: .csv(path: "x.csv"), outputs: .csv(path: "y.csv"), clean: .npy(path: "c.npy"))
    ),
    ("{autoencoder: {inputs: x.csv}}", .autoencoder(inputs: .csv(path: "x.csv"))),
    (
      "{classification: {inputs: x.idx.gz, labels: {idx: {labels: y, count: 9}}, classes: 3}}",
      .classification(
        inputs: .idx(path: "x.idx.gz", count: nil), labels: .idx(path: "y", count: 9),
        classCount: 3)
    ),
    (
      "{classification: {inputs: x.csv, labels: y.csv}}",
      .classification(
        inputs: .csv(path: "x.csv"), labels: .csv(path: "y.csv"), classCount: nil)
    ),
    (
      "{sensing: {target: t.npy, measurements: 40}}",
      .sensing(target: .npy(path: "t.npy"), measurements: .gaussian(count: 40), noise: nil)
    ),
    (
      "{sensing: {target: t.npy, measurements: a.csv, noise: {gaussian: 2}}}",
      .sensing(
        target: .npy(path: "t.npy"), measurements: .matrix(.csv(path: "a.csv")),
        noise: .gaussian(standardDeviation: 2))
    ),
    (
      """
      {sigmoid: {inputs: x.csv, outputs: {groundTruth: {matrix: c.npy, noise: {gaussian: 1e-3}}}}}
      """,
      .sigmoid(
        inputs: .csv(path: "x.csv"),
        outputs: .groundTruth(.npy(path: "c.npy"), noise: .gaussian(standardDeviation: 0.001)))
    ),
  ]

  @Test("Every kind of problem becomes its description", arguments: problems)
  func problem(yaml: String, expected: ProblemDescription) throws {
    #expect(try SampleFile.description(problem: yaml).problem == expected)
  }

  @Test(
    "Every kind of noise becomes its description",
    arguments: [
      ("{uniform: 255}", NoiseDescription.uniform(bound: 255)),
      ("{twoPoint: 2}", .twoPoint(magnitude: 2)),
      ("{gaussian: 0.1}", .gaussian(standardDeviation: 0.1)),
      ("{symmetric: {spectralNorm: 0.5}}", .symmetric(spectralNorm: 0.5)),
    ])
  func noise(yaml: String, expected: NoiseDescription) throws {
    let problem = "{factorization: {target: a.npy, noise: \(yaml)}}"
    #expect(
      try SampleFile.description(problem: problem).problem
        == .factorization(target: .npy(path: "a.npy"), noise: expected, clean: nil))
  }
}
