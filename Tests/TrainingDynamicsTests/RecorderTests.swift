import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@testable import TrainingDynamics

@Suite("Recorder")
struct RecorderTests {
  /// A state whose spectrum is what the test says.
  private struct State: ObservableState {
    let iteration: Int
    let matrix: Matrix
    let others: RepeatedValue
    var observedTime: Double { Double(iteration) }
    var observedLoss: Double { Double(iteration) }
    func factors() -> Weights { preconditionFailure("not asked for") }
    func endToEndMatrix() -> Matrix { matrix }
    func readSpectrum(into values: inout [Double]) -> UnknownSpectrum? {
      UnknownSpectrum(matrix: matrix, others: others)
    }
    func frobeniusNorm() -> Double { matrix.frobeniusNorm }
    func excessLoss() -> Double? { nil }
    func imbalanceNorms() -> [Double] { [] }
  }

  private static let recording = Recording(
    schedule: .every(1), scalars: [.loss, .traceNorm], vectors: [.singularValues])

  private func state(_ iteration: Int, others: RepeatedValue = RepeatedValue()) -> State {
    State(
      iteration: iteration, matrix: Matrix(diagonal: [Double(iteration + 1), 5]), others: others)
  }

  @Test("Spectra that waited belong to their records, in whatever parts the records were made")
  func batches() throws {
    var whole = Recorder(Self.recording, recordCount: 30)
    var parts = whole
    for iteration in 0..<30 {
      try whole.observe(state(iteration), at: Double(iteration))
      try parts.observe(state(iteration), at: Double(iteration))
      if iteration % 7 == 3 {
        try parts.finish()
        #expect(parts.trajectory[.singularValues]?.count == iteration + 1)
      }
    }
    try whole.finish()
    try parts.finish()
    let values = try #require(whole.trajectory[.singularValues])
    for (iteration, pair) in values.enumerated() {
      #expect(pair == [Double(iteration + 1), 5].sorted(by: >))
    }
    #expect(whole.trajectory[.traceNorm] == (0..<30).map { Double($0 + 6) })
    #expect(whole.trajectory == parts.trajectory)
  }

  @Test("Known values stand among the others in descending order")
  func others() throws {
    var recorder = Recorder(Self.recording, recordCount: 3)
    try recorder.observe(state(0, others: RepeatedValue(value: 3, count: 2)), at: 0)
    try recorder.observe(state(1, others: RepeatedValue(value: 0, count: 2)), at: 1)
    try recorder.observe(state(2, others: RepeatedValue(value: 9, count: 2)), at: 2)
    try recorder.finish()
    #expect(
      recorder.trajectory[.singularValues] == [[5, 3, 3, 1], [5, 2, 0, 0], [9, 9, 5, 3]])
    #expect(recorder.trajectory[.traceNorm] == [12, 7, 26])
  }

  @Test("A state that is not finite adds nothing, and the records before it are whole")
  func notFinite() throws {
    var recorder = Recorder(Self.recording, recordCount: 5)
    try recorder.observe(state(0), at: 0)
    try recorder.observe(state(1), at: 1)
    let broken = State(
      iteration: 2, matrix: Matrix(diagonal: [.nan, 1]), others: RepeatedValue())
    #expect(throws: LinearAlgebraError.notFinite(row: 0, column: 0)) {
      try recorder.observe(broken, at: 2)
    }
    try recorder.finish()
    #expect(recorder.trajectory.iterations == [0, 1])
    #expect(recorder.trajectory[.singularValues] == [[5, 1], [5, 2]])
  }
}
