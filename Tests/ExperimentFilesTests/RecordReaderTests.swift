import ExperimentFiles
import Testing
import TrainingDynamics

@Suite("Reading records")
struct RecordReaderTests {
  private static let descent = "{descent: {stepSize: 0.5, steps: 100}}"
  private static let flow = "{flow: {until: 50}}"

  private static func text(_ record: String, training: String) -> String {
    SampleFile.text(
      network: """
        {depth: 1, initialization: {gaussian: 1}, training: \(training), record: \(record)}
        """)
  }

  private func record(_ yaml: String, training: String = descent) throws -> RecordDescription {
    let text = Self.text(yaml, training: training)
    return try ExperimentFile(text: text, fileName: "a.yaml").description.networks[0].record
  }

  @Test(
    "Every schedule becomes its value",
    arguments: [
      ("{every: 10}", RecordingSchedule.every(10)),
      ("{steps: [1, 10, 1e2]}", .at([1, 10, 100])),
      ("{times: [0, 2, 10.1]}", .at([0, 4, 20])),
      ("{linear: 100}", .linear(count: 100)),
      ("{logarithmic: 300}", .logarithmic(count: 300, first: nil)),
      ("{logarithmic: {count: 300, first: 10}}", .logarithmic(count: 300, first: 10)),
    ])
  func schedule(yaml: String, expected: RecordingSchedule) throws {
    #expect(try record("{at: \(yaml)}").schedule == expected)
  }

  @Test(
    "For gradient flow a schedule is in time",
    arguments: [
      ("{every: 0.25}", RecordingSchedule.every(0.25)), ("{times: [0.3, 2]}", .at([0.3, 2])),
    ])
  func flowSchedule(yaml: String, expected: RecordingSchedule) throws {
    #expect(try record("{at: \(yaml)}", training: Self.flow).schedule == expected)
  }

  @Test("Without a record everything is recorded at 200 points")
  func standard() throws {
    let expected = RecordDescription(schedule: .logarithmic(count: 200, first: nil))
    #expect(try SampleFile.description().networks[0].record == expected)
    #expect(try record("{}") == expected)
  }

  @Test("Quantities have the names of the code and those of the field")
  func quantities() throws {
    let record = try record("{quantities: [loss, effectiveRank, nuclearNorm, imbalance]}")
    #expect(record.scalars == [.loss, .nuclearRank, .nuclearFrobeniusRank, .traceNorm])
    #expect(record.vectors == [.imbalance])
  }

  @Test("Every quantity can be asked for by the name it has in tables")
  func allQuantities() throws {
    for quantity in ScalarQuantity.allCases {
      let record = try record("{quantities: [\(quantity.rawValue)]}")
      #expect(record.scalars == [quantity])
      #expect(record.vectors.isEmpty)
    }
  }

  @Test(
    "Images have rows, moments and a shape",
    arguments: [
      ("{row: 3}", ImageDescription(rows: [3], moments: .plateaus)),
      ("{row: 3, at: plateaus}", ImageDescription(rows: [3], moments: .plateaus)),
      (
        "{rows: [0, 2], at: [5, 1e1], shape: [28, 14]}",
        ImageDescription(rows: [0, 2], moments: .at([5, 10]), shape: [28, 14])
      ),
    ])
  func images(yaml: String, expected: ImageDescription) throws {
    #expect(try record("{images: \(yaml)}").images == expected)
  }

  @Test("Snapshots are step numbers or times")
  func snapshots() throws {
    #expect(try record("{snapshots: [0, 2.5]}", training: Self.flow).snapshots == [0, 2.5])
  }

  @Test("Factors are kept at step numbers or times")
  func factors() throws {
    #expect(try record("{factors: [0, 2.5]}", training: Self.flow).factors == [0, 2.5])
    #expect(try record("{factors: [0, 7]}", training: Self.descent).factors == [0, 7])
  }

  @Test(
    "A record that cannot be is refused at its keys",
    arguments: [
      (descent, "{at: {every: 0}}", ".at.every", "above 0"),
      (descent, "{at: {every: 0.5}}", ".at.every", "integer"),
      (flow, "{at: {every: 1e-9}}", ".at.every", "more than 10000000"),
      (flow, "{at: {every: 1e-320}}", ".at.every", "more than 10000000"),
      (flow, "{at: {steps: [1]}}", ".at.steps", "times"),
      (descent, "{at: {linear: 0}}", ".at.linear", "at least 1"),
      (descent, "{at: {logarithmic: {first: 3}}}", ".at.logarithmic", "'count' is missing"),
      (
        descent, "{at: {logarithmic: {count: 3, first: 100}}}", ".at.logarithmic.first",
        "after the end"
      ),
      (descent, "{at: {linear: 3, every: 2}}", ".at", "'linear' and 'every'"),
      (descent, "{quantities: [los]}", ".quantities[0]", "did you mean 'loss'"),
      (descent, "{quantities: [rows]}", ".quantities[0]", "unknown word"),
      (descent, "{quantities: loss}", ".quantities", "must be a list"),
      (descent, "{quantities: [loss], images: {row: 1}}", ".images", "nuclearRank"),
      (descent, "{images: {at: plateaus}}", ".images", "'row' or 'rows'"),
      (descent, "{images: {row: 1, rows: [1]}}", ".images", "only one"),
      (descent, "{images: {row: -1}}", ".images.row", "at least 0"),
      (descent, "{images: {row: 1, at: plateau}}", ".images.at", "did you mean 'plateaus'"),
      (descent, "{images: {row: 1, shape: [28]}}", ".images.shape", "[height, width]"),
      (descent, "{images: {row: 1, at: [0.5]}}", ".images.at[0]", "an integer"),
      (descent, "{snapshots: [-1]}", ".snapshots[0]", "at least 0"),
      (descent, "{snapshots: [3, 2.5]}", ".snapshots[1]", "an integer"),
      (descent, "{factors: [3, 2.5]}", ".factors[1]", "an integer"),
    ])
  func refused(training: String, yaml: String, keyPath: String, words: String) throws {
    let error = try #require(SampleFile.error(in: Self.text(yaml, training: training)))
    #expect(error.keyPath == "networks[0].record" + keyPath)
    #expect(error.problem.sentence.contains(words))
  }
}
