import Foundation
import TestSupport
import Testing

extension Tag {
  /// Takes more than ten seconds.
  @Tag static var slow: Self
}

@Suite("The library in another package")
struct ImportTests {
  private static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(
    "README's program builds there and learns what it says", .tags(.slow), .timeLimit(.minutes(10)))
  func readme() throws {
    let readme = text(Self.repository.appending(path: "README.md").path)
    let program = try #require(
      readme.components(separatedBy: "```swift\n").dropFirst().first?
        .components(separatedBy: "\n```").first,
      "README.md has no ```swift block to build")
    #expect(program.contains("import DeepLinear"))

    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/Sources/Reader", withIntermediateDirectories: true)
      try write(program + "\n", to: folder + "/Sources/Reader/main.swift")
      try write(manifest, to: folder + "/Package.swift")
      // The versions that this package is tested with, so that nothing is looked up.
      if let resolved = bytes(Self.repository.appending(path: "Package.resolved").path) {
        try resolved.write(to: URL(filePath: folder + "/Package.resolved"))
      }
      let call = try Program.Call(
        "/usr/bin/env",
        ["swift", "run", "--quiet", "--scratch-path", folder + "/build", "Reader"], in: folder)
      let outcome = try call.outcome(within: 540)
      try #require(outcome.status == 0, "\(outcome.errors)\(outcome.output)")
      try expectLearning(outcome.output)
    }
  }

  private var manifest: String {
    """
    // swift-tools-version: 6.2
    import PackageDescription

    let package = Package(
      name: "Reader",
      dependencies: [.package(name: "DeepLinear", path: "\(Self.repository.path)")],
      targets: [
        .executableTarget(
          name: "Reader", dependencies: [.product(name: "DeepLinear", package: "DeepLinear")])
      ])
    """
  }

  /// Nine lines, the start and eight records, the last one with the singular values of the target.
  ///
  /// In a depth-2 network a mode of strength s grows from its start u by (1 + eta s)^2 at each step while it
  /// is small, so it is up after k_s = ln(s / u) / (2 ln(1 + eta s)) steps, and then approaches s by the
  /// factor 1 - 2 eta s (the logistic curve of the mode): after k steps it misses s (1 - 2 eta s)^(k - k_s).
  /// The smallest mode is the slowest, and by Weyl's inequality no singular value is further from its target
  /// than W is, so its bound serves all three. Here eta = 0.05 and k = 400; u is of the size of the factors'
  /// variance, 10^-4, and a start ten times smaller is still covered.
  private func expectLearning(_ output: String) throws {
    let lines = output.split(separator: "\n")
    try #require(lines.count == 9, "\(output)")
    #expect(
      lines.map { $0.split(separator: " ").first } == [
        "0", "50", "100", "150", "200", "250", "300", "350", "400",
      ])
    let list = try #require(lines[8].firstIndex(of: "["))
    let values = lines[8][list...].trimmingCharacters(in: ["[", "]"])
      .components(separatedBy: ", ").compactMap(Double.init)
    try #require(values.count == 3)
    let rise = log(0.3 / 1e-5) / (2 * log(1 + 0.05 * 0.3))
    let bound = 0.3 * pow(1 - 2 * 0.05 * 0.3, 400 - rise)
    for (value, target) in zip(values, [3, 1, 0.3]) {
      #expect(abs(value - target) <= bound, "\(value) for \(target)")
    }
  }
}
