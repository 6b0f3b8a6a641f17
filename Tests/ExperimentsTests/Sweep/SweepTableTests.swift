import ExperimentFiles
import MatrixFiles
import Testing

@testable import Experiments

@Suite("The table of a sweep")
struct SweepTableTests {
  /// A row of one network with one value.
  static func row(_ point: Int, _ status: String, _ values: [Double?]) -> SweepRow {
    SweepRow(
      point: point,
      networks: [
        .init(status: status, engine: "dense", steps: 10, time: 0.5, values: values, seconds: 1)
      ])
  }

  private let sweep: PreparedSweep
  private let table: SweepTable

  init() throws {
    sweep = try SampleSweep.prepared(
      """
      grid:
          initialization: [{gaussian: 0.1}, {orthogonal: 0.1}]
        seed: [1, 2]
      """, table: "table: [loss, {singularValues: 1}]")
    table = SweepTable(
      sweep: sweep,
      rows: [
        Self.row(0, "completed", [0.25, 3]), Self.row(1, "converged", [1e-20, nil]),
        Self.row(2, "diverged", [nil, nil]), Self.row(3, "completed", [4, 2]),
      ])
  }

  @Test("Each point is a line: keys, status, numbers; what is missing is empty")
  func csv() {
    #expect(
      table.csv == """
        initialization,seed,status,steps,time,diverged,loss,singularValue1
        {gaussian: 0.1},1,completed,10,0.5,0,0.25,3
        {gaussian: 0.1},2,converged,10,0.5,0,1e-20,
        {orthogonal: 0.1},1,diverged,10,0.5,1,,
        {orthogonal: 0.1},2,completed,10,0.5,0,4,2

        """)
  }

  @Test("The arrays are the columns, nan for what is missing, places for words")
  func npz() throws {
    let archive = try NPZFile(table.npz, file: "table.npz")
    #expect(
      archive.names == [
        "initialization", "initialization/values", "seed", "status", "steps", "time", "diverged",
        "loss", "singularValue1",
      ])
    #expect(try archive.array(named: "initialization").elements == [0, 0, 1, 1])
    let words = try #require(try archive.array(named: "initialization/values").bytes)
    #expect(String(decoding: words, as: UTF8.self) == "{gaussian: 0.1}\n{orthogonal: 0.1}")
    #expect(try archive.array(named: "seed").elements == [1, 2, 1, 2])
    #expect(try archive.array(named: "status").elements == [0, 1, 2, 0])
    let loss = try archive.array(named: "loss").elements
    #expect(loss[0] == 0.25 && loss[2].isNaN)
  }

  @Test("With several networks a column has the network's name too")
  func severalNetworks() async throws {
    let sweep = try SampleSweep.prepared(
      "seed: [1, 2]", table: "table: [loss]", networks: ["{depth: 1}", "{depth: 2, name: my net}"])
    let header = try await sweep.table().csv.prefix { $0 != "\n" }
    #expect(
      header == """
        seed,depth1/status,depth1/steps,depth1/time,depth1/diverged,depth1/loss,\
        mynet/status,mynet/steps,mynet/time,mynet/diverged,mynet/loss
        """)
  }

  @Test("In short: extremes, median, and where a column is least")
  func short() throws {
    let loss = try #require(table.extents.first { $0.name == "loss" })
    #expect(loss.least == 1e-20 && loss.median == 0.25 && loss.largest == 4 && loss.count == 3)
    #expect(loss.place == "initialization = {gaussian: 0.1}, seed = 2")
    #expect(table.statusSentence == "4 points: 2 completed, 1 converged, 1 diverged.")
  }
}
