import DeepLinearCore
import ExperimentFiles
import LinearAlgebra
import MatrixFiles
import Testing
import TrainingDynamics

@testable import Experiments

@Suite("Pictures of a report")
struct ReportPicturesTests {
  /// A network observed at steps 0, 10, ..., 100 with the effective rank and test error given.
  ///
  /// W is 1 x 4, and every entry of it is the record's number.
  private func result(
    moments: String, rank: (Int) -> Double, testError: (Int) -> Double
  ) throws -> ExperimentResult {
    let experiment = try Sample.prepared(
      problem: "{factorization: {target: {rows: [[0, 1, 2, 4]]}, noise: {gaussian: 9}}}",
      networks: ["{depth: 1, initialization: {gaussian: 0}}"],
      more: "record: {images: {row: 0, at: \(moments), shape: [2, 2]}}")
    let observations = (0...10).map { i in
      var observation = Observation(iteration: 10 * i, time: Double(i))
      observation.scalars = [.nuclearRank: rank(10 * i), .testError: testError(10 * i)]
      observation.vectors = [.rows: Array(repeating: Double(i), count: 4)]
      return observation
    }
    let network = NetworkResult(
      description: experiment.description.networks[0], network: try experiment.network(0),
      engine: .sample, trajectory: Trajectory(observations: observations),
      termination: .completedSteps(100),
      iteration: 100, flow: nil, seconds: 0)
    return ExperimentResult(experiment: experiment, networks: [network])
  }

  private func captions(_ result: ExperimentResult) throws -> [String] {
    let pictures = try #require(ReportPictures(result: result, truncation: nil, row: 0))
    try #require(pictures.strips.count == 2)
    #expect(pictures.strips[1].title == "depth 1")
    return pictures.strips[1].pictures.map(\.caption)
  }

  @Test("Each plateau, the smallest error and the end are shown in the order of time")
  func plateaus() throws {
    // The rank rests at 1 from 10 to 40 and at 2 from 60 to 100; the error is smallest at 30.
    let result = try result(
      moments: "plateaus", rank: { $0 <= 40 ? 1 : $0 == 50 ? 1.4 : 2 },
      testError: { 0.1 + abs(Double($0) - 30) / 100 })
    // Halfway on a logarithmic clock: (10 * 40)^{1/2} = 20, (60 * 100)^{1/2} = 77.5.
    #expect(
      try captions(result) == [
        "plateau, rank 1\nk = 20, error 0.2", "smallest error\nk = 30, error 0.1",
        "plateau, rank 2\nk = 80, error 0.6", "end\nk = 100, error 0.8",
      ])
  }

  @Test(
    "A record that is chosen for two reasons is shown once, and a start of high rank not at all")
  func once() throws {
    // The rank never rests but at 50, before anything is learned; the error is smallest at the end.
    let result = try result(
      moments: "plateaus", rank: { $0 <= 60 ? 50 : 50 / Double($0 - 50) },
      testError: { 1 - Double($0) / 200 })
    #expect(try captions(result) == ["smallest error\nk = 100, error 0.5"])
  }

  @Test("Moments that are asked for are the nearest records")
  func asked() throws {
    let result = try result(
      moments: "[0, 44, 1000]", rank: { _ in 1 }, testError: { _ in 0.5 })
    #expect(
      try captions(result) == [
        "recorded\nk = 0, error 0.5", "recorded\nk = 40, error 0.5", "recorded\nk = 100, error 0.5",
      ])
  }

  @Test("Each network's pictures have the shape that it asks for, or else the square")
  func shapes() throws {
    let shapes = ["", ", shape: [1, 4]", ", shape: [4, 1]"]
    let experiment = try Sample.prepared(
      problem: "{factorization: {target: {rows: [[0, 1, 2, 4]]}}}",
      networks: shapes.map { shape in
        "{depth: 1, initialization: {gaussian: 0}, record: {images: {row: 0, at: [0]\(shape)}}}"
      })
    var observation = Observation(iteration: 0, time: 0)
    observation.vectors = [.rows: [0, 1, 2, 4]]
    let networks = try experiment.description.networks.indices.map { i in
      NetworkResult(
        description: experiment.description.networks[i], network: try experiment.network(i),
        engine: .sample, trajectory: Trajectory(observations: [observation]),
        termination: .completedSteps(0),
        iteration: 0, flow: nil, seconds: 0)
    }
    let result = ExperimentResult(experiment: experiment, networks: networks)
    let pictures = try #require(ReportPictures(result: result, truncation: nil, row: 0))
    let sizes = try pictures.strips.map { strip in
      try MatrixFile.decode(strip.pictures[0].png, file: "a.png").shape
    }
    // The target first, in the shape of the first network that asks for one.
    #expect(sizes == [[1, 4], [2, 2], [1, 4], [4, 1]])
  }

  @Test("One grey scale, that of the clean row, serves all; values outside are clipped")
  func greyScale() throws {
    let result = try result(moments: "[20, 100]", rank: { _ in 1 }, testError: { _ in 0.5 })
    let pictures = try #require(ReportPictures(result: result, truncation: nil, row: 0))
    func grey(_ strip: Int, _ picture: Int) throws -> [[Double]] {
      let png = pictures.strips[strip].pictures[picture].png
      let matrix = try MatrixFile.decode(png, file: "a.png").matrix()
      return (0..<matrix.rowCount).map(matrix.row)
    }
    // The clean row 0, 1, 2, 4 as 2 x 2 pixels: 255 / 4 for each unit, rounded.
    #expect(pictures.strips[0].pictures.map(\.caption) == ["clean", "noisy"])
    #expect(try grey(0, 0) == [[0, 64], [128, 255]])
    // Record 2 is 2 everywhere, record 10 is beyond the scale.
    #expect(try grey(1, 0) == [[128, 128], [128, 128]])
    #expect(try grey(1, 1) == [[255, 255], [255, 255]])
  }
}
