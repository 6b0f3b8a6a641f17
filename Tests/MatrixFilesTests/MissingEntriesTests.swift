import LinearAlgebra
import MatrixFiles
import TestSupport
import Testing

@Suite("Missing entries in files")
struct MissingEntriesTests {
  private static func decode(
    _ text: String, missing: MatrixFile.MissingEntries = .allowed
  ) throws -> Matrix {
    try MatrixFile.decode(Array(text.utf8), file: "a.csv", missing: missing).matrix()
  }

  /// The places of NaN, and the other elements, column after column.
  private static func parts(_ matrix: Matrix) -> (holes: [Int], values: [Double]) {
    (
      matrix.elements.indices.filter { matrix.elements[$0].isNaN },
      matrix.elements.filter { !$0.isNaN }
    )
  }

  @Test(
    "Empty fields, NA and nan are missing where that is asked for",
    arguments: [
      "1,,3\nNA,5,nan\n", "1;NA;3\n;5;na\n", "1\t\t3\n\"\"\t5\t\"NA\"\n", "a,b,c\n1,,3\n,5,\n",
    ])
  func allowed(text: String) throws {
    let (holes, values) = Self.parts(try Self.decode(text))
    #expect(holes == [1, 2, 5] && values == [1, 5, 3])
  }

  @Test("A first line of missing entries alone is no header")
  func firstLine() throws {
    #expect(try Self.decode(",\n1,2\n").rowCount == 2)
    #expect(try Self.decode("NA,nan\n1,2\n").rowCount == 2)
    #expect(try Self.decode("NA,x\n1,2\n").rowCount == 1)
  }

  @Test("They are refused otherwise")
  func refused() {
    #expect(throws: MatrixFileError.notANumber(file: "a.csv", line: 2, column: 1, text: "")) {
      try Self.decode("1,2\n,3\n", missing: .refused)
    }
    #expect(
      throws: MatrixFileError.notFinite(
        file: "a.csv", value: "nan", place: "line 2, column 1 (from 1)")
    ) {
      try Self.decode("1,2\nnan,3\n", missing: .refused)
    }
  }

  @Test("Infinities are refused in any case, words too")
  func infinite() throws {
    #expect(
      throws: MatrixFileError.notFinite(
        file: "a.csv", value: "-inf", place: "line 2, column 2 (from 1)")
    ) {
      try Self.decode("1,2\nnan,-inf\n")
    }
    #expect(throws: MatrixFileError.notANumber(file: "a.csv", line: 2, column: 1, text: "NaNa")) {
      try Self.decode("1,2\nNaNa,3\n")
    }
  }

  @Test("NaN comes through from .npy")
  func npy() throws {
    let bytes = try MatrixFile.encode(
      NumericArray(Matrix(rows: [[1, .nan], [.nan, 4]])), as: "a.npy")
    let matrix = try MatrixFile.decode(bytes, file: "a.npy", missing: .allowed).matrix()
    let (holes, values) = Self.parts(matrix)
    #expect(holes == [1, 2] && values == [1, 4])
    #expect(throws: MatrixFileError.self) { try MatrixFile.decode(bytes, file: "a.npy") }
  }
}
