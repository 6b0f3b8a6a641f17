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
    arguments: [0, 1e-4])
  func steps(noise: Double) throws {
    var generator = SeededGenerator(seed: 5)
    let values = clock.map { staircase($0) * (1 + noise * (2 * generator.unitUniform() - 1)) }
    let plateaus = Plateau.all(in: values, clock: clock)
    let long = plateaus
    try #require(long.count == 3)
    for (plateau, height) in zip(long, [1.0, 2, 4]) {
      #expect((plateau.height - height).magnitude <= (noise + 0.01) * height)
    }
    // On 1 + u / (1 + u), u = (t / 100)^8, the slope is 8 / (1 / u + 3 + 2 u), at most 8 / (3 + 2 sqrt 2); it is
    // half of that at the smaller root of 2 u^2 - (3 + 4 sqrt 2) u + 1. The slope between records a tenth of the
    // clock apart ends within that tenth.
    let sum = 3 + 4 * Double(2).squareRoot()
    let u = (sum - (sum * sum - 8).squareRoot()) / 4
    let end = 100 * Double.pow(u, 1.0 / 8)
    #expect((end / 1.1...end * 1.1).contains(clock[long[0].records.upperBound]))
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

  @Test("A slow drift is no plateau when it leaves the band, and is one when it stays in it")
  func band() {
    let drift = clock.map { Double.pow($0, 0.1) }
    #expect(Plateau.all(in: drift, clock: clock).isEmpty)
    #expect(Plateau.all(in: drift, clock: clock, band: 3).map(\.records) == [0...600])
  }

  /// The two levels are a sixteenth apart, less than the band: what separates them is the steeper part between.
  @Test("Two levels close to each other are two plateaus")
  func closeLevels() {
    let values = clock.map { 1.5 + 0.1 / (1 + Double.pow(1e3 / $0, 4)) }
    let plateaus = Plateau.all(in: values, clock: clock)
    #expect(plateaus.count == 2)
    for (plateau, height) in zip(plateaus, [1.5, 1.6]) {
      #expect((plateau.height - height).magnitude < 0.001 * height)
    }
  }

  @Test("The long decline from one level to another is no plateau")
  func decline() {
    let values = clock.map { 10 + 20 / (1 + $0 / 1e3) }
    let plateaus = Plateau.all(in: values, clock: clock)
    #expect(plateaus.count == 2)
    #expect(plateaus.first.map { (29...30).contains($0.height) } == true)
    #expect(plateaus.last.map { (10...11).contains($0.height) } == true)
  }

  @Test("No records, one record, and a clock that never starts")
  func empty() {
    #expect(Plateau.all(in: [], clock: []).isEmpty)
    #expect(Plateau.all(in: [1], clock: [1]).isEmpty)
    #expect(Plateau.all(in: [1, 1], clock: [0, 0]).isEmpty)
  }
}
