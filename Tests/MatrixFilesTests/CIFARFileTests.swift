import LinearAlgebra
import MatrixFiles
import TestSupport
import Testing

@Suite("CIFAR-10 batches")
struct CIFARFileTests {
  /// A batch of the published layout; pixel j of record i is 7 i + j modulo 256.
  private func batch(labels: [UInt8]) -> [UInt8] {
    labels.enumerated().flatMap { i, label in
      [label] + (0..<3072).map { UInt8((7 * i + $0) % 256) }
    }
  }

  @Test("Pixels are plane, row and column of each record, labels their first bytes")
  func decoding() throws {
    let bytes = batch(labels: [3, 9, 0])
    let images = try CIFARFile.decode(bytes, part: .images, file: "a.bin")
    #expect(images.shape == [3, 3, 32, 32] && images.elementType == .uint8)
    let rows = images.matrix()
    for i in 0..<3 {
      #expect(rows.row(i) == (0..<3072).map { Double((7 * i + $0) % 256) })
    }
    let labels = try CIFARFile.decode(bytes, part: .labels, file: "a.bin")
    #expect(labels.shape == [3] && labels.elements == [3, 9, 0])
    let first = try CIFARFile.decode(bytes, part: .images, count: 2, file: "a.bin")
    #expect(first.matrix() == rows.submatrix(rows: 0..<2, columns: 0..<3072))
  }

  @Test("Several batches are one, in the order given, and later files are opened only if needed")
  func several() throws {
    try withTemporaryFolder { folder in
      let paths = ["b", "a"].map { "\(folder)/\($0).bin" }
      try AtomicFile.write(batch(labels: [5, 6]), to: paths[0])
      try AtomicFile.write(batch(labels: [7, 8, 9]), to: paths[1])
      #expect(try CIFARFile.load(paths, part: .labels).elements == [5, 6, 7, 8, 9])
      #expect(try CIFARFile.load(paths, part: .labels, count: 3).elements == [5, 6, 7])
      let images = try CIFARFile.load(paths, part: .images, count: 4)
      #expect(images.shape == [4, 3, 32, 32])
      #expect(images.matrix()[3, 0] == 7)
      let missing = folder + "/no.bin"
      #expect(try CIFARFile.load([paths[0], missing], part: .labels, count: 2).elements == [5, 6])
      #expect(
        throws: MatrixFileError.tooFewEntries(
          file: paths.joined(separator: ", "), wantedCount: 6, foundCount: 5)
      ) { try CIFARFile.load(paths, part: .images, count: 6) }
      #expect(throws: MatrixFileError.self) { try CIFARFile.load([missing], part: .images) }
    }
  }

  @Test("NumPy's reading of the bytes is ours")
  func againstNumPy() throws {
    try withTemporaryFolder { folder in
      let bytes = batch(labels: [2, 4, 6, 8])
      try AtomicFile.write(bytes, to: folder + "/a.bin")
      let images = try CIFARFile.load([folder + "/a.bin"], part: .images)
      try AtomicFile.write(NPYFile.encode(images), to: folder + "/a.npy")
      try NumPyInterpreter.expect(
        """
        records = np.fromfile(path + "/a.bin", dtype=np.uint8).reshape(-1, 3073)
        images = np.load(path + "/a.npy")
        assert images.dtype == "u1" and images.shape == (4, 3, 32, 32), images.shape
        assert np.array_equal(images, records[:, 1:].reshape(-1, 3, 32, 32))
        """, folder)
    }
  }

  @Test("The name says the format, and the size where the first bytes are those of IDX")
  func format() throws {
    // The label 0 and pixels 0, 8, 3 begin as IDX bytes with three axes do.
    var bytes = batch(labels: [0, 1])
    bytes.replaceSubrange(1..<4, with: [0, 8, 3])
    #expect(try MatrixFileFormat(of: bytes, file: "data/data_batch_1.bin") == .cifar)
    let index = IDXFile.encode(NumericArray([1, 2]), gzipped: false)
    #expect(try MatrixFileFormat(of: index, file: "a.bin") == .idx)
    #expect(
      try MatrixFile.loadMatrix(bytes: bytes, member: "labels") == Matrix(rows: [[0], [1]]))
  }

  @Test("The door asks for images or labels")
  func members() throws {
    let bytes = batch(labels: [1])
    let names = ["images", "labels"]
    #expect(throws: MatrixFileError.memberNotNamed(file: "a.bin", members: names)) {
      try MatrixFile.decode(bytes, file: "a.bin")
    }
    #expect(throws: MatrixFileError.missingMember(file: "a.bin", member: "x", members: names)) {
      try MatrixFile.decode(bytes, file: "a.bin", member: "x")
    }
    #expect(try MatrixFile.decode(bytes, file: "a.bin", member: "images").shape == [1, 3, 32, 32])
  }

  @Test("A file cut off, one of another kind, an empty one and a strange label are errors")
  func damaged() throws {
    let bytes = batch(labels: [1, 2, 3])
    for count in [1, 3072, 3074, 3 * 3073 - 1] {
      #expect(
        throws: MatrixFileError.partialRecord(
          file: "a.bin", recordByteCount: 3073, foundByteCount: count)
      ) { try MatrixFile.decode(Array(bytes.prefix(count)), file: "a.bin", member: "images") }
    }
    #expect(throws: MatrixFileError.emptyFile(file: "a.bin")) {
      try CIFARFile.decode([], part: .images, file: "a.bin")
    }
    for part in CIFARFile.Part.allCases {
      #expect(
        throws: MatrixFileError.labelOutOfRange(file: "a.bin", record: 1, label: 10, largest: 9)
      ) { try CIFARFile.decode(batch(labels: [1, 10, 2]), part: part, file: "a.bin") }
      #expect(throws: MatrixFileError.tooFewEntries(file: "a", wantedCount: 4, foundCount: 3)) {
        try CIFARFile.decode(bytes, part: part, count: 4, file: "a")
      }
    }
  }

  @Test("A summary has the images and the labels")
  func summary() throws {
    let summary = try MatrixFileSummary(bytes: batch(labels: [4, 2]), file: "a.bin")
    #expect(summary.format == .cifar)
    #expect(summary.arrays.map(\.name) == ["images", "labels"])
    #expect(summary.arrays.map(\.shape) == [[2, 3, 32, 32], [2]])
    #expect(summary.arrays[1].range?.mean == 3)
  }
}

extension MatrixFile {
  /// A part of a batch as a matrix.
  fileprivate static func loadMatrix(bytes: [UInt8], member: String) throws -> Matrix {
    try decode(bytes, file: "a.bin", member: member).matrix()
  }
}
