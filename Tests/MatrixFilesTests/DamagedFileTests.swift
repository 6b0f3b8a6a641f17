import LinearAlgebra
import Testing

@testable import MatrixFiles

@Suite("Damaged files")
struct DamagedFileTests {
  static let names = [
    "little-f8-rows.npy", "version-2.npy", "limits-i8.npy", "stored.npz", "deflated.npz",
    "streamed.npz", "large-sizes.npz", "savetxt-header.csv", "table-i2.idx", "images-gzipped.idx",
    "grey-8.png", "colour-16.png",
  ]

  @Test(
    "A file with changed, missing or added bytes is read or refused, never more",
    .timeLimit(.minutes(10)),
    arguments: names)
  func mutations(name: String) throws {
    let original = try Fixture.bytes(name)
    var generator = SeededGenerator(seed: 11)
    var refusedCount = 0
    let round = 1500
    for _ in 0..<round {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes.insert(.random(in: 0...255, using: &generator), at: place)
        case 1 where bytes.count > 1: bytes.remove(at: place)
        case 2: bytes[place] = 0xFF
        default: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        }
      }
      do throws(MatrixFileError) {
        _ = try MatrixFileSummary(bytes: bytes, file: name)
        _ = try MatrixFile.decode(bytes, file: name, member: name.hasSuffix("npz") ? "steps" : nil)
      } catch {
        refusedCount += 1
        #expect(error.description.contains(name))
      }
    }
    // The mutations reach the checks: some files are refused.
    #expect(refusedCount > 0)
  }

  @Test("A picture with changed content under right check sums is read or refused")
  func picturesWithRightCheckSums() throws {
    let original = try Fixture.bytes("colour-16.png")
    var generator = SeededGenerator(seed: 12)
    var refusedCount = 0
    for _ in 0..<3000 {
      var bytes = original
      // The header's data begin at 16 and take 13 bytes; those of the picture begin at 41.
      let place = Int.random(in: 16..<(bytes.count - 16), using: &generator)
      bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      repairCheckSum(of: &bytes, in: 12..<29)
      repairCheckSum(of: &bytes, in: 37..<(bytes.count - 16))
      do throws(MatrixFileError) {
        _ = try MatrixFile.decode(bytes, file: "a.png")
      } catch {
        refusedCount += 1
      }
    }
    #expect(refusedCount > 0)
  }

  private func repairCheckSum(of bytes: inout [UInt8], in range: Range<Int>) {
    let checkSum = Compression.checkSum(of: bytes, in: range)
    for (index, shift) in [24, 16, 8, 0].enumerated() {
      bytes[range.upperBound + index] = UInt8(truncatingIfNeeded: checkSum >> UInt32(shift))
    }
  }

  @Test("A file cut off anywhere is read or refused", arguments: names)
  func truncations(name: String) throws {
    let original = try Fixture.bytes(name)
    for count in 0..<original.count {
      do throws(MatrixFileError) {
        _ = try MatrixFileSummary(bytes: Array(original.prefix(count)), file: name)
        // Only text is still a table when its end is missing.
        #expect(name.hasSuffix("csv"), "\(count)")
      } catch {
        #expect(error.description.contains(name))
      }
    }
  }
}
