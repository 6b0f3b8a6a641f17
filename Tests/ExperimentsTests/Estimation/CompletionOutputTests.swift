import Foundation
import LinearAlgebra
import LowRankEstimation
import TestSupport
import Testing

@testable import Experiments

@Suite("Completion from files to files")
struct CompletionOutputTests {
  private static let known = Matrix(rowCount: 6, columnCount: 5) { i, j in
    (i + j).isMultiple(of: 4) ? .nan : Double((i + 1) * (j + 2))
  }

  @Test("New rows that cannot be completed are refused before the fit")
  func newRows() throws {
    try withTemporaryFolder { folder in
      let text = (0..<6).map { i in Self.known.row(i).map { "\($0)" }.joined(separator: ",") }
      try Data(text.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/in.csv"))
      let input = try CompletionInput(folder + "/in.csv")
      let output = try CompletionOutput(folder + "/out.csv", hasNewRows: true)
      for rows in [
        Matrix(rowCount: 1, columnCount: 4, repeating: 1),
        Matrix(rowCount: 2, columnCount: 5) { i, _ in i == 0 ? 1 : .nan },
      ] {
        var reports = 0
        #expect(throws: EstimationError.self) {
          try output.result(
            of: MatrixCompletion(), on: input, newRows: ObservedEntries(rows),
            reportingTo: { _ in reports += 1 })
        }
        #expect(reports == 0)
      }
    }
  }
}
