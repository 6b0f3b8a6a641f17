import ExperimentFiles
import Experiments
import Foundation
import Testing
import TrainingDynamics

@Suite("Experiments that move while one looks")
struct LiveExperimentTests {
  private static let networks = [
    "{depth: 2, initialization: {gaussian: 0.1}}",
    "{depth: 3, initialization: {gaussian: 0.3}, training: {flow: {until: 3}}}",
  ]

  private func sample() throws -> PreparedExperiment {
    try Sample.prepared(networks: Self.networks, more: "record: {at: {linear: 12}}")
  }

  @Test("Frames are the records of a run, to the last bit")
  func frames() async throws {
    let result = try await ExperimentRun(sample()).result()
    var live = try LiveExperiment(sample())
    var frames: [LiveFrame] = []
    while let frame = try live.nextFrame() { frames.append(frame) }
    #expect(live.isEnded && frames.count == 13 && live.expectedFrameCount == 13)
    #expect(frames.map(\.index) == Array(0...12))
    for (network, result) in result.networks.enumerated() {
      let records = frames.compactMap { $0.networks[network] }
      #expect(records.map(\.iteration) == result.trajectory.iterations)
      #expect(records.map(\.time) == result.trajectory.times)
      #expect(records.map(\.singularValues) == result.trajectory[.singularValues])
      #expect(records.map(\.imbalance) == result.trajectory[.imbalance])
      #expect(records.map { $0.loss } == result.trajectory[.loss])
      #expect(records.map { $0.nuclearRank } == result.trajectory[.nuclearRank])
    }
    #expect(live.terminations == result.networks.map(\.termination))
  }

  @Test("Rewinding starts from the same weights")
  func rewinding() throws {
    var live = try LiveExperiment(sample())
    let first = try #require(try live.nextFrame())
    let second = try #require(try live.nextFrame())
    for _ in 0..<5 { _ = try live.nextFrame() }
    try live.rewind()
    #expect(live.frameCount == 0)
    #expect(try live.nextFrame() == first)
    #expect(try live.nextFrame() == second)
  }

  @Test("Without time nothing moves, and with little time it comes to the same end")
  func slices() throws {
    var live = try LiveExperiment(sample())
    #expect(try live.nextFrame(within: 0) == nil)
    #expect(live.frameCount == 0 && !live.isEnded)
    var whole = try LiveExperiment(sample())
    while let frame = try whole.nextFrame() {
      var part: LiveFrame?
      while part == nil { part = try live.nextFrame(within: 1e-6) }
      #expect(part == frame)
    }
    #expect(live.isEnded)
  }

  @Test("A network that has diverged shows nothing more, the others go on")
  func divergence() throws {
    var live = try LiveExperiment(
      Sample.prepared(
        networks: [
          "{name: wild, depth: 2, initialization: {identical: 1}, training: {descent: {stepSize: 9, steps: 40}}}",
          "{name: calm, depth: 2, initialization: {identical: 1}}",
        ], more: "record: {at: {every: 1}}"))
    var last: LiveFrame?
    while let frame = try live.nextFrame() { last = frame }
    #expect(last?.index == 40)
    #expect(last?.networks[0] == nil && last?.networks[1]?.iteration == 40)
    #expect(live.terminations[0]?.status == "diverged")
    #expect(live.matrices[1] != nil)
  }
}
