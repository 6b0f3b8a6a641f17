import Foundation
import TestSupport
import Testing

@Suite("deeplinear inspect and --version")
struct InspectTests {
  /// Files that NumPy wrote (Tests/Fixtures/numpy): 3 x 4, entries +-(7 i + j) / 8.
  private static let fixtures = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/numpy").path

  @Test(
    "Each format is named with its shape",
    arguments: [
      ("little-f8-columns.npy", "npy", "(3, 4), float64"), ("savetxt.csv", "csv", "(3, 4)"),
      ("table-f8.idx", "idx", "(3, 4), float64"), ("deflated.npz", "npz", "(3, 4), float64"),
      ("grey-8.png", "png", "(2, 3)"), ("images-gzipped.idx", "idx", "(3, 2, 4), uint8"),
    ])
  func formats(file: String, format: String, shape: String) throws {
    let outcome = try Program.run(["inspect", file], in: Self.fixtures)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("\(file): \(format)\n"))
    #expect(outcome.output.contains("shape \(shape)"), "\(outcome.output)")
    #expect(outcome.errors.isEmpty)
  }

  @Test("The rank and the singular values of a file are those of its matrix")
  func values() throws {
    try withTemporaryFolder { folder in
      try write("3,0\n0,0\n0,4\n", to: folder + "/a.csv")
      let outcome = try Program.run(["inspect", "a.csv"], in: folder)
      #expect(outcome.output.contains("shape (3, 2)"))
      #expect(outcome.output.contains("\n  rank 2 "), "\(outcome.output)")
      #expect(outcome.output.contains("leading singular values 4, 3\n"), "\(outcome.output)")
    }
  }

  @Test("A file with NaN is reported, not refused")
  func notFinite() throws {
    let outcome = try Program.run(["inspect", "with-nan.npy"], in: Self.fixtures)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(#/[1-9]\d* of \d+ elements are not finite/#))
  }

  @Test("The version comes with BLAS, its kernels and its threads")
  func version() throws {
    let outcome = try Program.run(["--version"], in: "/")
    #expect(outcome.status == 0)
    let pattern = #/deeplinear \d+\.\d+\.\d+\nOpenBLAS [\d.]+, kernels \w+, threads 1\n/#
    #expect(outcome.output.wholeMatch(of: pattern) != nil, "\(outcome.output)")
  }
}
