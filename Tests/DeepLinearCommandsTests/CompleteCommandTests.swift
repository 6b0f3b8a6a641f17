import Foundation
import TestSupport
import Testing

@Suite("deeplinear complete")
struct CompleteCommandTests {
  /// Entry (i, j) of a matrix of rank 2, 30 x 20.
  private static func entry(_ i: Int, _ j: Int) -> Double {
    cos(Double(3 * i)) * cos(Double(7 * j)) + 2 * sin(Double(5 * i)) * sin(Double(2 * j))
  }

  /// Whether an entry is missing: a third of them, in no line of a pattern.
  private static func isMissing(_ i: Int, _ j: Int) -> Bool { (i * i + 7 * j + i * j) % 3 == 0 }

  private static var dense: String {
    (0..<30).map { i in
      (0..<20).map { isMissing(i, $0) ? "" : "\(entry(i, $0))" }.joined(separator: ",") + "\n"
    }.joined()
  }

  private static var triplets: String {
    "row,column,value\n"
      + (0..<600).map { (29 - $0 / 20, $0 % 20) }.filter { !isMissing($0.0, $0.1) }
      .map { "\($0.0),\($0.1),\(entry($0.0, $0.1))\n" }.joined()
  }

  /// The numbers of a table.
  private static func table(_ path: String) throws -> [[Double]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",").map { Double($0) ?? .nan }
    }
  }

  /// The largest error of a completed matrix, whose entries are below 3.
  private static func error(_ rows: [[Double]]) -> Double {
    rows.enumerated().flatMap { i, row in
      row.enumerated().map { j, value in abs(value - entry(i, j)) }
    }.max() ?? .infinity
  }

  @Test("Empty fields are filled, and what belongs beside OUT is written")
  func dense() throws {
    try withTemporaryFolder { folder in
      try write(Self.dense, to: folder + "/holes.csv")
      let outcome = try Program.run(
        ["complete", "holes.csv", "-o", "whole.csv", "--keep-observed"], in: folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      #expect(outcome.output.contains("30 x 20, "))
      #expect(outcome.output.contains("Report: whole.report.html\n"))
      let rows = try Self.table(folder + "/whole.csv")
      #expect(rows.count == 30 && rows.allSatisfy { $0.count == 20 })
      #expect(Self.error(rows) < 0.01)
      for i in 0..<30 {
        for j in 0..<20 where !Self.isMissing(i, j) { #expect(rows[i][j] == Self.entry(i, j)) }
      }
      #expect(
        names(in: folder)
          == ["holes.csv", "whole.csv", "whole.model.json", "whole.report.html"])
      let page = try String(contentsOfFile: folder + "/whole.report.html", encoding: .utf8)
      #expect(page.contains("Completed matrix"))
      let refused = try Program.run(["complete", "holes.csv", "-o", "whole.csv"], in: folder)
      #expect(refused.status == 2 && refused.errors.contains("--overwrite"))
      let again = try Program.run(
        ["complete", "holes.csv", "-o", "whole.csv", "--overwrite"], in: folder)
      #expect(again.status == 0)
    }
  }

  @Test("Triplets give the same matrix, and their factors in an archive")
  func triplets() throws {
    try withTemporaryFolder { folder in
      try write(Self.dense, to: folder + "/holes.csv")
      try write(Self.triplets, to: folder + "/known.csv")
      for call in [
        ["complete", "holes.csv", "-o", "a.csv"],
        ["complete", "known.csv", "--triplets", "-o", "b.csv"],
        ["complete", "known.csv", "--triplets", "--rows", "30", "--columns", "20", "-o", "c.npz"],
      ] {
        let outcome = try Program.run(call, in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      #expect(try Self.table(folder + "/a.csv") == Self.table(folder + "/b.csv"))
      let archive = try Program.run(["inspect", "c.npz"], in: folder)
      #expect(archive.output.contains("W1") && archive.output.contains("W2"), "\(archive.output)")
    }
  }

  @Test("The comparison names every method and says which is better; new rows are completed")
  func comparison() throws {
    try withTemporaryFolder { folder in
      let rows = Self.dense.split(separator: "\n")
      try write(rows[..<25].joined(separator: "\n"), to: folder + "/holes.csv")
      try write(rows[25...].joined(separator: "\n"), to: folder + "/later.csv")
      let outcome = try Program.run(
        ["complete", "holes.csv", "-o", "a.csv", "--compare", "--new-rows", "later.csv"],
        in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      for method in ["deep factorisation", "soft-impute", "truncated SVD", "row and column means"] {
        #expect(outcome.output.contains(method))
      }
      #expect(outcome.output.contains(" entries set aside, "))
      let again = try Program.run(
        ["complete", "later.csv", "-o", "again.csv", "--model", "a.model.json"], in: folder)
      #expect(again.status == 0, "\(again.errors)")
      #expect(text(folder + "/again.csv") == text(folder + "/a.new-rows.csv"))
      try write("{\"factors\": 1}", to: folder + "/damaged.json")
      let damaged = try Program.run(
        ["complete", "later.csv", "-o", "c.csv", "--model", "damaged.json"], in: folder)
      #expect(damaged.status == 2 && damaged.errors.contains("is no model"))
      let later = try Self.table(folder + "/a.new-rows.csv")
      let error = later.enumerated().flatMap { i, row in
        row.enumerated().map { j, value in abs(value - Self.entry(25 + i, j)) }
      }.max()
      #expect(later.count == 5 && error ?? 1 < 0.01)
    }
  }

  @Test("A matrix of rank 1 is recovered from measurements")
  func sensing() throws {
    try withTemporaryFolder { folder in
      // W_kl = (k + 1) (l - 2) / 2 of 5 x 4, measured by cosines that repeat nowhere.
      func measurement(_ i: Int, _ k: Int) -> Double { cos(Double((i + 1) * (i + 1) * (k + 3))) }
      let truth = (0..<20).map { (k: Int) -> Double in Double((k / 4 + 1) * (k % 4 - 2)) / 2 }
      var (matrices, values) = ("", "")
      for i in 0..<18 {
        let row = (0..<20).map { measurement(i, $0) }
        matrices += row.map { "\($0)" }.joined(separator: ",") + "\n"
        let products = zip(row, truth).map { $0 * $1 }
        values += "\(products.reduce(0, +))\n"
      }
      try write(matrices, to: folder + "/a.csv")
      try write(values, to: folder + "/y.csv")
      let outcome = try Program.run(
        ["complete", "a.csv", "--sensing", "y.csv", "--rows", "5", "-o", "w.csv"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let found = try Self.table(folder + "/w.csv").flatMap(\.self)
      #expect(zip(found, truth).allSatisfy { abs($0 - $1) < 0.05 }, "\(found)")
    }
  }

  @Test(
    "Bad input ends with status 2 and its sentence, and nothing is written",
    arguments: [
      (",\n,\n", [], "all are missing"), ("1,,3\n", [], "1 x 3"),
      ("1,inf\n2,3\n", [], "inf"), ("1,2\n,\n3,4\n", [], "row 1"), ("1,,2\n3,,4\n", [], "column 1"),
      ("1,x\n2,3\n", [], "\"x\" is not a number"),
      ("0,0,1\n0,0,2\n1,1,1\n", ["--triplets"], "given twice"),
      ("0,0.5,1\n1,1,1\n", ["--triplets"], "whole numbers"),
      ("0,1\n1,1\n", ["--triplets"], "three columns"),
      ("0,0,nan\n1,1,2\n", ["--triplets"], "nan"),
      ("0,0,1\n5,1,1\n", ["--triplets", "--rows", "3"], "outside a 3 x 2 matrix"),
      ("1,2\n3,4\n", ["--depth", "1"], "depth"), ("1,2\n3,4\n", ["--holdout", "1"], "held-out"),
      ("1,2\n3,4\n", ["--rows", "2"], "--rows needs"),
      ("1,2\n3,4\n", ["--restarts", "0"], "restarts"),
      ("0,0,1\n1,1,2\n", ["--triplets", "--rows=-5"], "the number of rows is -5"),
      ("0,0,1\n1,1,2\n", ["--triplets", "--columns=-5"], "the number of columns is -5"),
      ("0,0,1\n1,1,2\n", ["--triplets", "--rows=3000000000"], "the number of rows is 3000000000"),
      ("1,2\n3,5\n", ["--steps=9223372036854775807"], "the step limit is"),
      ("1,2\n3,5\n", ["--restarts=9223372036854775807"], "the number of restarts is"),
      ("1,2\n3,5\n", ["--depth=9223372036854775807"], "the depth is"),
      ("1,2\n3,5\n", ["--depth=3", "--scale=1e-300"], "the scale is"),
      ("1e-200,2e-200\n3e-200,5e-200\n", [], "another unit"),
    ])
  func badInput(text: String, options: [String], sentence: String) throws {
    try withTemporaryFolder { folder in
      try write(text, to: folder + "/in.csv")
      let outcome = try Program.run(
        ["complete", "in.csv", "-o", "new/out.csv"] + options, in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
      #expect(names(in: folder) == ["in.csv"])
    }
  }

  @Test("Known entries cannot be kept where factors are written")
  func keptFactors() throws {
    try withTemporaryFolder { folder in
      try write(Self.triplets, to: folder + "/in.csv")
      let outcome = try Program.run(
        ["complete", "in.csv", "--triplets", "--keep-observed", "-o", "out.npz"], in: folder)
      #expect(outcome.status == 2 && outcome.errors.contains("--keep-observed"))
      #expect(names(in: folder) == ["in.csv"])
    }
  }

  @Test("One array of an archive is completed, and one that is not there refused")
  func array() throws {
    try withTemporaryFolder { folder in
      try write(Self.triplets, to: folder + "/known.csv")
      // An archive of two factors, W1 and W2.
      let archive = try Program.run(
        ["complete", "known.csv", "--triplets", "-o", "in.npz"], in: folder)
      #expect(archive.status == 0, "\(archive.errors)")
      let outcome = try Program.run(
        ["complete", "in.npz", "--array", "W1", "-o", "out.csv"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try Self.table(folder + "/out.csv").allSatisfy { $0.count == 20 })
      let wrong = try Program.run(
        ["complete", "in.npz", "--array", "W9", "-o", "no.csv"], in: folder)
      #expect(wrong.status == 2 && wrong.errors.contains("W9"), "\(wrong.errors)")
    }
  }

  @Test("An unknown extension of OUT is refused before any work")
  func extensions() throws {
    try withTemporaryFolder { folder in
      try write(Self.dense, to: folder + "/in.csv")
      let outcome = try Program.run(["complete", "in.csv", "-o", "out.xyz"], in: folder)
      #expect(outcome.status == 2 && outcome.errors.contains("out.xyz"))
      #expect(names(in: folder) == ["in.csv"])
    }
  }

  @Test("An interrupt ends with status 130 and leaves nothing")
  func interrupt() throws {
    try withTemporaryFolder { folder in
      try write(Self.dense, to: folder + "/in.csv")
      let call = try Program.Call(
        Program.path,
        ["complete", "in.csv", "-o", "out.csv", "--restarts", "100000"], in: folder)
      Thread.sleep(forTimeInterval: 1)
      call.send(SIGINT)
      let outcome = try call.outcome(within: 30)
      #expect(outcome.status == 130 && outcome.errors.contains("interrupted"), "\(outcome)")
      #expect(names(in: folder) == ["in.csv"])
    }
  }
}
