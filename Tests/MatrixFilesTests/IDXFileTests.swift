import LinearAlgebra
import MatrixFiles
import TestSupport
import Testing

@Suite("IDX")
struct IDXFileTests {
  @Test("Every type of the format is read", arguments: ["u1", "i1", "i2", "i4", "f4", "f8"])
  func types(code: String) throws {
    let kind = try #require(code.first)
    let name = "table-\(code).idx"
    let array = try IDXFile.decode(try Fixture.bytes(name), file: name)
    #expect(array.matrix() == Fixture.table(kind))
    #expect(array.elementType.byteCount == Int(String(code.suffix(1))))
  }

  @Test(
    "Images are read with and without gzip, whatever the name says",
    arguments: [
      "images.idx", "images-gzipped.idx",
    ])
  func images(name: String) throws {
    let array = try IDXFile.decode(try Fixture.bytes(name), file: name)
    #expect(array == NumericArray(shape: [3, 2, 4], elements: (0..<24).map(Double.init)))
    let first = try IDXFile.decode(try Fixture.bytes(name), count: 2, file: name)
    #expect(first == NumericArray(shape: [2, 2, 4], elements: (0..<16).map(Double.init)))
    #expect(throws: MatrixFileError.tooFewEntries(file: name, wantedCount: 4, foundCount: 3)) {
      try IDXFile.decode(try Fixture.bytes(name), count: 4, file: name)
    }
  }

  @Test("The first entries of a gzipped file need only its beginning")
  func beginning() throws {
    var generator = SeededGenerator(seed: 5)
    let pixels = (0..<40_000).map { _ in Double(UInt8.random(in: 0...255, using: &generator)) }
    let array = NumericArray(shape: [1000, 40], elements: pixels)
    let bytes = IDXFile.encode(array, gzipped: true)
    let beginning = Array(bytes.prefix(bytes.count / 2))
    let first = try IDXFile.decode(beginning, count: 10, file: "a.gz")
    #expect(first.elements == Array(array.elements.prefix(400)))
    #expect(throws: MatrixFileError.self) { try IDXFile.decode(beginning, file: "a.gz") }
  }

  @Test(
    "Python reads what is written, and equal arrays give equal bytes", arguments: [false, true])
  func writing(gzipped: Bool) throws {
    let array = NumericArray(shape: [3, 2, 4], elements: (0..<24).map(Double.init))
    let bytes = IDXFile.encode(array, gzipped: gzipped)
    #expect(IDXFile.encode(array.reordered(.columnMajor), gzipped: gzipped) == bytes)
    try withTemporaryFolder { folder in
      try AtomicFile.write(bytes, to: folder + "/a")
      try NumPyInterpreter.expect(
        """
        import gzip
        content = (gzip.open if \(gzipped ? "True" : "False") else open)(path, "rb").read()
        assert content == bytes([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 4]) + bytes(range(24))
        """, folder + "/a")
    }
  }

  @Test("A wrong check sum of gzip is found when the file is read whole")
  func wrongCheckSum() throws {
    var bytes = try Fixture.bytes("images-gzipped.idx")
    // The last eight bytes are the check sum and the length.
    bytes[bytes.count - 8] ^= 1
    #expect(
      throws: MatrixFileError.malformed(file: "a", problem: "the compressed data are damaged")
    ) { try IDXFile.decode(bytes, file: "a") }
  }

  @Test("A value that is no byte stops the program")
  func wrongValue() async {
    await #expect(processExitsWith: .failure) {
      _ = IDXFile.encode(NumericArray([256]), gzipped: false)
    }
  }
}
