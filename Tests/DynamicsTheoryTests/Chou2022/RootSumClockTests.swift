import DynamicsTheory
import RealModule
import Testing

@Suite("RootSumClock")
struct RootSumClockTests {
  @Test("Differences are the times of the flow, below and above the limit", arguments: 2...7)
  func differences(depth: Int) throws {
    let clock = try RootSumClock(depth: depth, eigenvalue: 1.7)
    let flow = try BalancedModeFlow(depth: depth, eigenvalue: 1.7)
    for (start, end) in [(0.3, 0.9), (2.5, 1.9)] {
      let (early, late) = (try clock.clock(at: start), try clock.clock(at: end))
      let time = try flow.time(from: start, to: end)
      let scale = early.magnitude + late.magnitude + time
      #expect((late - early - time).magnitude <= 256 * Double.ulpOfOne * scale)
    }
  }

  @Test("Two layers: -ln|lambda / mu^2 - 1| / (2 lambda); lambda = 0: a power")
  func elementary() throws {
    let clock = try RootSumClock(depth: 2, eigenvalue: 2)
    let expected = -Double.log(7) / 4
    #expect((try clock.clock(at: 0.5) - expected).magnitude <= 16 * Double.ulpOfOne)
    #expect(try RootSumClock(depth: 3, eigenvalue: 0).clock(at: 0.5) == 4)
  }

  @Test("The fixed point is infinitely far")
  func fixedPoint() throws {
    #expect(try RootSumClock(depth: 2, eigenvalue: 4).clock(at: 2) == .infinity)
    #expect(throws: TheoryError.assumption(Assumption("lambda", -1, .atLeast, 0))) {
      try RootSumClock(depth: 2, eigenvalue: -1)
    }
  }
}
