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

  @Test("A CIFAR-10 batch is shown with its images and its labels, a damaged one refused")
  func batch() throws {
    try withTemporaryFolder { folder in
      // Three records of one brightness each: rank 1, and the singular value 3072^(1/2) |(1, 2, 2)|.
      let records = zip([7, 0, 9], [1, 2, 2]).flatMap { label, brightness in
        [UInt8(label)] + Array(repeating: UInt8(brightness), count: 3072)
      }
      let file = URL(filePath: folder + "/data_batch_1.bin")
      try Data(records).write(to: file)
      let outcome = try Program.run(["inspect", "data_batch_1.bin"], in: folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      #expect(
        outcome.output.hasPrefix(
          "data_batch_1.bin: cifar\n  images:\n  shape (3, 3, 32, 32), uint8"))
      #expect(outcome.output.contains("  labels:\n  shape (3,), uint8\n"), "\(outcome.output)")
      #expect(outcome.output.contains("leading singular values 166.277, "), "\(outcome.output)")
      try Data(records.dropLast()).write(to: file)
      let refused = try Program.run(["inspect", "data_batch_1.bin"], in: folder)
      #expect(refused.status != 0 && refused.errors.contains("records of 3073 bytes"))
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
