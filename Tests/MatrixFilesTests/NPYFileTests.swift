import LinearAlgebra
import MatrixFiles
import TestSupport
import Testing

@Suite(".npy")
struct NPYFileTests {
  static let codes =
    ["byte-b1", "byte-i1", "byte-u1"]
    + ["little", "big"].flatMap { order in
      ["i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"].map { "\(order)-\($0)" }
    }

  @Test("Every type, byte order and memory order that NumPy writes is read", arguments: codes)
  func types(code: String) throws {
    let kind = try #require(code.dropLast().last)
    for order in ["rows", "columns"] {
      let array = try decode("\(code)-\(order).npy")
      #expect(array.matrix() == Fixture.table(kind), "\(order)")
      #expect(array.order == (order == "rows" ? .rowMajor : .columnMajor))
      #expect(array.elementType.byteCount == Int(String(code.suffix(1))))
    }
  }

  @Test("The limits of every type are read exactly")
  func limits() throws {
    let expected: [(String, [Double])] = [
      ("i1", [-128, 127]), ("u1", [0, 255]), ("i2", [-32768, 32767]), ("u2", [0, 65535]),
      ("i4", [-2_147_483_648, 2_147_483_647]), ("u4", [0, 4_294_967_295]),
      ("i8", [-0x1p53, 0x1p53]), ("u8", [0, 0x1p53]),
      ("f8", [0x1p-1074, 0x1.fffffffffffffp1023, -0.0]),
    ]
    for (code, values) in expected {
      let read = try decode("limits-\(code).npy").elements
      #expect(read.map(\.bitPattern) == values.map(\.bitPattern), "\(code)")
    }
  }

  @Test("An integer that a double does not hold is an error that names it")
  func inexactIntegers() {
    #expect(
      throws: MatrixFileError.inexactInteger(
        file: "inexact-i8.npy", value: "-9007199254740993", position: 1)
    ) { try decode("inexact-i8.npy") }
    #expect(
      throws: MatrixFileError.inexactInteger(
        file: "inexact-u8.npy", value: "18446744073709551615", position: 2)
    ) { try decode("inexact-u8.npy") }
  }

  @Test("Versions 1, 2 and 3 are read", arguments: 1...3)
  func versions(version: Int) throws {
    #expect(try decode("version-\(version).npy").matrix() == Fixture.table("f"))
  }

  @Test("Arrays of no, one and three axes keep their shape in both orders")
  func axes() throws {
    let single = try decode("zero-axes.npy")
    #expect(single.shape == [] && single.elements == [2.5])
    let one = try decode("one-axis.npy")
    #expect(one.shape == [5] && one.elements == [0, 0.25, 0.5, 0.75, 1])
    for order in ["rows", "columns"] {
      let cube = try decode("three-axes-\(order).npy")
      #expect(cube == NumericArray(shape: [2, 3, 4], elements: (0..<24).map(Double.init)))
    }
    #expect(try decode("empty.npy").shape == [0, 3])
  }

  @Test(
    "Complex numbers, text and records are refused by name",
    arguments: [
      ("complex.npy", "<c16"), ("text.npy", "<U1"), ("records.npy", "several fields"),
    ])
  func unsupported(name: String, word: String) throws {
    let error = try #require(throws: MatrixFileError.self) { try decode(name) }
    #expect(error.description.contains(word))
  }

  @Test("A matrix is written in its own order and NumPy reads it unchanged")
  func matrixForNumPy() throws {
    let matrix = Matrix(rowCount: 3, columnCount: 2) { Double($0) + Double($1) / 3 }
    try withTemporaryFolder { folder in
      let path = folder + "/matrix.npy"
      try AtomicFile.write(NPYFile.encode(NumericArray(matrix)), to: path)
      try NumPyInterpreter.expect(
        """
        a = np.load(path)
        i, j = np.indices((3, 2))
        assert a.dtype == "<f8" and a.flags.f_contiguous and not a.flags.c_contiguous, a.flags
        assert np.array_equal(a, i + j / 3), a
        assert open(path, "rb").read().index(b"\\n") % 64 == 63
        """, path)
      #expect(try MatrixFile.loadMatrix(path) == matrix)
    }
  }

  @Test("Integers, bytes and arrays of many axes are written with their type")
  func otherTypesForNumPy() throws {
    let arrays: [(String, NumericArray, String)] = [
      ("integers", NumericArray(integers: [-3, 0, 1 << 53]), "np.array([-3, 0, 2**53], '<i8')"),
      ("bytes", NumericArray(bytes: Array("ab".utf8)), "np.frombuffer(b'ab', 'u1')"),
      ("single", NumericArray(shape: [], elements: [2.5]), "np.array(2.5)"),
      ("empty", NumericArray(shape: [0, 3], elements: []), "np.zeros((0, 3))"),
      (
        "cube", NumericArray(shape: [2, 3, 4], elements: (0..<24).map(Double.init)),
        "np.arange(24.0).reshape(2, 3, 4)"
      ),
    ]
    try withTemporaryFolder { folder in
      for (name, array, expected) in arrays {
        let path = "\(folder)/\(name).npy"
        try AtomicFile.write(NPYFile.encode(array), to: path)
        try NumPyInterpreter.expect(
          """
          a, b = np.load(path), \(expected)
          assert a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b), a
          """, path)
      }
    }
  }

  @Test("What NumPy wrote is written back with the same type, order and elements", arguments: codes)
  func roundTrip(code: String) throws {
    let array = try decode("\(code)-columns.npy")
    let again = try NPYFile.decode(NPYFile.encode(array), file: "again")
    #expect(again == array)
    #expect(again.elementType == array.elementType && again.order == array.order)
  }

  @Test(
    "A wrong header is an error that says so",
    arguments: [
      "", "{", "{'descr': '<f8'}", "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,), }",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), } x",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 4611686018427387904, 4), }",
    ])
  func wrongHeaders(text: String) throws {
    let header = Array(text.utf8)
    let bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header
    let error = try #require(throws: MatrixFileError.self) {
      try NPYFile.decode(bytes, file: "x.npy")
    }
    guard case .malformed = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test("A version that is not known is refused")
  func unknownVersion() {
    let bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [9, 0, 0, 0]
    #expect(
      throws: MatrixFileError.unsupported(
        file: "x.npy", feature: "is of version 9 of the .npy format")
    ) { try NPYFile.decode(bytes, file: "x.npy") }
  }

  private func decode(_ name: String) throws -> NumericArray {
    try NPYFile.decode(try Fixture.bytes(name), file: name)
  }
}
