import Testing

@testable import Plotting

@Suite("The interval of an axis")
struct AxisIntervalTests {
  @Test("it holds the data that can be drawn, and the margin")
  func data() {
    let values: [Double] = [3, .nan, 1, .infinity, -.infinity]
    let tight = AxisInterval(Axis(""), values: values, margin: 0)
    #expect(tight.lower == 1 && tight.upper == 3)
    let wide = AxisInterval(Axis(""), values: values, margin: 0.25)
    #expect(wide.lower == 0.5 && wide.upper == 3.5)
  }

  @Test("a logarithmic axis passes over what is not positive and keeps its ends exact")
  func logarithmic() {
    let interval = AxisInterval(
      Axis("", scale: .logarithmic), values: [-5, 0, 23, 21], margin: 0)
    #expect(interval.lower == 21 && interval.upper == 23)
  }

  @Test("an end that cannot be drawn is taken from the data")
  func halfRange() {
    let axis = Axis("", scale: .logarithmic, range: -1...50)
    let interval = AxisInterval(axis, values: [2, 100], margin: 0)
    #expect(interval.lower == 2 && interval.upper == 50)
  }

  @Test(
    "whatever the data, there is an interval with two different finite ends",
    arguments: [
      [], [.nan], [0], [7, 7], [-3], [1e300, -1e300], [1, 1 + Double.ulpOfOne], [1e-300],
      [1e-250, 1e250], [0, 1e-300],
      [.leastNonzeroMagnitude],
    ], [Axis.Scale.linear, .logarithmic])
  func always(values: [Double], scale: Axis.Scale) {
    let everything = -Double.infinity...Double.infinity
    let ranges: [ClosedRange<Double>?] = [nil, 0...0, 1e5...1e5, everything]
    for range in ranges {
      let axis = Axis("", scale: scale, range: range)
      let interval = AxisInterval(axis, values: values, margin: 0.1)
      #expect(interval.lower < interval.upper)
      #expect(interval.lower.isFinite && interval.upper.isFinite)
      #expect(scale == .linear || interval.lower > 0)
    }
  }
}
