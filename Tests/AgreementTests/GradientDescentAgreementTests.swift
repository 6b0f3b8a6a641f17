import DeepLinearCore
import LinearAlgebra
import Testing
import TrainingDynamics

@Suite("Gradient descent against a plain NumPy loop")
struct GradientDescentAgreementTests {
  static let cases = (1...5).flatMap { ["case-depth\($0)-target", "case-depth\($0)-regression"] }

  /// The bound that the project sets itself.
  ///
  /// The script refuses cases in which double precision itself
  /// strays further than 2e-13 from extended precision.
  static let bound = 1e-12

  @Test("W and every factor after a thousand steps", arguments: cases)
  func factors(name: String) throws {
    let reference = try ReferenceCase(name, in: "descent")
    var descent = GradientDescent(
      objective: reference.objective, network: reference.network,
      stepSize: try reference.numbers("stepSize")[0])
    for _ in 0..<Int(try reference.numbers("steps")[0]) { descent.step() }
    #expect(
      descent.endToEndMatrix.isClose(to: try reference.matrix("endToEnd"), within: Self.bound))
    for (j, layer) in descent.weights.layers.enumerated() {
      #expect(layer.isClose(to: try reference.matrix("final\(j + 1)"), within: Self.bound))
    }
  }

  @Test("The recorded losses, in units of the first", arguments: cases)
  func losses(name: String) throws {
    let reference = try ReferenceCase(name, in: "descent")
    let steps = try reference.numbers("lossSteps")
    let expected = try reference.numbers("losses")
    var simulation = try Simulation(
      objective: reference.objective, network: reference.network,
      training: .descent(
        stepSize: try reference.numbers("stepSize")[0],
        steps: Int(try reference.numbers("steps")[0])),
      recording: Recording(schedule: .at(steps), scalars: [.loss], vectors: []))
    try simulation.advance()
    #expect(simulation.trajectory.iterations.map(Double.init) == steps)
    let losses = try #require(simulation.trajectory[.loss])
    for (loss, reference) in zip(losses, expected) {
      #expect((loss - reference).magnitude <= Self.bound * expected[0])
    }
  }
}

extension Matrix {
  /// Whether the distance from a reference is at most a share of the reference's Frobenius norm.
  func isClose(to reference: Matrix, within share: Double) -> Bool {
    (self - reference).frobeniusNorm <= share * reference.frobeniusNorm
  }
}
