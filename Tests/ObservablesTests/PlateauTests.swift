import LinearAlgebra
import Observables
import RealModule
import Testing

@Suite("Plateaus")
struct PlateauTests {
  /// Records evenly spaced on a logarithmic clock from 1 to 10^6, a hundred to a decade.
  private let clock = (0...600).map { Double.pow(10, Double($0) / 100) }

  /// A smooth staircase: 1, rising to 2 around 10^2 and to 4 around 10^4.
  private func staircase(_ time: Double) -> Double {
    func rise(_ at: Double) -> Double { 1 / (1 + .pow(at / time, 8)) }
    return 1 + rise(1e2) + 2 * rise(1e4)
  }

  @Test(
    "A staircase in logarithmic time: its three steps, their heights and ends",
    arguments: [0, 0.01])
  func steps(noise: Double) throws {
    var generator = SeededGenerator(seed: 5)
    let values = clock.map { staircase($0) * (1 + noise * (2 * generator.unitUniform() - 1)) }
    let plateaus = Plateau.all(in: values, clock: clock)
    // The rises themselves are steep: tenths of their height pass faster than tenths of the clock.
    let long = plateaus.filter { clock[$0.records.upperBound] > 10 * clock[$0.records.lowerBound] }
    try #require(long.count == 3)
    for (plateau, height) in zip(long, [1.0, 2, 4]) {
      #expect((plateau.height - height).magnitude <= (noise + 0.01) * height)
    }
    // A rise of a tenth in all, r = 0.1 of the step's height, is passed at (r / (1 - r))^(1/8) of its time.
    let half = 0.1 / 2
    for (end, at, share) in [
      (long[0].records.upperBound, 1e2, 0.1), (long[1].records.upperBound, 1e4, 0.1),
    ] {
      #expect(clock[end] < at * Double.pow(share / (1 - share), 1.0 / 8) * 1.1)
      #expect(clock[end] > at * Double.pow(half / (1 - half), 1.0 / 8) / 1.2)
    }
    #expect(long[0].records.lowerBound == 0 && long[2].records.upperBound == 600)
    // No two overlap, and they are in order of time.
    for (first, second) in zip(plateaus, plateaus.dropFirst()) {
      #expect(first.records.upperBound < second.records.lowerBound)
    }
  }

  @Test("A constant rests from its first positive time to its end")
  func constant() {
    let plateaus = Plateau.all(in: [5, 5, 5, 5, 5], clock: [0, 1, 10, 100, 10_000])
    #expect(plateaus.map(\.records) == [1...4])
    #expect(plateaus.first?.height == 5)
    // The middle of 1 and 10^4 on the logarithmic clock is 100.
    #expect(plateaus.first?.middle == 3)
  }

  @Test("Nothing rests: growth in proportion to the clock, and faster")
  func growing() {
    #expect(Plateau.all(in: clock, clock: clock).isEmpty)
    #expect(Plateau.all(in: clock.map { $0 * $0 }, clock: clock).isEmpty)
  }

  @Test("A short rest does not count: the clock must grow by more than the band")
  func short() {
    #expect(Plateau.all(in: [1, 1, 9], clock: [100, 109, 110]).isEmpty)
    #expect(Plateau.all(in: [1, 1, 9], clock: [100, 111, 112]).map(\.records) == [0...1])
  }

  @Test(
    "Zeros, negative numbers, NaN and infinities end a plateau",
    arguments: [0, -1, .nan, .infinity])
  func interrupted(value: Double) {
    let plateaus = Plateau.all(
      in: [1, 1, 1, value, 1, 1, value, value], clock: [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7])
    #expect(plateaus.map(\.records) == [0...2, 4...5])
  }

  @Test("The band is closed: a tenth more still rests, a little more does not")
  func band() {
    let clock = [1.0, 10, 100]
    #expect(Plateau.all(in: [1, 1.25, 1], clock: clock, tolerance: 0.25).map(\.records) == [0...2])
    #expect(Plateau.all(in: [1, 1.26, 1], clock: clock, tolerance: 0.25).isEmpty)
  }

  @Test("No records, one record, and a clock that never starts")
  func empty() {
    #expect(Plateau.all(in: [], clock: []).isEmpty)
    #expect(Plateau.all(in: [1], clock: [1]).isEmpty)
    #expect(Plateau.all(in: [1, 1], clock: [0, 0]).isEmpty)
  }
}
