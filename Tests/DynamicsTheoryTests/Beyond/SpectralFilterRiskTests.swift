import DynamicsTheory
import Testing

@Suite("SpectralFilterRisk")
struct SpectralFilterRiskTests {
  @Test(
    "The identity has divergence m n and risk m n tau^2, whatever the values",
    arguments: [[3.0, 2, 1], [2, 2, 2], [1, 0, 0], [0, 0, 0], [1, 1 + 1e-15, 5]])
  func identity(values: [Double]) throws {
    let risk = try SpectralFilterRisk(
      values: values, filtered: values, derivatives: [1, 1, 1], rowCount: 3, columnCount: 5,
      noise: 2)
    #expect((risk.divergence - 15).magnitude <= 15 * 16 * Double.ulpOfOne)
    #expect((risk.risk - 60).magnitude <= 120 * 16 * Double.ulpOfOne)
  }

  @Test("The zero filter has divergence 0 and risk |Y|^2 - m n tau^2")
  func zero() throws {
    let risk = try SpectralFilterRisk(
      values: [2, 1], filtered: [0, 0], derivatives: [0, 0], rowCount: 2, columnCount: 2, noise: 1)
    #expect(risk.divergence == 0)
    #expect(risk.risk == 1)
  }

  @Test("Coinciding values are the limit of near ones", arguments: [1e-3, 1e-6, 1e-12])
  func coincidence(distance: Double) throws {
    // f(s) = s^3 with f' = 3 s^2 in one more dimension.
    func divergence(_ values: [Double]) throws -> Double {
      try SpectralFilterRisk(
        values: values, filtered: values.map { $0 * $0 * $0 },
        derivatives: values.map { 3 * $0 * $0 },
        rowCount: 3, columnCount: 2, noise: 0
      ).divergence
    }
    // At s = 1: 2 (3 + 1) and the pair 3 + 1; the differences of f lose epsilon / distance.
    #expect(try divergence([1, 1]) == 12)
    let error = try divergence([1 + distance, 1 - distance]) - 12
    #expect(error.magnitude <= 32 * (distance * distance + Double.ulpOfOne / distance))
  }

  @Test("A filter that is not a function, or not 0 at 0, is refused")
  func domain() {
    #expect(throws: TheoryError.assumption(Assumption("f(0)", 1, .equal, 0))) {
      try SpectralFilterRisk(
        values: [0], filtered: [1], derivatives: [1], rowCount: 1, columnCount: 1, noise: 1)
    }
    #expect(throws: TheoryError.self) {
      try SpectralFilterRisk(
        values: [1, 1], filtered: [1, 2], derivatives: [1, 1], rowCount: 2, columnCount: 2, noise: 1
      )
    }
    #expect(throws: TheoryError.self) {
      try SpectralFilterRisk(
        values: [1], filtered: [1], derivatives: [1], rowCount: 2, columnCount: 2, noise: 1)
    }
  }
}
