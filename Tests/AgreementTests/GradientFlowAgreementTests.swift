import DeepLinearCore
import LinearAlgebra
import RealModule
import Testing
import TrainingDynamics

@Suite("Gradient flow against references that are right to the last bit")
struct GradientFlowAgreementTests {
  static let cases =
    (1...4).flatMap { ["case-depth\($0)-target", "case-depth\($0)-regression"] }
    + ["case-depth2-balanced", "case-depth2-escape"]

  static let tolerances = (6...12).map { Double.pow(10, -$0) }

  @Test("The error keeps to the tolerance and falls in proportion", arguments: cases)
  func error(name: String) throws {
    let reference = try ReferenceCase(name, in: "flow")
    let errors = try Self.tolerances.map { try largestError(reference, tolerance: $0) }
    for (error, tolerance) in zip(errors, Self.tolerances) {
      #expect(error <= 100 * tolerance, "tolerance \(tolerance)")
    }
    #expect((slope(of: errors) - 1).magnitude <= Self.slopeBound)
  }

  /// Seven points a decade apart, x = -3, ..., 3: when each error lies within half a decade of a line of
  /// slope 1, the slope of least squares is within sum |x| / sum x^2 = 12 / 28 of half a decade of 1.
  ///
  /// A step's estimate blends two orders, so errors do scatter by such factors; an error that stayed
  /// constant, or fell with the root of the tolerance, would miss the bound.
  private static let slopeBound = 0.5 * 12 / 28

  private func slope(of errors: [Double]) -> Double {
    zip(errors, -3...3).reduce(0) { $0 - Double.log10($1.0) * Double($1.1) } / 28
  }

  /// The largest relative error of W and of any factor at the stored times, most of which lie inside steps.
  private func largestError(_ reference: ReferenceCase, tolerance: Double) throws -> Double {
    let times = try reference.numbers("times")
    let products = try reference.matrices("endToEnd")
    let depth = reference.network.weights.depth
    let factors = try (1...depth).map { try reference.matrices("factor\($0)") }
    var flow = GradientFlow(
      objective: reference.objective, network: reference.network, tolerance: tolerance)
    var weights = flow.weights
    var largest = 0.0
    for (i, time) in times.enumerated() where time > 0 {
      while flow.progress.time < time { try flow.step(until: times[times.count - 1]) }
      flow.interpolate(at: time, into: &weights)
      let pairs =
        [(weights.endToEndMatrix, products[i])]
        + (0..<depth).map { (weights.layers[$0], factors[$0][i]) }
      for (matrix, expected) in pairs {
        largest = max(largest, (matrix - expected).frobeniusNorm / expected.frobeniusNorm)
      }
    }
    return largest
  }
}
