import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("The course of a filter")
struct FilterCourseTests {
  private static let values = [4.0, 2.5, 1, 0.2, 1e-3]

  @Test("It passes through the filter at every stop", arguments: 1...4)
  func values(depth: Int) throws {
    for dynamics in [FilterDynamics.descent(stepSize: nil), .flow] {
      let filter = try FactorizationFilter(depth: depth, start: .share(0.01), dynamics: dynamics)
      var course = try FilterCourse(filter, values: Self.values, largest: 4)
      for _ in 0..<40 {
        #expect(
          try course.filtered == filter.filtered(Self.values, largest: 4, at: course.time))
        try course.advance()
      }
    }
  }

  @Test("Its slopes are those of the filter", arguments: 1...5)
  func slopes(depth: Int) throws {
    for dynamics in [FilterDynamics.descent(stepSize: 0.01), .flow] {
      let filter = try FactorizationFilter(depth: depth, start: .share(0.1), dynamics: dynamics)
      var course = try FilterCourse(filter, values: Self.values, largest: 4)
      for _ in 0..<60 { try course.advance() }
      for (i, s) in Self.values.enumerated() {
        // Five points: h^4 of truncation, in units of the scale s + x_0 on which the filter changes, and rounding over h.
        let step = 1e-3 * s
        let around = try filter.filtered(
          [-2, -1, 1, 2].map { s + $0 * step }, largest: 4, at: course.time)
        let slope = (around[0] - 8 * around[1] + 8 * around[2] - around[3]) / (12 * step)
        let bound = 1e4 * 1e-12 * (course.slopes[i].magnitude + 1) + 1e3 * around[0].ulp / step
        #expect((course.slopes[i] - slope).magnitude <= bound, "depth \(depth), s \(s)")
      }
    }
  }

  @Test("A mode that starts where it ends has the slope of a vanishing deviation")
  func rest() throws {
    let filter = try FactorizationFilter(depth: 3, start: .share(0.5), dynamics: .flow)
    let modes = try filter.flow([2, 2 * (1 + 1e-6)], largest: 4, at: 0.7)
    #expect((modes[0].slope - modes[1].slope).magnitude <= 1e-5)
    #expect((modes[0].value - 2).magnitude <= 8 * 2.0.ulp)
  }

  @Test("Only one share for all modes has a course")
  func starts() throws {
    let filter = try FactorizationFilter(depth: 2, start: .strengths([1], imbalances: []))
    #expect(throws: EstimationError.self) { try FilterCourse(filter, values: [1], largest: 1) }
  }
}
