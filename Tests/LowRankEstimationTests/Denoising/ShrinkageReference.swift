import Foundation

/// Thresholds and shrinkers for one aspect ratio, from their definitions (Fixtures/shrinkage/make_shrinkage_reference.py).
struct ShrinkageReference: Decodable {
  struct Shrunken: Decodable {
    let y: String
    let frobenius: String
    let operatorNorm: String
    let nuclear: String
  }

  let beta: String
  let median: String
  let threshold: String
  let medianCoefficient: String
  let shrunken: [Shrunken]

  /// All aspect ratios.
  static let all: [ShrinkageReference] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Fixtures/shrinkage/shrinkage.json")
    do {
      return try JSONDecoder().decode([ShrinkageReference].self, from: Data(contentsOf: file))
    } catch {
      preconditionFailure("\(file.path): \(error)")
    }
  }()
}
