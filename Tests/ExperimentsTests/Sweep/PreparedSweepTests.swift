import ExperimentFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Experiments

@Suite("Preparing a sweep")
struct PreparedSweepTests {
  @Test("Points that do not fit the data are all named, and nothing else is")
  func misfits() throws {
    let error = try #require(throws: ExperimentError.self) {
      _ = try SampleSweep.prepared(
        """
        grid:
            initialization:
              - {gaussian: 0.1}
              - {files: [{diagonal: [1, 1]}, {diagonal: [1]}]}
            seed: [1, 2]
        """)
    }
    let sentence = "\(error)"
    #expect(sentence.contains("2 of 4 points cannot be run"), "\(sentence)")
    #expect(
      sentence.contains("{files: [{diagonal: [1, 1]}, {diagonal: [1]}]}, seed = 1, and 1 more"),
      "\(sentence)")
  }

  @Test("Points share what does not change: random data with their seed, files with their name")
  func sharing() throws {
    func count(_ file: SweepFile) throws -> Int {
      // Matrices share their storage where they were loaded once.
      let targets = try PreparedSweep(file).experiments.compactMap(\.problem.target)
      return Set(
        targets.map { target in
          target.elements.withUnsafeBufferPointer { $0.baseAddress.map(Int.init(bitPattern:)) }
        }
      ).count
    }
    #expect(try count(SampleSweep.file()) == 2)
    try withTemporaryFolder { folder in
      try "1,0\n0,2\n".write(toFile: folder + "/a.csv", atomically: true, encoding: .utf8)
      let file = try SampleSweep.file(
        table: "",
        overriding: ["experiment.problem={factorization: {target: \(folder)/a.csv}}"])
      #expect(try count(file) == 1)
      let path = folder + "/a.csv"
      #expect(try PreparedSweep(file).dataFiles == [path: path])
    }
  }

  @Test("Networks whose names change with the points are numbered")
  func names() throws {
    let depths = "grid: {networks.0.depth: [2, 3], training.descent.steps: [5, 6]}"
    let one = try SampleSweep.prepared(depths, networks: ["{depth: 2}", "{depth: 4}"])
    #expect(one.networkNames == ["network1", "depth4"])
  }
}
