import DynamicsTheory
import RealModule
import Testing

@Suite("IterationCount")
struct IterationCountTests {
  @Test(
    "Every case bounds the true count, and lower <= T <= upper",
    arguments: [
      (-1.0, 0.5, 0.1, IterationCount.Case.vanishing), (1, 1.5, 0.1, .falling),
      (1, 0.9, 0.01, .closing),
      (1, 0.1, 0.01, .risingAndClosing), (1, 0.1, 0.6, .rising),
    ])
  func cases(
    eigenvalue: Double, start: Double, accuracy: Double, expected: IterationCount.Case
  ) throws {
    let count = try IterationCount(
      depth: 3, eigenvalue: eigenvalue, start: start, stepSize: 0.02)
    let upper = try count.upper(accuracy: accuracy)
    #expect(upper.case == expected)
    let exact = try #require(try count.exact(accuracy: accuracy))
    #expect(Double(exact) <= upper.value.rounded(.up))
    guard start < 1, eigenvalue > 0 else { return }
    let lower = try count.lower(accuracy: accuracy)
    #expect(lower <= Double(exact) && lower > 0)
    // Direct iteration, without the type under test.
    var (d, iterations) = (start, 0)
    while (d - 1).magnitude > accuracy {
      d += 0.02 * d * d * (1 - d * d * d)
      iterations += 1
    }
    #expect(exact == iterations)
  }

  @Test("A start that is near enough needs no iteration")
  func near() throws {
    let count = try IterationCount(depth: 2, eigenvalue: 1, start: 0.95, stepSize: 0.1)
    #expect(try count.upper(accuracy: 0.1).value == 0)
    #expect(try count.lower(accuracy: 0.1) == 0)
    #expect(try count.exact(accuracy: 0.1) == 0)
  }

  @Test("Accuracies far below the rounding of the limit are counted all the same")
  func tiny() throws {
    let count = try IterationCount(depth: 2, eigenvalue: 1, start: 0.1, stepSize: 0.1)
    let exact = try #require(try count.exact(accuracy: 1e-20))
    let (lower, upper) = (
      try count.lower(accuracy: 1e-20), try count.upper(accuracy: 1e-20).value
    )
    #expect(lower <= Double(exact) && Double(exact) <= upper.rounded(.up))
  }

  @Test("Too large a step size is refused with its limit")
  func domain() {
    #expect(
      throws: TheoryError.assumption(
        Assumption(
          "eta", 0.25, .less, 0.125, "the limit of (21)",
          source: Source(.chou2022, "equation (21)")))
    ) { try IterationCount(depth: 2, eigenvalue: 4, start: 0.1, stepSize: 0.25) }
  }
}
