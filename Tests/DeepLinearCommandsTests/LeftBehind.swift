import Foundation
import Testing

/// The part of a run's folder that must not depend on how the run was made.
struct LeftBehind: Equatable {
  let trajectory: Data?
  let arrays: Data?

  /// `summary.json` without `timing`.
  let summary: NSDictionary

  init(_ folder: String) throws {
    trajectory = bytes(folder + "/trajectory.csv")
    arrays = bytes(folder + "/arrays.npz")
    var summary = try Self.json(folder + "/summary.json")
    #expect(summary.removeValue(forKey: "timing") != nil)
    self.summary = summary as NSDictionary
  }

  /// The fields of a JSON file.
  static func json(_ path: String) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: bytes(path) ?? Data())
    return try #require(value as? [String: Any])
  }
}
