import Foundation
import LinearAlgebra
import MatrixFiles
import TestSupport
import Testing

@Suite("The door for matrices")
struct MatrixFileTests {
  @Test(
    "Every format comes through one call",
    arguments: [
      "little-f8-columns.npy", "savetxt-header.csv", "table-f8.idx",
    ])
  func formats(name: String) throws {
    #expect(try MatrixFile.loadMatrix(Fixture.path(name)) == Fixture.table("f"))
  }

  @Test("A member is named or the only one; a wrong or missing name lists what is there")
  func members() throws {
    let path = Fixture.path("stored.npz")
    #expect(try MatrixFile.loadMatrix(path, member: "weights") == Fixture.table("f"))
    let names = ["weights", "steps", "scale"]
    #expect(throws: MatrixFileError.memberNotNamed(file: path, members: names)) {
      try MatrixFile.load(path)
    }
    #expect(throws: MatrixFileError.missingMember(file: path, member: "w", members: names)) {
      try MatrixFile.load(path, member: "w")
    }
    let single = NPZFile.encode([.init("a", NumericArray([4]))])
    #expect(try MatrixFile.decode(single, file: "a").elements == [4])
  }

  @Test("The first bytes decide before the extension")
  func magicFirst() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/picture.csv"
      try AtomicFile.write(try Fixture.bytes("grey-8.png"), to: path)
      #expect(try MatrixFile.load(path).shape == [2, 3])
    }
  }

  @Test(
    "Only the first entries are loaded on request",
    arguments: [
      ("images-gzipped.idx", [2, 2, 4]), ("little-f8-columns.npy", [2, 4]),
      ("savetxt.csv", [2, 4]),
    ])
  func counts(name: String, shape: [Int]) throws {
    let path = Fixture.path(name)
    let array = try MatrixFile.load(path, count: 2)
    #expect(array.shape == shape)
    #expect(
      array.matrix()
        == (try MatrixFile.loadMatrix(path)).submatrix(
          rows: 0..<2, columns: 0..<shape.dropFirst().reduce(1, *)))
    #expect(throws: MatrixFileError.tooFewEntries(file: path, wantedCount: 9, foundCount: 3)) {
      try MatrixFile.load(path, count: 9)
    }
  }

  @Test("A value that is not finite is named with its place, lines counted from 1, arrays from 0")
  func notFinite() throws {
    let array = Fixture.path("with-nan.npy")
    #expect(
      throws: MatrixFileError.notFinite(
        file: array, value: "nan", place: "row 1, column 0 (from 0)")
    ) { try MatrixFile.load(array) }
    let text = Array("a,b\n\n1,2\n\n3,-inf\n".utf8)
    #expect(
      throws: MatrixFileError.notFinite(
        file: "a.csv", value: "-inf", place: "line 5, column 2 (from 1)")
    ) { try MatrixFile.decode(text, file: "a.csv") }
    let cube = NumericArray(shape: [2, 1, 2], elements: [1, 2, 3, .nan])
    #expect(
      throws: MatrixFileError.notFinite(file: "c", value: "nan", place: "index (1, 0, 1) (from 0)")
    ) { try MatrixFile.decode(NPYFile.encode(cube), file: "c") }
  }

  @Test("Arrays without elements are refused")
  func empty() throws {
    let path = Fixture.path("empty.npy")
    #expect(throws: MatrixFileError.noElements(file: path, shape: [0, 3])) {
      try MatrixFile.load(path)
    }
    for text in ["a,b\n", "\n\n"] {
      #expect(throws: MatrixFileError.self) {
        try MatrixFile.decode(Array(text.utf8), file: "a.csv")
      }
    }
  }

  @Test("A missing file, a folder, a device, an empty file and an unknown kind are errors")
  func unreadable() throws {
    try withTemporaryFolder { folder in
      let empty = folder + "/empty.npy"
      try AtomicFile.write("", to: empty)
      let unknown = folder + "/a.xyz"
      try AtomicFile.write("what is this", to: unknown)
      let wrong = folder + "/a.npy"
      try AtomicFile.write("what is this", to: wrong)
      let cases: [(String, MatrixFileError)] = [
        (folder + "/no", .unreadable(file: folder + "/no", reason: "No such file or directory")),
        (folder, .unreadable(file: folder, reason: "it is a folder")),
        ("/dev/zero", .unreadable(file: "/dev/zero", reason: "it is not a regular file")),
        (empty, .emptyFile(file: empty)), (unknown, .unknownFormat(file: unknown)),
        (
          wrong,
          .malformed(file: wrong, problem: "is no .npy file (it does not begin with \\x93NUMPY)")
        ),
      ]
      for (path, error) in cases {
        #expect(throws: error) { try MatrixFile.load(path) }
      }
    }
  }

  @Test("A file beyond the memory is refused before it is read, with both sizes")
  func tooLarge() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/large.npy"
      let memory = Int(ProcessInfo.processInfo.physicalMemory)
      try AtomicFile.write(claiming(shape: "(\(memory / 4),)"), to: path)
      // A hole: the file claims the size and takes no room.
      #expect(truncate(path, memory * 2 + 128) == 0)
      #expect(
        throws: MatrixFileError.tooLarge(
          file: path, neededByteCount: memory * 2 + 128, memoryByteCount: memory)
      ) { try MatrixFile.load(path) }
    }
  }

  @Test(
    "A huge claimed shape is compared with the file before anything is allocated",
    arguments: [
      "(1000000000000,)", "(4294967296, 4294967296)", "(1, 2, 3, 1000000000)",
    ])
  func hugeShapes(shape: String) {
    let error = #expect(throws: MatrixFileError.self) {
      try MatrixFile.decode(claiming(shape: shape), file: "a.npy")
    }
    switch error {
    case .truncated, .malformed: break
    default: Issue.record("\(String(describing: error))")
    }
  }

  @Test("A gzipped file cannot claim more than its bytes can expand to")
  func hugeGzip() throws {
    // 2^30 x 256 bytes announced after a header of 12 bytes, 1000 bytes there.
    let path = Fixture.path("huge-claim.idx")
    #expect(
      throws: MatrixFileError.truncated(
        file: path, neededByteCount: 12 + 1 << 38, foundByteCount: 1012)
    ) { try MatrixFile.load(path) }
  }

  @Test("The bundled ones are the first hundred of MNIST")
  func bundledOnes() throws {
    let path = Fixture.repository.appending(path: "Examples/data/ones-images.idx.gz").path
    let array = try MatrixFile.load(path)
    #expect(array.shape == [100, 28, 28] && array.elementType == .uint8)
    let ones = array.matrix()
    // Sums computed with NumPy from the original files: images with label 1, the first five, the
    // hundredth, and all hundred together.
    let sums = (0..<100).map { ones.row($0).reduce(0, +) }
    #expect(Array(sums.prefix(5)) == [17135, 17646, 10874, 11622, 16577])
    #expect(sums[99] == 22425 && sums.reduce(0, +) == 1_591_990)
  }

  /// A header of version 1 without elements behind it.
  private func claiming(shape: String) -> [UInt8] {
    let text = Array("{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }\n".utf8)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + text
  }

  @Test(
    "Each extension that can be written reads back",
    arguments: ["a.npy", "a.npz", "a.csv", "a.txt", "a.png", "a.idx", "a.idx.gz"])
  func encoding(file: String) throws {
    let array = NumericArray(Matrix(rows: [[1, 200, 3], [4, 5, 255]]))
    let bytes = try MatrixFile.encode(array, as: file)
    #expect(try MatrixFile.decode(bytes, file: file) == array)
  }

  @Test("Pictures round and clip; an unknown extension and CIFAR-10's are refused")
  func encodingLimits() throws {
    let array = NumericArray(Matrix(rows: [[-3, 0.6], [254.4, 1e9]]))
    let expected = NumericArray(Matrix(rows: [[0, 1], [254, 255]]))
    for file in ["a.png", "a.idx"] {
      #expect(try MatrixFile.decode(MatrixFile.encode(array, as: file), file: file) == expected)
    }
    #expect(throws: MatrixFileError.unknownFormat(file: "a.xyz")) {
      try MatrixFile.encode(array, as: "a.xyz")
    }
    #expect(throws: MatrixFileError.self) { try MatrixFile.encode(array, as: "a.bin") }
  }
}
