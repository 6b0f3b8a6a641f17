import LinearAlgebra
import Testing

@Suite("Seeded generator")
struct SeededGeneratorTests {
  /// Outputs of an independent implementation: Fixtures/generator/make_generator_reference.py.
  struct Reference: CustomTestStringConvertible {
    let seed: UInt64
    let stream: UInt64
    let first: [UInt64]
    let thousandth: UInt64
    var testDescription: String { "seed \(seed), stream \(stream)" }
  }

  static let references = [
    Reference(
      seed: 0, stream: 0,
      first: [
        18_110_106_563_157_542_208, 8_650_457_082_529_208_451, 3_032_169_436_225_125_478,
        5_211_024_849_135_804_362,
      ], thousandth: 12_994_161_412_382_655_299),
    Reference(
      seed: 1, stream: 0,
      first: [
        17_254_933_023_648_552_173, 10_273_995_337_764_303_472, 13_859_318_443_369_830_749,
        7_411_415_172_829_056_809,
      ], thousandth: 10_746_518_688_440_752_879),
    Reference(
      seed: 20_260_101, stream: 7,
      first: [
        11_002_156_087_293_962_104, 8_883_802_441_316_532_687, 9_103_954_335_326_838_334,
        1_949_715_706_526_617_330,
      ], thousandth: 2_833_541_559_954_970_182),
    Reference(
      seed: .max, stream: .max,
      first: [
        6_495_424_693_907_944_954, 105_763_403_807_612_844, 10_895_789_720_478_278_221,
        4_110_851_636_652_269_362,
      ], thousandth: 13_361_929_629_507_465_600),
  ]

  @Test("The numbers are those of the published algorithms", arguments: references)
  func knownAnswers(reference: Reference) {
    var generator = SeededGenerator(seed: reference.seed, stream: reference.stream)
    let outputs = (0..<1000).map { _ in generator.next() }
    #expect(Array(outputs.prefix(4)) == reference.first)
    #expect(outputs.last == reference.thousandth)
  }

  @Test("A copy of a generator continues with the same numbers")
  func copies() {
    var generator = SeededGenerator(seed: 3)
    _ = generator.next()
    var copy = generator
    #expect((0..<10).map { _ in generator.next() } == (0..<10).map { _ in copy.next() })
  }

  @Test("Streams of one seed, and the same stream of near seeds, share no numbers")
  func streams() {
    // 40 generators of 1000 numbers: some two of 40000 numbers agree by chance with probability
    // below 40000^2 / 2^65 = 5e-11.
    var seen: Set<UInt64> = []
    for index in 0..<20 as Range<UInt64> {
      var ofStream = SeededGenerator(seed: 77, stream: index)
      var ofSeed = SeededGenerator(seed: 78 + index, stream: 0)
      for _ in 0..<1000 {
        seen.insert(ofStream.next())
        seen.insert(ofSeed.next())
      }
    }
    #expect(seen.count == 40_000)
  }

  @Test("Each of the 64 bits is set half of the time")
  func bits() {
    let count = 20_000
    var generator = SeededGenerator(seed: 4)
    var counts = Array(repeating: 0, count: 64)
    for _ in 0..<count {
      let number = generator.next()
      for bit in 0..<64 where number >> UInt64(bit) & 1 == 1 { counts[bit] += 1 }
    }
    // 5.5 standard deviations of sqrt(n)/2: fails for a good generator with probability below
    // 64 * 4e-8 = 3e-6.
    let allowed = 5.5 * Double(count).squareRoot() / 2
    #expect(counts.allSatisfy { (Double($0) - Double(count) / 2).magnitude <= allowed })
  }
}
