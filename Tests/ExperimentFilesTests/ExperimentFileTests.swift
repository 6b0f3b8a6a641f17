import ExperimentFiles
import Foundation
import Testing
import TrainingDynamics

@Suite("Experiment files")
struct ExperimentFileTests {
  static let main = """
    # The main job.
    name: mnist-ones
    seed: 7
    problem:
      factorization:
        target: {idx: {images: data/ones-images.idx.gz, count: 100}}
        noise: {uniform: 255}
    networks:
      - {depth: 1, initialization: {gaussian: 0.05}, training: {closedForm: {stepSize: 1e-7, steps: 100000000}}}
      - {depth: 2, initialization: {gaussian: 0.05}, training: {descent: {stepSize: 1.0e-7, steps: 8000}}}
    record: {at: {logarithmic: 300}, images: {row: 3, at: plateaus}}
    """

  @Test("The main job becomes its description")
  func mainJob() throws {
    let record = RecordDescription(
      schedule: .logarithmic(count: 300, first: nil),
      images: ImageDescription(rows: [3], moments: .plateaus))
    let start = InitializationDescription.gaussian(standardDeviation: 0.05)
    let file = try ExperimentFile(text: Self.main, fileName: "/jobs/mnist.yaml")
    #expect(
      file.description
        == ExperimentDescription(
          name: "mnist-ones", seed: 7,
          problem: .factorization(
            target: .idx(path: "data/ones-images.idx.gz", count: 100),
            noise: .uniform(bound: 255), clean: nil),
          networks: [
            NetworkDescription(
              name: "depth 1", architecture: .layered(depth: 1, hidden: nil),
              initialization: start, training: .closedForm(stepSize: 1e-7, steps: 100_000_000),
              record: record),
            NetworkDescription(
              name: "depth 2", architecture: .layered(depth: 2, hidden: nil),
              initialization: start, training: .descent(stepSize: 1e-7, steps: 8000),
              record: record),
          ]))
    #expect(file.text == Self.main)
  }

  @Test("Paths are relative to the file's folder")
  func paths() throws {
    let file = try ExperimentFile(text: Self.main, fileName: "/jobs/mnist.yaml")
    #expect(file.directory == "/jobs")
    #expect(file.resolve("data/a.npy") == "/jobs/data/a.npy")
    #expect(file.resolve("/data/a.npy") == "/data/a.npy")
  }

  @Test(
    "A given directory is relative to the file's folder",
    arguments: [("data", "/jobs/data/a.npy"), ("/data", "/data/a.npy"), ("..", "/jobs/../a.npy")])
  func directory(yaml: String, expected: String) throws {
    let text = SampleFile.text(more: "directory: \(yaml)")
    let file = try ExperimentFile(text: text, fileName: "/jobs/sample.yaml")
    #expect(file.resolve("a.npy") == expected)
    #expect(file.resolve("/b/a.npy") == "/b/a.npy")
  }

  @Test("Without a name the experiment is called after its file, and the seed is 0")
  func fallbacks() throws {
    let description = try SampleFile.description()
    #expect(description.name == "sample")
    #expect(description.seed == 0)
  }

  @Test(
    "A seed is any integer of 64 bits",
    arguments: [("0", 0), ("1e3", 1000), ("18446744073709551615", UInt64.max)])
  func seed(yaml: String, expected: UInt64) throws {
    #expect(try SampleFile.description(more: "seed: \(yaml)").seed == expected)
  }

  @Test("Names, lines and anchors may be written as YAML allows")
  func yamlForms() throws {
    let text = """
      name: "a b"
      problem: {factorization: {target: &m {diagonal: [2, 1]}, clean: *m}}\r
      networks:
      - depth: 2
        initialization: {'gaussian': 0.1}
        training:
          descent:
            stepSize: 1e-2   # small
            steps: 10
      """
    let description = try ExperimentFile(text: text, fileName: "x.yaml").description
    #expect(description.name == "a b")
    #expect(
      description.problem
        == .factorization(target: .diagonal([2, 1]), noise: nil, clean: .diagonal([2, 1])))
    #expect(description.networks[0].training == .descent(stepSize: 0.01, steps: 10))
  }

  // MARK: - On disk

  private func withFile(
    _ bytes: [UInt8], _ body: (String) throws -> Void
  ) throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("experiment-\(UUID().uuidString).yaml")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  @Test("A file on disk is read as its text is, also with a byte order mark")
  func onDisk() throws {
    for mark in [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]] {
      try withFile(mark + Array(Self.main.utf8)) { path in
        let file = try ExperimentFile(contentsOf: path)
        #expect(file.description.name == "mnist-ones")
      }
      // Not only before a comment, which may follow anything.
      try withFile(mark + Array(SampleFile.text().utf8)) { path in
        let file = try ExperimentFile(contentsOf: path)
        #expect(file.text == SampleFile.text())
      }
    }
  }

  @Test("A file that is not there, a folder and bytes that are no text are refused in words")
  func unreadable() throws {
    let missing = #expect(throws: ExperimentFileError.self) {
      try ExperimentFile(contentsOf: "/nowhere/a.yaml")
    }
    #expect(missing?.description.contains("/nowhere/a.yaml: the file cannot be read") == true)
    #expect(missing?.problem == .unreadable(reason: "there is no such file"))
    let folder = #expect(throws: ExperimentFileError.self) {
      try ExperimentFile(contentsOf: FileManager.default.temporaryDirectory.path)
    }
    #expect(folder?.problem == .unreadable(reason: "it is a folder"))
    try withFile(Array("name: a\nseed: ".utf8) + [0xFF, 0xFE, 0x0A]) { path in
      let error = #expect(throws: ExperimentFileError.self) {
        try ExperimentFile(contentsOf: path)
      }
      #expect(error?.problem == .notUTF8)
      #expect(error?.place == .position(line: 2, column: 1))
    }
  }
}
