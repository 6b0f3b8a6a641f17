import Foundation
import LinearAlgebra
import LowRankEstimation
import MatrixFiles
import TestSupport
import Testing

@testable import Experiments

@Suite("Kept regressions")
struct SavedRegressionTests {
  private func named(_ text: String, _ name: String, in folder: String) throws -> NamedMatrix {
    let path = folder + "/" + name
    try Data(text.utf8).write(to: URL(filePath: path))
    return try NamedMatrix(contentsOf: path)
  }

  private func analysis(in folder: String) throws -> RegressionAnalysis {
    try RegressionAnalysis(
      named("a,b\n1,2\n2,1\n3,5\n4,4\n5,1\n", "x.csv", in: folder),
      named("u\n1\n2\n1\n3\n4\n", "y.csv", in: folder),
      settings: ReducedRankRegression(rank: .fixed(1)))
  }

  @Test("A model that was written predicts as before, under its own column names only")
  func prediction() throws {
    try withTemporaryFolder { folder in
      let saved = try analysis(in: folder).saved
      let path = folder + "/model.json"
      try OutputFiles([path], isReplacing: false).write(model: saved, to: path)
      let read = try SavedRegression(contentsOf: path)
      #expect(read == saved && read.outputLabels == ["u"])
      let rows = try named("a,b\n0,1\n", "new.csv", in: folder)
      #expect(try read.predict(rows) == saved.predict(rows))
      #expect(try read.predict(named("0,1\n", "bare.csv", in: folder)) == saved.predict(rows))
      let error = try #require(throws: EstimationError.self) {
        try read.predict(named("b,a\n1,0\n", "turned.csv", in: folder))
      }
      #expect(error.description.contains("column 1 is \"b\", and the model was fitted to \"a\""))
    }
  }

  @Test("A model whose parts do not fit together is damaged")
  func damaged() throws {
    try withTemporaryFolder { folder in
      let saved = try analysis(in: folder).saved
      let path = folder + "/model.json"
      try OutputFiles([path], isReplacing: false).write(model: saved, to: path)
      let whole = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      let changes = [
        ("\"chosenIndex\" : 1", "\"chosenIndex\" : 7"), ("\"u\"", "\"u\", \"v\""),
        ("\"rowCount\" : 2", "\"rowCount\" : 3"), ("{", ""),
      ]
      for (old, new) in changes {
        #expect(whole.contains(old), "\(old)")
        try Data(whole.replacing(old, with: new).utf8).write(to: URL(filePath: path))
        #expect(throws: MatrixFileError.self) { try SavedRegression(contentsOf: path) }
      }
      #expect(throws: MatrixFileError.self) {
        try SavedRegression(contentsOf: folder + "/missing.json")
      }
    }
  }

  @Test("A fit through all points, whose criteria are infinite, is kept too")
  func infinite() throws {
    try withTemporaryFolder { folder in
      let saved = try RegressionAnalysis(
        named("1,2,3,4\n2,1,5,0\n3,5,1,1\n", "x.csv", in: folder),
        named("1\n2\n1\n", "y.csv", in: folder), settings: ReducedRankRegression()
      ).saved
      #expect(saved.model.path[1].gcv == .infinity)
      let path = folder + "/model.json"
      try OutputFiles([path], isReplacing: false).write(model: saved, to: path)
      #expect(try SavedRegression(contentsOf: path) == saved)
    }
  }

  @Test("Columns without names are numbered")
  func labels() throws {
    try withTemporaryFolder { folder in
      let analysis = try RegressionAnalysis(
        named("1,2\n2,1\n3,5\n", "x.csv", in: folder), named("1\n2\n1\n", "y.csv", in: folder),
        settings: ReducedRankRegression())
      #expect(analysis.saved.inputLabels == ["x1", "x2"])
      #expect(analysis.saved.outputLabels == ["y1"])
    }
  }
}
