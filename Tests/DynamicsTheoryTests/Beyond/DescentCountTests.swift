import DynamicsTheory
import RealModule
import Testing

@Suite("DescentCount")
struct DescentCountTests {
  @Test("A linear mode takes ln(gap) / ln(1 - eta l) iterations", arguments: [0.01, 0.3, 0.9])
  func linear(stepSize: Double) throws {
    let count = try DescentCount(
      depth: 1, strength: 2, inputVariance: 0.5, start: 1, stepSize: stepSize)
    // The gap shrinks from 3/4 by 1 - eta l in a step.
    let expected = Double.log(1e-6 / 0.75) / .log(onePlus: -0.5 * stepSize)
    let found = try count.iterations(untilGap: 1e-6)
    #expect((found - expected).magnitude <= 64 * expected.ulp)
  }

  @Test(
    "Near the limit each factor e in the gap costs -1 / ln(1 - eta N s^{2N-2})", arguments: 1...5)
  func rateAtTheLimit(depth: Int) throws {
    let curvature = 0.5
    let count = try DescentCount(
      depth: depth, strength: 1, start: 0.5, stepSize: curvature / Double(depth))
    let (near, nearer) = (1e-9, 1e-12)
    let found = try count.iterations(untilGap: nearer) - count.iterations(untilGap: near)
    let expected = Double.log(nearer / near) / .log(onePlus: -curvature)
    // The rate is exact at the limit and off by an order of the gap before it.
    #expect((found - expected).magnitude <= expected * (Double(depth * depth) * near + 1e-13))
  }

  @Test("Near zero a two-layer mode grows by 1 + eta lambda in a step")
  func rateAtZero() throws {
    let count = try DescentCount(depth: 2, strength: 2, start: 1e-12, stepSize: 0.2)
    let expected = Double.log(1e3) / .log(onePlus: 0.4)
    #expect((try count.iterations(untilFactor: 1e-9) - expected).magnitude <= 1e-13 * expected)
  }

  @Test("Counts add up along a course", arguments: [0.25, 1.25, -1.0])
  func additivity(kind: Double) throws {
    let strength: Double = kind < 0 ? -1 : 1
    let start = kind.magnitude
    let middle: Double = kind < 0 ? 0.5 : (1 + start) / 2
    let end: Double = kind < 0 ? 0.25 : (1 + middle) / 2
    func count(_ start: Double, _ end: Double) throws -> Double {
      try DescentCount(depth: 3, strength: strength, start: start, stepSize: 0.05)
        .iterations(untilFactor: end)
    }
    let whole = try count(start, end)
    let parts = try count(start, middle) + count(middle, end)
    #expect((whole - parts).magnitude <= 1e-12 * whole)
  }

  @Test("The factor and the gap name the same level")
  func levels() throws {
    let count = try DescentCount(depth: 2, strength: 4, start: 0.125, stepSize: 0.0625)
    // The factor 1 has the product 1 of 4.
    let (byFactor, byGap) = (
      try count.iterations(untilFactor: 1), try count.iterations(untilGap: 0.75)
    )
    #expect((byFactor - byGap).magnitude <= 1e-13 * byGap)
    #expect(try count.iterations(untilFactor: 0.125) == 0)
  }

  @Test("A step size above half the stability limit is refused, with the number")
  func stepSize() {
    #expect(throws: TheoryError.assumption(Assumption("-eta f'(max(alpha, s))", 2, .less, 1))) {
      try DescentCount(depth: 2, strength: 4, start: 1, stepSize: 0.25)
    }
  }

  @Test("Levels on the wrong side are refused")
  func wrongSide() throws {
    let growing = try DescentCount(depth: 2, strength: 1, start: 0.5, stepSize: 0.1)
    #expect(throws: TheoryError.self) { try growing.iterations(untilFactor: 0.25) }
    #expect(throws: TheoryError.self) { try growing.iterations(untilFactor: 1) }
    #expect(throws: TheoryError.self) { try growing.iterations(untilGap: -0.1) }
    let decaying = try DescentCount(depth: 2, strength: -1, start: 0.5, stepSize: 0.1)
    #expect(throws: TheoryError.self) { try decaying.iterations(untilFactor: 0.75) }
    #expect(throws: TheoryError.self) { try decaying.iterations(untilGap: 0.5) }
  }
}
