import DynamicsTheory
import RealModule
import Testing

@Suite("PowerRelaxation")
struct PowerRelaxationTests {
  @Test("Two layers decay exponentially, more by a power")
  func elementary() throws {
    let two = try PowerRelaxation(depth: 2)
    #expect((try two.time(from: 1, to: .exp(-3)) - 3).magnitude <= 8 * Double.ulpOfOne)
    let four = try PowerRelaxation(depth: 4)
    // U(mu) = 1 / (2 mu^2).
    #expect(try four.clock(at: 0.5) == 2)
    #expect((try four.time(from: 0.5, to: 0.25) - 6).magnitude <= 16 * Double.ulpOfOne)
  }

  @Test("It bounds the decay of a negative eigenvalue from above (equation (19))", arguments: 2...5)
  func bound(depth: Int) throws {
    let slowest = try PowerRelaxation(depth: depth).time(from: 0.9, to: 0.1) / 2
    let exact = try BalancedModeFlow(depth: depth, eigenvalue: -2).time(from: 0.9, to: 0.1)
    #expect(exact < slowest)
  }

  @Test("Powers that overflow do not spoil times that do not")
  func overflow() throws {
    let time = try PowerRelaxation(depth: 52).time(from: 1e7, to: 1)
    #expect((time - 0.02).magnitude <= 8 * Double.ulpOfOne)
  }

  @Test("It goes down only, from a positive value")
  func domain() throws {
    let relaxation = try PowerRelaxation(depth: 3)
    #expect(throws: TheoryError.self) { try relaxation.time(from: 0.1, to: 0.2) }
    #expect(throws: TheoryError.self) { try relaxation.clock(at: 0) }
  }
}
