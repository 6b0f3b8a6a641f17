import Foundation
import Testing

@testable import deeplinear_benchmarks

@Suite("Bounded minimisation")
struct BoundedMinimumTests {
  @Test(
    "A smooth minimum is found to the tolerance, inside and at an end", arguments: [0.3, 2, 7.5])
  func smooth(place: Double) {
    let tolerance = 1e-6
    let found = boundedMinimum(in: 0...5, tolerance: tolerance) { cosh($0 - place) }
    // The last bracket is two tolerances wide, and sqrt(eps) of the argument limits it further.
    let error = 2 * (tolerance + Double.ulpOfOne.squareRoot() * place)
    #expect(abs(found.argument - min(place, 5)) <= error)
    #expect(found.value == cosh(found.argument - place))
  }

  @Test("Parabolas need fewer evaluations than golden sections")
  func evaluations() {
    let tolerance = 1e-3
    let found = boundedMinimum(in: 0...1200, tolerance: tolerance) { pow($0 - 491.4, 2) }
    let sections = log(1200 / tolerance) / log((1 + 5.0.squareRoot()) / 2)
    #expect(Double(found.evaluations) < sections / 2)
  }
}
