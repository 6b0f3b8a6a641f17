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
      ("little-f8-columns.npy", "NumPy", "3 x 4"), ("savetxt.csv", "CSV", "3 x 4"),
      ("table-f8.idx", "IDX", "3 x 4"), ("deflated.npz", "archive", "3 x 4"),
      ("grey-8.png", "PNG", " x "), ("images-gzipped.idx", "IDX", " x "),
    ])
  func formats(file: String, format: String, shape: String) throws {
    let outcome = try Program.run(["inspect", file], in: Self.fixtures)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("\(file): "))
    #expect(outcome.output.lowercased().contains(format.lowercased()), "\(outcome.output)")
    #expect(outcome.output.contains(shape), "\(outcome.output)")
    #expect(outcome.errors.isEmpty)
  }

  @Test("The rank and the singular values of a file are those of its matrix")
  func values() throws {
    try withTemporaryFolder { folder in
      try write("3,0\n0,0\n0,4\n", to: folder + "/a.csv")
      let outcome = try Program.run(["inspect", "a.csv"], in: folder)
      #expect(outcome.output.contains("3 x 2"))
      #expect(outcome.output.contains(#/rank:?\s+2\b/#), "\(outcome.output)")
      #expect(outcome.output.contains(#/\b4(\.0)?, 3(\.0)?\b/#), "\(outcome.output)")
    }
  }

  @Test("A file with NaN is reported, not refused")
  func notFinite() throws {
    let outcome = try Program.run(["inspect", "with-nan.npy"], in: Self.fixtures)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("NaN") || outcome.output.contains("nan"), "\(outcome.output)")
  }

  @Test("The version comes with BLAS, its kernels and its threads")
  func version() throws {
    let outcome = try Program.run(
      ["--version"], in: "/", environment: ["OPENBLAS_CORETYPE": "Prescott"])
    #expect(outcome.status == 0)
    let pattern = #/deeplinear \d+\.\d+\.\d+\nOpenBLAS [\d.]+, kernels Prescott, threads 1\n/#
    #expect(outcome.output.wholeMatch(of: pattern) != nil, "\(outcome.output)")
  }
}
