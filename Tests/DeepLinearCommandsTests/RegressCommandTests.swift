import Foundation
import LinearAlgebra
import MatrixFiles
import TestSupport
import Testing

@Suite("deeplinear regress")
struct RegressCommandTests {
  private static let examples = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Examples/data").path
  private static let inputs = examples + "/regression-inputs.csv"
  private static let outputs = examples + "/regression-outputs.csv"
  private static let newInputs = examples + "/regression-new.csv"

  /// 1 c^T + X B from a table of coefficients with a row of intercepts and a column of names.
  private func predicted(by table: String, at inputs: Matrix) -> Matrix {
    let rows = table.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").dropFirst().map { Double($0) ?? .nan }
    }
    return Matrix(rowCount: inputs.rowCount, columnCount: rows[0].count) { i, j in
      (0..<inputs.columnCount).reduce(rows[0][j]) { $0 + inputs[i, $1] * rows[$1 + 1][j] }
    }
  }

  @Test("No flag is needed: the rank of the example is found, and everything is written")
  func defaults() throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(
        ["regress", Self.inputs, Self.outputs, "-o", "out"], in: folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      #expect(
        outcome.output.hasPrefix(
          "Rank 2 of at most 6: the least error on rows held out (10 folds, seed 0)."))
      #expect(outcome.output.hasSuffix("Report: out/report.html\n"))
      #expect(
        names(in: folder + "/out") == [
          "coefficients.csv", "coefficients.npz", "fitted.npy", "model.json", "path.csv",
          "report.html",
        ])
      let table = text(folder + "/out/coefficients.csv")
      #expect(table.hasPrefix("input,yield,height,protein,starch,water,colour\n(intercept),"))
      let expected = predicted(by: table, at: try NamedMatrix(contentsOf: Self.inputs).matrix)
      let fitted = try MatrixFile.loadMatrix(folder + "/out/fitted.npy")
      #expect(distance(fitted, expected) <= roundingTolerance(for: expected))
      let map = try MatrixFile.loadMatrix(
        folder + "/out/coefficients.npz", member: "coefficients")
      let values = jacobiSingularValues(map)
      #expect(values[2] <= roundingTolerance(for: map) && values[1] > 0.1, "rank 2")
      let path = text(folder + "/out/path.csv").split(separator: "\n")
      #expect(path.count == 8 && path[0].hasPrefix("rank,time,loss,degrees_of_freedom,aic"))
      #expect(path[3].hasPrefix("2,,") && path[3].hasSuffix(",1"))
    }
  }

  @Test("New rows are predicted at once, and later from the model, alike")
  func predictions() throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(
        ["regress", Self.inputs, Self.outputs, "-o", "out", "--predict", Self.newInputs],
        in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let later = try Program.run(
        [
          "regress", "--model", "out/model.json", "--predict", Self.newInputs, "-o", "later.csv",
        ], in: folder)
      #expect(later.status == 0 && later.output == "Predictions: later.csv\n", "\(later.errors)")
      let at = try NamedMatrix(contentsOf: Self.newInputs).matrix
      let first = try MatrixFile.loadMatrix(folder + "/out/predictions.npy")
      let second = try NamedMatrix(contentsOf: folder + "/later.csv")
      #expect(first == second.matrix)
      #expect(second.columnNames?.first == "yield")
      let expected = predicted(by: text(folder + "/out/coefficients.csv"), at: at)
      #expect(distance(first, expected) <= roundingTolerance(for: expected))
    }
  }

  @Test("Errors of the coefficients and other methods come when asked for")
  func everything() throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(
        [
          "regress", Self.inputs, Self.outputs, "-o", "out", "--early-stopped", "--folds", "5",
          "--seed", "3", "--bootstrap", "20", "--compare", "--ridge", "0.01", "--criterion", "cv",
        ], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("Stopped at tau = "))
      #expect(outcome.output.contains("Least error: "))
      let comparison = text(folder + "/out/comparison.csv").split(separator: "\n")
      #expect(comparison.count == 8)
      let errors = text(folder + "/out/standard-errors.csv").split(separator: "\n")
      #expect(errors.count == 10 && errors[9].hasPrefix("density,"))
      let page = text(folder + "/out/report.html")
      #expect(page.contains("Against other methods") && page.contains("Coefficients and their"))
    }
  }

  @Test(
    "Criteria and ranks that are asked for decide",
    arguments: [
      (["--criterion", "bic"], "the least BIC."), (["--criterion", "aic"], "the least AIC."),
      (["--criterion", "gcv"], "the least generalised cross-validation."),
      (["--rank", "3"], "Rank 3 of at most 6, as asked."),
      (["--rank", "99"], "Rank 6 of at most 6, all that the data have."),
      (["--ridge", "gcv"], "Ridge lambda = "),
      (["--cautious"], "the lowest rank within one standard error of the least error"),
    ])
  func choices(arguments: [String], sentence: String) throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(
        ["regress", Self.inputs, Self.outputs, "-o", "out"] + arguments, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains(sentence), "\(outcome.output)")
    }
  }

  @Test(
    "A wrong call or wrong data end with status 2, a sentence, and no file",
    arguments: [
      (["x.csv", "short.csv"], "X has 4 rows and Y has 3"),
      (["x.csv", "hole.csv"], "hole.csv: nan at line 2, column 1"),
      (["one.csv", "one.csv"], "X is 1 x 2; it needs two rows"),
      (["x.csv", "same.csv"], "all entries of each column of Y are equal"),
      (["same.csv", "x.csv"], "all entries of each column of X are equal"),
      (["x.csv", "y.csv", "--ridge=-1"], "the ridge is -1.0; it must be finite and not negative"),
      (["x.csv", "y.csv", "--rank=-1"], "the rank is -1"),
      (["x.csv", "y.csv", "--folds", "1"], "the number of folds is 1; it must be at least 2"),
      (["x.csv", "y.csv", "--weights", "x.csv"], "x.csv is 4 x 2; weights are one row or one"),
      (["x.csv", "y.csv", "--weights", "one.csv"], "2 weights for 1 outputs"),
      (["x.csv", "y.csv", "--predict", "y.csv"], "the new rows have 1 columns"),
      (["x.csv"], "Name the files of X and Y"),
      (["x.csv", "y.csv", "--rank", "1", "--early-stopped"], "exclude each other"),
      (["--model", "x.csv"], "--model needs --predict"),
      (["--model", "x.csv", "--predict", "x.csv"], "x.csv: is no model that this command kept"),
      (["x.csv", "y.csv", "--rank", "1", "--criterion", "aic"], "--rank and --criterion exclude"),
      (["x.csv", "y.csv", "--rank", "1", "--folds", "3"], "--folds belongs to cross-validation"),
      (["x.csv", "y.csv", "--criterion", "bic", "--cautious"], "--cautious belongs to cross-"),
      (["--model", "m", "--predict", "x.csv", "--compare"], "--compare belongs to a fit"),
      (["--model", "m", "--predict", "x.csv", "--bootstrap", "9"], "--bootstrap belongs to a fit"),
      (["x.csv", "y.csv", "--ridge", "1e308"], "the ridge is 1e+308; it must be at most 1e+100"),
      (["x.csv", "y.csv", "--criterion", "best"], "best"),
      (["x.csv", "y.csv", "--ridge", "some"], "some"),
    ])
  func wrong(arguments: [String], sentence: String) throws {
    try withTemporaryFolder { folder in
      try write("1,2\n2,1\n3,5\n4,4\n", to: folder + "/x.csv")
      try write("1\n2\n1\n3\n", to: folder + "/y.csv")
      try write("1\n2\n3\n", to: folder + "/short.csv")
      try write("1\nnan\n3\n4\n", to: folder + "/hole.csv")
      try write("1,2\n", to: folder + "/one.csv")
      try write("3\n3\n3\n3\n", to: folder + "/same.csv")
      let before = names(in: folder)
      let outcome = try Program.run(["regress"] + arguments + ["-o", "out"], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
      #expect(names(in: folder) == before)
    }
  }

  @Test("Files of an earlier call are kept unless they may be replaced")
  func inTheWay() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/out", withIntermediateDirectories: false)
      try write("mine", to: folder + "/out/path.csv")
      let call = ["regress", Self.inputs, Self.outputs, "-o", "out"]
      let refused = try Program.run(call, in: folder)
      #expect(refused.status == 2 && refused.errors.contains("out/path.csv: is there already"))
      #expect(names(in: folder + "/out") == ["path.csv"])
      #expect(text(folder + "/out/path.csv") == "mine")
      #expect(try Program.run(call + ["--overwrite"], in: folder).status == 0)
      #expect(text(folder + "/out/path.csv").hasPrefix("rank,"))
    }
  }

  @Test("A new fit leaves no file of an earlier one, and other people's files alone")
  func staleFiles() throws {
    try withTemporaryFolder { folder in
      let call = ["regress", Self.inputs, Self.outputs, "-o", "out", "--rank", "1"]
      let first = try Program.run(
        call + ["--compare", "--bootstrap", "3", "--predict", Self.newInputs], in: folder)
      #expect(first.status == 0, "\(first.errors)")
      try write("mine", to: folder + "/out/notes.txt")
      #expect(try Program.run(call + ["--overwrite"], in: folder).status == 0)
      #expect(
        names(in: folder + "/out") == [
          "coefficients.csv", "coefficients.npz", "fitted.npy", "model.json", "notes.txt",
          "path.csv", "report.html",
        ])
    }
  }

  @Test(
    "A file in the place of the folder is named before anything is read", arguments: ["", "/in"])
  func fileForFolder(below: String) throws {
    try withTemporaryFolder { folder in
      try write("mine", to: folder + "/plain")
      let outcome = try Program.run(
        ["regress", "missing.csv", "missing.csv", "-o", "plain" + below, "--overwrite"],
        in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("plain: is a file, and the results need a folder there"))
      #expect(text(folder + "/plain") == "mine")
    }
  }
}
