import DynamicsTheory
import RealModule
import Testing

@Suite("ImbalancedMode")
struct ImbalancedModeTests {
  private static let slack = 64 * Double.ulpOfOne

  @Test("Without imbalance it is the balanced mode")
  func balanced() throws {
    let mode = try ImbalancedMode(
      strength: 1.5, inputVariance: 0.5, product: .exp(-4), imbalance: 0)
    let reference = try BalancedTwoLayerMode(strength: 1.5, inputVariance: 0.5, exponent: 2)
    for time in [0, 0.1, 1, 2, 30, 1e6] {
      let expected = reference.product(at: time)
      let conditioning = 1 + 3 * min(time, 10)
      #expect(
        (mode.state(at: time).product - expected).magnitude <= Self.slack * conditioning * expected)
    }
  }

  @Test(
    "The imbalance is conserved and two times in sequence are one",
    arguments: [(1.0, 0.3, 0.1), (-2, 0.3, 0.1), (0.5, -0.2, 1.4), (0, 1, 0.5)])
  func semigroup(strength: Double, u: Double, v: Double) throws {
    let mode = try ImbalancedMode(strength: strength, inputVariance: 0.7, u: u, v: v)
    let middle = mode.state(at: 0.6)
    let imbalance = middle.u * middle.u - middle.v * middle.v
    let size = middle.u * middle.u + middle.v * middle.v
    #expect((imbalance - (u * u - v * v)).magnitude <= Self.slack * size)
    #expect((imbalance - mode.imbalance).magnitude <= Self.slack * size)
    let rest = try ImbalancedMode(strength: strength, inputVariance: 0.7, u: middle.u, v: middle.v)
    let (whole, sum) = (mode.state(at: 1.5), rest.state(at: 0.9))
    #expect((whole.u - sum.u).magnitude <= 4 * Self.slack * (1 + size))
    #expect((whole.v - sum.v).magnitude <= 4 * Self.slack * (1 + size))
  }

  @Test("It tends to sigma / l at the rate sqrt(4 sigma^2 + l^2 delta^2)")
  func rate() throws {
    let mode = try ImbalancedMode(strength: 0.3, product: 0.01, imbalance: 0.8)
    #expect((mode.rate - 1).magnitude <= Self.slack)
    let (early, late) = (mode.state(at: 40).gap, mode.state(at: 41).gap)
    #expect((late / early - .exp(-1)).magnitude <= Self.slack * 41)
    let asymptotics = try mode.asymptotics()
    #expect(
      (early.magnitude - asymptotics.amplitude * .exp(-40)).magnitude <= Self.slack * 41
        * early.magnitude)
  }

  @Test("The constant of the closed form keeps its digits (T5)")
  func constant() throws {
    let nearlyBalanced = try ImbalancedMode(strength: 1, product: 0.5, imbalance: 1e-9)
    // lambda0 -> 0: (sigma - x0) / (8 sigma x0) = 0.125.
    #expect((try nearlyBalanced.asymptotics().constant - 0.125).magnitude <= Self.slack)
    // lambda0 = 0: the same expression, next to the limit.
    let nearlyThere = try ImbalancedMode(strength: 1, product: 1 - 0x1p-24, imbalance: 0)
    let expected = 0x1p-24 / (8 * (1 - 0x1p-24))
    #expect((try nearlyThere.asymptotics().constant - expected).magnitude <= Self.slack * expected)
  }

  @Test("u0 = -v0 cannot leave the saddle (T6), and a negative strength decays from u0 = v0")
  func saddle() throws {
    for (strength, v) in [(1.0, -0.5), (-1, 0.5)] {
      let product = try ImbalancedMode(strength: strength, u: 0.5, v: v).state(at: 1e6).product
      #expect(product == 0)
    }
    #expect(throws: TheoryError.self) {
      try ImbalancedMode(strength: 1, u: 0.5, v: -0.5).asymptotics()
    }
  }

  @Test("What is below the smallest double is 0, not the last number above it")
  func underflow() throws {
    let late = try ImbalancedMode(strength: 1e4, u: 1, v: 1).state(at: 1e6)
    #expect(late.gap == 0 && late.product == 1e4)
    let saddle = try ImbalancedMode(strength: 1e4, u: 0.5, v: -0.5).state(at: 1)
    // The factors are e^{-1e4} / 2.
    #expect(saddle.u == 0 && saddle.v == 0 && saddle.gap == -1e4)
  }

  @Test("Without input variance factors grow and fall exponentially; a negative one is refused")
  func variance() throws {
    let mode = try ImbalancedMode(strength: 0.5, inputVariance: 0, u: 1, v: 0)
    let state = mode.state(at: 2)
    #expect(
      (state.u - .cosh(1)).magnitude <= Self.slack && (state.v - .sinh(1)).magnitude <= Self.slack)
    #expect(
      throws: TheoryError.assumption(Assumption("the input variance", -1, .atLeast, 0))
    ) { try ImbalancedMode(strength: 1, inputVariance: -1, u: 1, v: 1) }
  }
}
