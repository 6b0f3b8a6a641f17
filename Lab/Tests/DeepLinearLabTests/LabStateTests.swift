import DeepLinear
import Foundation
import Testing

@testable import DeepLinearLab

@Suite("What the controls say")
struct LabStateTests {
  @Test("Lessons complete a state, and their values can be changed")
  func lessons() throws {
    let state = try LabState(["preset": "lesson/imbalance", "until": "7"])
    #expect(state["spectrum"] == "2, 0.6, 0.2" && state["dynamics"] == "flow")
    #expect(try state.number("until") == 7)
    #expect(try state.numbers("imbalances", limit: 6) == [0, 1, 3])
    #expect(state.reproduction == nil)
    #expect(try LabState(["preset": "chou2022/figure5"]).reproduction == "chou2022/figure5")
  }

  @Test(
    "What is no value gets a sentence with its control",
    arguments: [
      ("stepSize", "fast"), ("stepSize", "-1"), ("stepSize", "nan"), ("stepSize", "1e400"),
      ("rows", "2.5"), ("rows", "0"), ("rows", "9999"), ("depths", ""), ("depths", "1,x"),
      ("depths", "1,2,3,4,5,6,7"), ("start", "warm"), ("target", "lowRank}, x: {"),
      ("spectrum", "1, 2\nname: x"), ("noise", "0}, {"), ("seed", "-1"), ("clock", "sundial"),
      ("depths", "2, 2"),
    ])
  func refusals(key: String, value: String) throws {
    try withLabData { data in
      let error = #expect(throws: LabError.self) {
        _ = try LabExperiment(LabState([key: value]), data: data, limits: LabLimits())
      }
      #expect(error?.key == key && error?.sentence.isEmpty == false)
    }
  }

  @Test("Ranges end where the lab's limits do, on the page and in its answers")
  func ranges() throws {
    var limits = LabLimits()
    limits.steps = 300_000
    let steps = try #require(Control.all(within: limits).first { $0.key == "steps" })
    #expect(steps.maximum == 300_000)
    #expect(try LabState(["steps": "300000"], within: limits).integer("steps") == 300_000)
    #expect(throws: LabError.self) {
      try LabState(["steps": "300001"], within: limits).integer("steps")
    }
  }

  @Test("Unknown keys, lessons and overlong values are refused; the page's own keys are not")
  func keys() throws {
    #expect(throws: LabError.self) { try LabState(["colour": "red"]) }
    #expect(throws: LabError.self) { try LabState(["preset": "lesson/none"]) }
    #expect(throws: LabError.self) {
      try LabState(["spectrum": String(repeating: "1,", count: 2000)])
    }
    #expect(throws: Never.self) { try LabState(["viewModes": "logarithmic"]) }
  }

  @Test("Every lesson, and every value of its control, is an experiment within the limits")
  func allLessons() throws {
    try withLabData { data in
      for lesson in Lesson.all {
        #expect(Control.all.contains { $0.key == lesson.vary })
        for value in lesson.values {
          let state = try LabState(["preset": lesson.id, lesson.vary: value])
          let experiment = try LabExperiment(state, data: data, limits: LabLimits())
          _ = try experiment.prepared(within: LabLimits())
        }
      }
    }
  }

  @Test("Every control has a meaning, a source, and a default that it takes itself")
  func controls() throws {
    let state = try LabState([:])
    for control in Control.all {
      #expect(control.meaning.hasSuffix(".") && !control.source.isEmpty)
      switch control.kind {
      case .choice: #expect(throws: Never.self) { try state.choice(control.key) }
      case .list: #expect(throws: Never.self) { try state.numbers(control.key, limit: 200) }
      case .integer: #expect(throws: Never.self) { try state.integer(control.key) }
      case .number: #expect(throws: Never.self) { try state.number(control.key) }
      }
    }
  }

  @Test("Targets and starts become the experiment that they say")
  func description() throws {
    try withLabData { data in
      let state = try LabState([
        "target": "symmetric", "rows": "9", "spectrum": "3, -1", "start": "identical",
        "scale": "0.2", "perturbation": "0.1", "depths": "2, 4", "hidden": "11", "dynamics": "flow",
        "until": "5", "noise": "0.5", "seed": "12", "clock": "logarithmic",
      ])
      let description = try LabExperiment(state, data: data, limits: LabLimits()).file.description
      #expect(description.seed == 12)
      #expect(
        description.problem
          == .factorization(
            target: .symmetric(size: 9, eigenvalues: [3, -1]),
            noise: .gaussian(standardDeviation: 0.5), clean: nil))
      #expect(description.networks.map(\.name) == ["depth 2", "depth 4"])
      #expect(
        description.networks.map(\.architecture) == [
          .layered(depth: 2, hidden: [11]), .layered(depth: 4, hidden: [11, 11, 11]),
        ])
      for network in description.networks {
        #expect(network.initialization == .identical(scale: 0.2, perturbation: 0.1))
        #expect(network.training.end == 5 && network.training.stepSize == nil)
      }
    }
  }
}

/// The data of a lab in a folder that goes again.
func withLabData(_ body: (LabData) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(LabData(in: folder.path, limits: LabLimits()))
}
