import Foundation
import TestSupport
import Testing

@Suite("Bad data")
struct BadDataTests {
  /// Runs an experiment on a target from a file in the folder.
  private func run(_ source: String, in folder: String) throws -> Program.Outcome {
    try write(
      """
      problem: {factorization: {target: {\(source)}}}
      networks:
        - {depth: 2, initialization: {gaussian: 0.1}, training: {descent: {stepSize: 0.1, steps: 9}}}
      """, to: folder + "/a.yaml")
    return try Program.run(["run", "a.yaml"], in: folder)
  }

  @Test("NaN and infinities are refused in every format that holds them, with file, row and column")
  func notFinite() throws {
    try withTemporaryFolder { folder in
      // 2 x 3 with the bad value in row 1, column 2, as little and big endian doubles.
      for (value, name) in [(Double.nan, "nan"), (-.infinity, "-inf")] {
        let elements = [1, 2, 3, 4, 5, value]
        let npy = Self.npy(elements, shape: (2, 3))
        let idx = Data([0, 0, 0x0E, 2, 0, 0, 0, 2, 0, 0, 0, 3]) + Self.bigEndian(elements)
        try npy.write(to: URL(filePath: folder + "/a.npy"))
        try idx.write(to: URL(filePath: folder + "/a.idx"))
        try write("x,y,z\n1,2,3\n4,5,\(name)\n", to: folder + "/a.csv")
        try StoredZip.archive(name: "w.npy", content: npy)
          .write(to: URL(filePath: folder + "/a.npz"))
        for (source, file) in [
          ("npy: a.npy", "a.npy"), ("idx: a.idx", "a.idx"), ("npz: a.npz", "a.npz"),
        ] {
          let outcome = try run(source, in: folder)
          #expect(outcome.status == 2, "\(source)")
          #expect(
            outcome.errors.contains("/\(file): \(name) at row 1, column 2 (from 0)"),
            "\(outcome.errors)")
        }
        let csv = try run("csv: a.csv", in: folder)
        #expect(csv.status == 2)
        #expect(csv.errors.contains("/a.csv: \(name) at line 3, column 3 (from 1)"))
      }
      let literal = try run("rows: [[1, .nan]]", in: folder)
      #expect(literal.status == 2)
      #expect(literal.errors.contains("a.yaml:1:") && literal.errors.contains("rows[0][1]"))
      #expect(!names(in: folder).contains("runs"))
    }
  }

  @Test(
    "Data that do not fit are refused before anything is made, with both shapes",
    arguments: [
      (
        "{regression: {inputs: {gaussian: {rows: 5, columns: 3}}, outputs: {gaussian: {rows: 4, columns: 2}}}}",
        "{depth: 2, initialization: {gaussian: 1}}", "5", "4"
      ),
      (
        "{factorization: {target: {diagonal: [2, 1]}, clean: {diagonal: [1, 1, 1]}}}",
        "{depth: 2, initialization: {gaussian: 1}}", "3 x 3", "2 x 2"
      ),
      (
        "{factorization: {target: {diagonal: [2, 1]}}}",
        "{depth: 2, initialization: {files: [{diagonal: [1, 1]}, {diagonal: [1, 1, 1]}]}}",
        "factor 1 is 2 x 2", "factor 2 is 3 x 3"
      ),
      (
        "{factorization: {target: {diagonal: [2, 1]}}}",
        "{depth: 2, initialization: {files: [{diagonal: [1, 1, 1]}, {diagonal: [1, 1, 1]}]}}",
        "factor 1 is 3 x 3", "2 x 2"
      ),
      (
        "{factorization: {target: {diagonal: [2, 1]}}}",
        "{depth: 3, initialization: {files: [{diagonal: [1, 1]}, {diagonal: [1, 1]}]}}",
        "2 matrices are given", "3 are needed"
      ),
      (
        "{factorization: {target: {diagonal: [2, 1]}}}",
        """
        {depth: 2, initialization: {spectral: {strengths: [1, 1],
        gauge: {files: [{diagonal: [1, 1, 1]}]}}}}
        """, "3 x 3", "2 x 2"
      ),
      (
        "{factorization: {target: {rows: [[2, 1]]}}}",
        "{tied: {}, initialization: {gaussian: 1}}", "square", "1 x 2"
      ),
      (
        "{classification: {inputs: {gaussian: {rows: 3, columns: 2}}, labels: {rows: [[0], [1]]}}}",
        "{depth: 1, initialization: {gaussian: 1}}", "3", "2"
      ),
      (
        """
        {regression: {inputs: {gaussian: {rows: 5, columns: 3}},
        outputs: {groundTruth: {matrix: {diagonal: [1, 1]}}}}}
        """, "{depth: 1, initialization: {gaussian: 1}}", "2 x 2", "3 columns"
      ),
    ])
  func shapes(problem: String, network: String, first: String, second: String) throws {
    try withTemporaryFolder { folder in
      let training = "training: {descent: {stepSize: 0.01, steps: 9}}"
      try write(
        "problem: \(problem)\n\(training)\nnetworks:\n  - \(network)\n", to: folder + "/a.yaml")
      for check in [["--check"], []] {
        let outcome = try Program.run(["run", "a.yaml"] + check, in: folder)
        #expect(outcome.status == 2)
        #expect(
          outcome.errors.contains(first) && outcome.errors.contains(second), "\(outcome.errors)")
        #expect(names(in: folder) == ["a.yaml"])
      }
    }
  }

  @Test("An empty matrix is refused in every form")
  func empty() throws {
    try withTemporaryFolder { folder in
      try Self.npy([], shape: (0, 3)).write(to: URL(filePath: folder + "/a.npy"))
      try write("x,y\n", to: folder + "/a.csv")
      try write("", to: folder + "/b.npy")
      for (source, sentence) in [
        ("npy: a.npy", "the array has no elements (shape (0, 3))"), ("csv: a.csv", "a.csv"),
        ("npy: b.npy", "the file is empty"), ("rows: []", "rows"), ("rows: [[]]", "rows"),
        ("diagonal: []", "diagonal"),
      ] {
        let outcome = try run(source, in: folder)
        #expect(outcome.status == 2, "\(source)")
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
      }
    }
  }

  @Test("Numbers whose squares overflow are refused with the remedy")
  func overflow() throws {
    try withTemporaryFolder { folder in
      try write(
        """
        problem: {autoencoder: {inputs: {gaussian: {rows: 9, columns: 3, standardDeviation: 1e200}}}}
        networks:
          - {depth: 1, initialization: {gaussian: 1}, training: {descent: {stepSize: 1, steps: 1}}}
        """, to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml"], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("the input covariance"))
      #expect(outcome.errors.contains("scale the data down"))
    }
  }

  // MARK: - Files by their specifications

  /// A version 1.0 `.npy` file of little-endian doubles, row after row.
  private static func npy(_ elements: [Double], shape: (Int, Int)) -> Data {
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(shape.0), \(shape.1)), }"
    header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]
    return Data(magic) + Data(header.utf8)
      + Data(elements.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) })
  }

  private static func bigEndian(_ elements: [Double]) -> Data {
    Data(elements.flatMap { withUnsafeBytes(of: $0.bitPattern.bigEndian, Array.init) })
  }
}

