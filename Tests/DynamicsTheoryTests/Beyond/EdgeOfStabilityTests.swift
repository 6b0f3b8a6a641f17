import DynamicsTheory
import RealModule
import Testing

@Suite("EdgeOfStability")
struct EdgeOfStabilityTests {
  @Test("Two layers: a b = 1 / eta, a^2 + b^2 = (1 + eta s) / eta", arguments: [1.0625, 1.25, 2.5])
  func twoLayers(product: Double) throws {
    let strength = 2.0
    let stepSize = product / strength
    let edge = try EdgeOfStability(depth: 2, values: [strength, 1])
    #expect(edge.stepSizeLimit == 0.5)
    let cycle = try #require(edge.cycle(stepSize: stepSize))
    let (a, b) = (cycle.lower, cycle.upper)
    let slack = 16 * Double.ulpOfOne
    #expect((a * b * stepSize - 1).magnitude <= slack)
    #expect(((a * a + b * b) * stepSize / (1 + product) - 1).magnitude <= slack)
    let multiplier = 9 - 2 * (1 + product) * (1 + product)
    // The multiplier is a product of factors of order 1 + product times its distance from a zero.
    #expect((cycle.multiplier - multiplier).magnitude <= 64 * slack * (9 + multiplier.magnitude))
    #expect(cycle.isStable == (product < Double.sqrt(5) - 1))
  }

  @Test("Two layers double their period at eta s = sqrt 5 - 1")
  func doubling() throws {
    let edge = try EdgeOfStability(depth: 2, values: [4])
    let found = try #require(edge.doublingStepSize)
    #expect((found * 4 / (Double.sqrt(5) - 1) - 1).magnitude <= 64 * Double.ulpOfOne)
  }

  @Test("Each point of the cycle is the step from the other", arguments: 2...12)
  func cycle(depth: Int) throws {
    let edge = try EdgeOfStability(depth: depth, values: [1])
    let stepSize = 1.1 * edge.stepSizeLimit
    let cycle = try #require(edge.cycle(stepSize: stepSize))
    let n = Double(depth)
    func step(_ x: Double) -> Double { x + stepSize * .pow(x, n - 1) * (1 - .pow(x, n)) }
    #expect((step(cycle.lower) - cycle.upper).magnitude <= 16 * n * Double.ulpOfOne)
    #expect((step(cycle.upper) - cycle.lower).magnitude <= 16 * n * Double.ulpOfOne)
  }

  @Test("There is no cycle up to the threshold, nor for one layer")
  func noCycle() throws {
    let edge = try EdgeOfStability(depth: 2, values: [1])
    #expect(edge.cycle(stepSize: 1) == nil)
    let single = try EdgeOfStability(depth: 1, values: [1])
    #expect(single.stepSizeLimit == 2)
    #expect(single.cycle(stepSize: 3) == nil)
    #expect(single.doublingStepSize == nil)
  }

  @Test("Modes oscillate above twice their curvature's inverse")
  func oscillating() throws {
    let edge = try EdgeOfStability(depth: 2, values: [4, 2, 1, 0])
    // Curvatures 8, 4, 2, 0 against 2 / eta.
    #expect(edge.oscillatingModeCount(stepSize: 0.25) == 0)
    #expect(edge.oscillatingModeCount(stepSize: 0.375) == 1)
    #expect(edge.oscillatingModeCount(stepSize: 10) == 3)
    #expect(EdgeOfStability.isCatapult(stepSize: 0.5, sum: 5))
    #expect(!EdgeOfStability.isCatapult(stepSize: 0.5, sum: 9))
  }
}
