import Foundation
import LinearAlgebra
import MatrixFiles
import TestSupport
import Testing

@Suite("Matrices with names")
struct NamedMatrixTests {
  @Test("A header gives names, a table without one and other formats give none")
  func names() throws {
    try withTemporaryFolder { folder in
      let matrix = Matrix(rows: [[1, 2], [3, 4]])
      let files: [(String, [UInt8], [String]?)] = [
        ("a.csv", CSVFile.encode(matrix, header: ["one", "two, quoted"]), ["one", "two, quoted"]),
        ("b.csv", CSVFile.encode(matrix), nil),
        ("c.npy", NPYFile.encode(NumericArray(matrix)), nil),
      ]
      for (name, bytes, columnNames) in files {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(filePath: path))
        let read = try NamedMatrix(contentsOf: path)
        #expect(read.matrix == matrix && read.columnNames == columnNames && read.file == path)
      }
    }
  }

  @Test("A hole is refused with its place")
  func hole() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a.csv"
      try Data("a,b\n1,2\n3,nan\n".utf8).write(to: URL(filePath: path))
      let error = try #require(throws: MatrixFileError.self) {
        try NamedMatrix(contentsOf: path)
      }
      #expect(error.description.contains("line 3, column 2"))
    }
  }
}
