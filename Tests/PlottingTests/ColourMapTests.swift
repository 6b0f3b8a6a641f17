import Foundation
import Testing

@testable import Plotting

@Suite("The colours of heat maps")
struct ColourMapTests {
  private let unit = AxisInterval(Axis("", range: 0...1), values: [], margin: 0)

  @Test("ends and middle are the published colours")
  func published() {
    let sequential = ColourMap.sequential.stops(over: unit)
    #expect(sequential.count == 17)
    #expect(sequential.first?.colour.hexadecimal == "#011959")
    #expect(sequential.last?.colour.hexadecimal == "#faccfa")
    #expect(ColourMap.diverging(around: 0.5).colour(of: 0.5, in: unit).hexadecimal == "#ece5e1")
    #expect(ColourMap.sequential.colour(of: -7, in: unit) == sequential.first?.colour)
    #expect(ColourMap.sequential.colour(of: 7, in: unit) == sequential.last?.colour)
  }

  @Test(
    "lightness rises evenly, also as colour-blind readers see it",
    arguments: [
      [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
      // Protanopia, then deuteranopia: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
      // physiologically-based model for simulation of color vision deficiency", IEEE TVCG 15 (2009).
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ],
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ],
    ])
  func lightness(eye: [[Double]]) {
    let values = (0...20).map { Double($0) / 20 }
    let sequential = values.map { lightness(ColourMap.sequential.colour(of: $0, in: unit), eye) }
    let mean = (sequential[20] - sequential[0]) / 20
    for (lower, upper) in zip(sequential, sequential.dropFirst()) {
      // Even: no step is half or twice the mean.
      #expect(upper - lower > 0.5 * mean && upper - lower < 2 * mean)
    }
    let diverging = values.map {
      lightness(ColourMap.diverging(around: 0.5).colour(of: $0, in: unit), eye)
    }
    #expect(zip(diverging, diverging.dropFirst()).prefix(10).allSatisfy { $0 < $1 })
    #expect(zip(diverging, diverging.dropFirst()).suffix(10).allSatisfy { $0 > $1 })
  }

  /// The lightness L* of CIELAB, of the colour that an eye sees.
  private func lightness(_ colour: Colour, _ eye: [[Double]]) -> Double {
    let linear = [colour.red, colour.green, colour.blue].map { share in
      let value = Double(share) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = eye.map { row in zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 } }
    let luminance = 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]
    return luminance > pow(6.0 / 29, 3) ? 116 * cbrt(luminance) - 16 : luminance * 24389 / 27
  }

  @Test("equal distances from the middle are equally strong, also where one side is shorter")
  func lopsided() {
    let interval = AxisInterval(Axis("", range: -1...3), values: [], margin: 0)
    let whole = AxisInterval(Axis("", range: -3...3), values: [], margin: 0)
    let map = ColourMap.diverging(around: 0)
    for value in [-1, -0.5, 0, 1, 2, 3] {
      #expect(map.colour(of: value, in: interval) == map.colour(of: value, in: whole))
    }
    let stops = map.stops(over: interval)
    #expect(stops.first?.fraction == 0 && stops.last?.fraction == 1)
    #expect(zip(stops, stops.dropFirst()).allSatisfy { $0.fraction < $1.fraction })
    // A quarter of the interval lies below the middle; the fraction comes out of four roundings.
    let neutral = stops.first { $0.colour.hexadecimal == "#ece5e1" }
    #expect(abs((neutral?.fraction ?? 0) - 0.25) <= 4 * Double.ulpOfOne)
  }

  @Test("a middle without a place on the axis becomes its middle; a far one leaves an interval")
  func oddMiddles() {
    let decades = AxisInterval(Axis("", scale: .logarithmic, range: 1...100), values: [], margin: 0)
    #expect(ColourMap.diverging(around: 0).colour(of: 10, in: decades).hexadecimal == "#ece5e1")
    for middle in [1e300, -1e300, .infinity, .nan] {
      let stops = ColourMap.diverging(around: middle).stops(over: unit)
      #expect(stops.allSatisfy { $0.fraction.isFinite })
    }
  }

  @Test("letters are black on light colours and white on dark ones")
  func letters() {
    #expect(Colour(red: 255, green: 255, blue: 0).isLight)
    #expect(!Colour(red: 0, green: 0, blue: 255).isLight)
  }
}
