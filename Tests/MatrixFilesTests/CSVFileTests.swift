import LinearAlgebra
import MatrixFiles
import TestSupport
import Testing

@Suite(".csv")
struct CSVFileTests {
  @Test(
    "Separators, line ends, blank lines, quotes and a byte order mark do not change the numbers",
    arguments: [
      "1,2.5,-3e2\n4,5,6\n", "1;2.5;-3e2\r\n4;5;6\r\n", "1\t2.5\t-3E+2\n4\t5\t6",
      "\u{FEFF}1,2.5,-3e2\n4,5,6", "\n \n1, 2.5 ,-300\n\n4,5,6\n\r\n",
      "\"1\",\"2.5\",-3e2\n4,5,+6.",
      "+1,.25e1,-0.003e5\n0004,5.000,6e0\n",
    ])
  func spellings(text: String) throws {
    let table = try read(text)
    #expect(table.header == nil)
    #expect(table.array.matrix() == Matrix(rows: [[1, 2.5, -300], [4, 5, 6]]))
  }

  @Test("A first line in which no field is a number is a header, quoted or not")
  func header() throws {
    let table = try read("\"a, \"\"b\"\"\",,c d\n1,2,3\n")
    #expect(table.header == ["a, \"b\"", "", "c d"])
    #expect(table.array.matrix() == Matrix(rows: [[1, 2, 3]]))
    let years = try CSVFile(Array("2020,2021\n1,2\n".utf8), hasHeader: true, file: "a.csv")
    #expect(years.header == ["2020", "2021"] && years.array.shape == [1, 2])
    #expect(
      throws: MatrixFileError.notANumber(file: "a.csv", line: 1, column: 2, text: "x")
    ) { try CSVFile(Array("1,x\n".utf8), hasHeader: false, file: "a.csv") }
  }

  @Test(
    "A field that is no number is named with line and column, blank lines counted",
    arguments: [
      // Among numbers a typo in the first line does not make it a header.
      ("1,2,3o\n4,5,6\n", 1, 3, "3o"),
      ("1,2\n\n3,abc\n", 3, 2, "abc"), ("h,k\r\n1,2\r\n,4\r\n", 3, 1, ""),
      ("1;2\n1,5;2\n", 2, 1, "1,5"), ("1,2\n0x10,2\n", 2, 1, "0x10"), ("1\n2\n1e\n", 3, 1, "1e"),
      ("\"two\nlines\",k\n1,2\n3,-\n", 4, 2, "-"), ("1,2\n1.2.3,4\n", 2, 1, "1.2.3"),
    ])
  func wrongFields(text: String, line: Int, column: Int, field: String) {
    #expect(
      throws: MatrixFileError.notANumber(file: "a.csv", line: line, column: column, text: field)
    ) { try read(text) }
  }

  @Test("A quote that is never closed is reported with the beginning of its field")
  func openQuote() throws {
    let text = "1,2\n\"3,4\n" + String(repeating: "5,6\n", count: 100)
    // One field, because the separators stand behind the quote.
    #expect(
      throws: MatrixFileError.raggedLine(file: "a.csv", line: 2, expectedCount: 2, foundCount: 1)
    ) { try read(text) }
    let error = try #require(throws: MatrixFileError.self) {
      try read("1\n\"" + String(repeating: "5\n", count: 100))
    }
    #expect(error.description.count < 120, "\(error)")
  }

  @Test("A line with another number of fields is an error")
  func ragged() {
    #expect(
      throws: MatrixFileError.raggedLine(file: "a.csv", line: 3, expectedCount: 2, foundCount: 3)
    ) { try read("1,2\n3,4\n5,6,7\n") }
  }

  @Test("NaN and infinities are read in every spelling")
  func nonFinite() throws {
    let elements = try read("1,1,1,1,1,1\nnan,NaN,inf,-Inf,Infinity,-infinity\n").array.elements
    #expect(elements[6].isNaN && elements[7].isNaN)
    #expect(elements.suffix(4) == [.infinity, -.infinity, .infinity, -.infinity])
  }

  @Test("Every decimal text gives the nearest double")
  func nearestDoubles() throws {
    // Each pair is a text and the double by its bits: IEEE 754's limits and known hard cases.
    let cases: [(String, Double)] = [
      ("9007199254740993", 0x1p53), ("9007199254740992.9", 0x1p53),
      ("4.9406564584124654e-324", 0x1p-1074),
      ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
      ("1.7976931348623157e308", 0x1.fffffffffffffp1023), ("1e-400", 0), ("1e400", .infinity),
      ("0.1", 0x1.999999999999ap-4), ("1e23", 0x1.52d02c7e14af6p76),
      ("123456789012345678901234567890", 0x1.8ee90ff6c373ep96), ("0e999999999999", 0),
    ]
    for (text, expected) in cases {
      #expect(try read(text).array.elements == [expected], "\(text)")
    }
  }

  @Test("Files of NumPy's savetxt are read", arguments: ["savetxt.csv", "savetxt-header.csv"])
  func savetxt(name: String) throws {
    let table = try CSVFile(try Fixture.bytes(name), file: name)
    #expect(table.array.matrix() == Fixture.table("f"))
    #expect(table.header == (name == "savetxt.csv" ? nil : ["a", "b", "c", "d"]))
  }

  @Test("Written numbers are the shortest that read back as the same doubles")
  func writing() throws {
    let matrix = Matrix(rows: [[1, -0.1, 1.0 / 3], [0x1p-1074, 1e300, 1e22]])
    let bytes = CSVFile.encode(matrix, header: ["plain", "with, comma", "a \"b\""])
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines[0] == #"plain,"with, comma","a ""b""""#)
    #expect(lines[1] == "1,-0.1,0.3333333333333333")
    #expect(lines[2] == "5e-324,1e+300,1e+22")
    let table = try CSVFile(bytes, file: "a.csv")
    #expect(table.header == ["plain", "with, comma", "a \"b\""])
    #expect(table.array.matrix() == matrix)
  }

  @Test(
    "A text is quoted where a reader would take it for something else",
    arguments: [
      ("depth 2", "depth 2"), ("", "\"\""), (" a", "\" a\""), ("a ", "\"a \""), ("a;b", "\"a;b\""),
      ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""), ("\"", "\"\"\"\""),
    ])
  func quoted(text: String, expected: String) {
    #expect(CSVFile.quoted(text) == expected)
  }

  @Test("NumPy reads written tables exactly")
  func writingForNumPy() throws {
    let matrix = Matrix(rowCount: 20, columnCount: 3) { Double(3 * $0 + $1) / 7 - 4 }
    try withTemporaryFolder { folder in
      let path = folder + "/table.csv"
      try AtomicFile.write(CSVFile.encode(matrix, header: ["a", "b", "c"]), to: path)
      try NumPyInterpreter.expect(
        """
        i, j = np.indices((20, 3))
        assert np.array_equal(np.loadtxt(path, delimiter=",", skiprows=1), (3 * i + j) / 7 - 4)
        """, path)
    }
  }

  private func read(_ text: String) throws -> CSVFile {
    try CSVFile(Array(text.utf8), file: "a.csv")
  }
}
