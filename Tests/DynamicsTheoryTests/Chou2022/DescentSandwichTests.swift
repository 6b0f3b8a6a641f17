import DynamicsTheory
import RealModule
import Testing

@Suite("DescentSandwich")
struct DescentSandwichTests {
  @Test("d(k) <= y(eta k) <= d(k + s_N) up to the inflection", arguments: [2, 3, 4])
  func order(depth: Int) throws {
    let (eigenvalue, start, stepSize) = (1.0, 0.3, 0.02)
    let sandwich = try DescentSandwich(
      depth: depth, eigenvalue: eigenvalue, start: start, stepSize: stepSize)
    let flow = try BalancedModeFlow(depth: depth, eigenvalue: eigenvalue)
    let share = (Double(depth) - 1) / (2 * Double(depth) - 1)
    let last = Int(try flow.time(from: start, to: .root(share, depth)) / stepSize)
    for iteration in stride(from: 0, through: last, by: max(1, last / 10)) {
      let values = try sandwich.values(at: iteration)
      #expect(values.descent <= values.flow && values.flow <= values.laterDescent)
    }
  }
}