/// A zip archive with one stored member (PKWARE APPNOTE 4.3).
private enum StoredZip {
  static func archive(name: String, content: Data) -> Data {
    let fields =
      le16(0) + le16(0) + le16(0) + le16(0x21) + le32(checksum(content))
      + le32(content.count) + le32(content.count) + le16(name.utf8.count) + le16(0)
    let local = Data("PK\u{3}\u{4}".utf8) + le16(20) + fields + Data(name.utf8) + content
    let central =
      Data("PK\u{1}\u{2}".utf8) + le16(20) + le16(20) + fields + le16(0) + le16(0) + le16(0)
      + le32(0) + le32(0) + Data(name.utf8)
    let end =
      Data("PK\u{5}\u{6}".utf8) + le16(0) + le16(0) + le16(1) + le16(1) + le32(central.count)
      + le32(local.count) + le16(0)
    return local + central + end
  }

  private static func le16(_ value: Int) -> Data { Data([UInt8(value & 255), UInt8(value >> 8)]) }

  private static func le32(_ value: Int) -> Data { le16(value & 0xFFFF) + le16(value >> 16) }

  /// CRC-32, bit by bit.
  private static func checksum(_ content: Data) -> Int {
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in content {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
      }
    }
    return Int(~remainder)
  }
}
