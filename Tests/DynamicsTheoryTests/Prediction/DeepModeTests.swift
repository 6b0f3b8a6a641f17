import DynamicsTheory
import RealModule
import Testing

@Suite("DeepMode")
struct DeepModeTests {
  private static let slack = 1024 * Double.ulpOfOne

  private static let pairs: [(strength: Double, factors: [Double])] = [
    (2, [0.01, 0.5]), (0.3, [0.2, 0.2]), (-1.5, [0.4, 0.1]), (1, [3, 2]), (1, [0, 0.3]),
  ]

  @Test("A mode whose velocity underflows has no time", arguments: [1e-300, -1e-300])
  func underflow(strength: Double) throws {
    let mode = try DeepMode(strength: strength, factors: [1e-151, 1.3e-151])
    #expect(try mode.time(untilShare: 0.5) == nil)
  }

  @Test("Two layers learn a share at the time of the closed form", arguments: pairs)
  func twoLayers(strength: Double, factors: [Double]) throws {
    let variance = 1.7
    let mode = try DeepMode(strength: strength, inputVariance: variance, factors: factors)
    let closed = try ImbalancedMode(
      strength: strength, inputVariance: variance, u: factors[1], v: factors[0])
    guard mode.limit != 0 else {
      #expect(strength < 0 && mode.isBalanced)
      return
    }
    #expect((mode.rate - closed.rate).magnitude <= Self.slack * closed.rate)
    for share in [0.1, 0.5, 0.99] {
      let time = try #require(try mode.time(untilShare: share))
      let gap = closed.state(at: time).gap / strength
      #expect(gap.magnitude <= (1 - share) + Self.slack * (1 + closed.rate * time))
      if time > 0 {
        #expect((gap.magnitude - (1 - share)).magnitude <= Self.slack * (1 + closed.rate * time))
      }
    }
  }

  @Test("Equal factors take the time of the balanced mode", arguments: 2...6)
  func balanced(depth: Int) throws {
    let mode = try DeepMode(
      strength: 3, inputVariance: 0.5, factors: Array(repeating: 0.2, count: depth))
    let closed = try BalancedMode(depth: depth, strength: 3, inputVariance: 0.5)
    let time = try #require(try mode.time(untilShare: 0.5))
    let start = Double.pow(0.2, depth)
    #expect((time - (try closed.time(from: start, to: 3))).magnitude <= Self.slack * time)
    #expect(
      (try mode.product(at: time) - 3).magnitude <= Self.slack * Double(depth) * 3
        * (1 + mode.rate * time))
    let rate = Double(depth) * .pow(6, 2 - 2 / Double(depth)) * 0.5
    #expect((mode.rate - rate).magnitude <= Self.slack * rate)
  }

  private static let chains: [[Double]] = [
    [0.05, 0.1, 0.1], [0.3, 0.1, 0.2, 0.4], [0, 0.2, 0.3], [1, 2, 3], [1e-4, 1e-3, 1e-3],
  ]

  @Test(
    "Value and time are each other's inverse, and the product follows its equation",
    arguments: chains)
  func chain(factors: [Double]) throws {
    for strength in [2, -2.0] {
      let mode = try DeepMode(strength: strength, factors: factors)
      for share in [0.01, 0.5, 0.9] {
        guard let time = try mode.time(untilShare: share), time > 0 else { continue }
        let product = try mode.product(at: time)
        let gap = (product - mode.limit).magnitude / mode.limit.magnitude
        #expect((gap - (1 - share)).magnitude <= Self.slack * (1 + mode.rate * time))
        // A central difference over h has an error of h^2 and epsilon / h: the best is epsilon^(2/3).
        let step = Double.root(.ulpOfOne, 3) / mode.rate
        let slope = (try mode.product(at: time + step) - mode.product(at: time - step)) / (2 * step)
        let least = factors.reduce(.infinity, min)
        // a_j^2 - a_m^2 is conserved, so that w determines all factors.
        let squares = try squares(of: mode, least: least, product: product)
        let speed = squares.indices.reduce(0) { sum, j in
          sum + squares.indices.reduce(1) { $1 == j ? $0 : $0 * squares[$1] }
        }
        let expected = speed * (strength - product)
        let curvature = mode.rate * mode.rate * mode.limit.magnitude
        #expect(
          (slope - expected).magnitude <= 64 * curvature / mode.rate * Double.root(.ulpOfOne, 3)
            * Double.root(.ulpOfOne, 3) + Self.slack * curvature / mode.rate
            / Double.root(.ulpOfOne, 3))
      }
    }
  }

  /// a_j^2 for a given product, by bisection on the least factor's square.
  private func squares(of mode: DeepMode, least: Double, product: Double) throws -> [Double] {
    let offsets = mode.factors.map { ($0 - least) * ($0 + least) }
    var (low, high) = (0.0, 1e3)
    for _ in 0..<2000 {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      let size = offsets.reduce(1) { $0 * ($1 + middle).squareRoot() }
      if size < product.magnitude { low = middle } else { high = middle }
    }
    return offsets.map { $0 + high }
  }

  @Test("Signs of the factors go into the strength; a zero factor takes any sign")
  func signs() throws {
    #expect(try DeepMode(strength: 2, factors: [-1, 1]).strength == -2)
    #expect(try DeepMode(strength: 2, factors: [-1, -1, 1]).strength == 2)
    #expect(try DeepMode(strength: 2, factors: [-1, 0, 1]).strength == 2)
  }

  @Test("Limits: what cannot move, cannot change its sign, or has no variance to stop it")
  func limits() throws {
    #expect(try DeepMode(strength: 2, inputVariance: 4, factors: [0.1, 0.2]).limit == 0.5)
    #expect(try DeepMode(strength: -2, factors: [0.1, 0.1]).limit == 0)
    #expect(try DeepMode(strength: -2, factors: [0.1, 0.2, 0.2]).limit == -2)
    #expect(try DeepMode(strength: -2, factors: [0.1, 0.1, 0.2]).limit == 0)
    #expect(try DeepMode(strength: 2, factors: [0, 0, 0.2]).limit == 0)
    #expect(try DeepMode(strength: 2, factors: [0, 0.2]).limit == 2)
    #expect(try DeepMode(strength: 2, inputVariance: 0, factors: [0.1, 0.1]).limit == .infinity)
    #expect(try DeepMode(strength: 0, inputVariance: 0, factors: [0.1, 0.1]).limit == 0.1 * 0.1)
    #expect(try DeepMode(strength: 2, factors: [0, 0, 0.2]).product(at: 5) == 0)
    #expect(try DeepMode(strength: -2, factors: [0.1, 0.1]).time(untilShare: 0.5) == nil)
  }

  @Test("Outside the domain the assumption is named")
  func domain() throws {
    #expect(throws: TheoryError.assumption(Assumption("l", -1, .atLeast, 0))) {
      try DeepMode(strength: 1, inputVariance: -1, factors: [1])
    }
    #expect(throws: TheoryError.notFinite("the mode")) {
      try DeepMode(strength: .nan, factors: [1])
    }
    #expect(throws: TheoryError.shape("a mode needs at least one factor")) {
      try DeepMode(strength: 1, factors: [])
    }
    #expect(throws: TheoryError.assumption(Assumption("share", 1, .less, 1))) {
      try DeepMode(strength: 1, factors: [1, 2]).time(untilShare: 1)
    }
  }
}
