import Foundation
import Testing

@testable import RunStore

@Suite("An entry of the index")
struct RunEntryTests {
  private static let entry = RunEntry(
    name: "a", kind: .sweep, title: "A", status: .diverged, problem: nil,
    networks: [
      .init(
        name: "n", depth: 2, engine: "dense", status: .diverged, steps: 3, finalLoss: .infinity,
        smallestTestError: nil)
    ], seconds: nil, changed: Date(timeIntervalSince1970: 1_700_000_000.25), bytes: 12,
    isDeleted: true)

  @Test("Its JSON has an ISO date, null for what is not known, and inf")
  func json() throws {
    let json = try RunEntry.json(of: [Self.entry])
    let flat = json.replacing(/\s/, with: "")
    #expect(flat.contains("\"changed\":\"2023-11-14T22:13:20.250Z\""), "\(flat)")
    #expect(flat.contains("\"seconds\":null") && flat.contains("\"problem\":null"))
    #expect(flat.contains("\"finalLoss\":\"inf\"") && flat.contains("\"kind\":\"sweep\""))
  }

  @Test("It is read back as it was written")
  func roundTrip() throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let json = Data(try RunEntry.json(of: [Self.entry]).utf8)
    #expect(try decoder.decode([RunEntry].self, from: json) == [Self.entry])
  }

  @Test("Its loss is the smallest that a network ended with, without those that are no number")
  func loss() {
    var entry = Self.entry
    #expect(entry.loss == .infinity)
    entry.networks = [1, .nan, 0.5].map {
      .init(
        name: "n", depth: 1, engine: "dense", status: .completed, steps: 1, finalLoss: $0,
        smallestTestError: nil)
    }
    #expect(entry.loss == 0.5)
    entry.networks = []
    #expect(entry.loss == nil)
  }
}
